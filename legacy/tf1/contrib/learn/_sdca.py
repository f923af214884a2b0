"""Linear estimators of contrib.learn that train by stochastic dual coordinate ascent; ``SVM``."""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib import layers
from tf2notes.legacy.tf1.contrib.learn import head as heads
from tf2notes.legacy.tf1.contrib.learn._estimator import Estimator
from tf2notes.legacy.tf1.contrib.linear_optimizer import SDCAOptimizer

_LOSSES = {
    heads._BinarySvmHead: "hinge_loss",
    heads._BinaryLogisticHead: "logistic_loss",
    heads._RegressionHead: "squared_loss",
}
_BIAS = "tf_virtual_bias_column"


class _UpdateWeights(tf.train.SessionRunHook):
    """Gives the model's variables what has been learned, at each step."""

    def set_parameters(self, model, train_op):
        self._model, self._train_op = model, train_op

    def begin(self):
        self._update = self._model.update_weights(self._train_op)

    def before_run(self, run_context):
        return tf.train.SessionRunArgs(self._update)


def sdca_model_fn(features, labels, mode, params):
    """A linear model that an `SDCAOptimizer` trains.

    Args:
        params: a dict of head, feature_columns, optimizer, weight_column_name and maybe update_weights_hook.

    Raises:
        ValueError: another optimizer or another head.

    Replaces: tensorflow.contrib.learn.python.learn.estimators.linear.sdca_model_fn
    """
    head, columns, optimizer = params["head"], params["feature_columns"], params["optimizer"]
    hook = params.get("update_weights_hook")
    if not isinstance(optimizer, SDCAOptimizer):
        raise ValueError("Optimizer must be of type SDCAOptimizer")
    if type(head) not in _LOSSES:
        raise ValueError(f"Unsupported head type: {head}")
    with tf.variable_scope("linear", values=list(features.values())) as scope:
        features = dict(features)
        features.update(layers.transform_features(features, columns))
        logits, variables, bias = layers.weighted_sum_from_feature_columns(
            columns_to_tensors=features, feature_columns=columns, num_outputs=1, scope=scope
        )
        if any(column.name == _BIAS for column in columns):
            raise ValueError(f"{_BIAS} is a reserved column name.")
        column = layers.real_valued_column(_BIAS)
        features[column] = tf.ones([tf.shape(logits)[0], 1], dtype=tf.float32)
        variables[column] = [bias]

    def train(unused_loss):
        step = tf.train.get_global_step()
        weights = params["weight_column_name"]
        model, train_op = optimizer.get_train_step(variables, weights, _LOSSES[type(head)], features, labels, step)
        if hook is not None:
            hook.set_parameters(model, train_op)
        return train_op

    ops = head.create_model_fn_ops(features=features, labels=labels, mode=mode, train_op_fn=train, logits=logits)
    if hook is None or ops.train_op is None:
        return ops
    return ops._replace(training_chief_hooks=[*ops.training_chief_hooks, hook])


class SVM(Estimator):
    """A linear support vector machine for two classes. Replaces: tf.contrib.learn.SVM

    Args:
        example_id_column: the feature with a string for each example.
        feature_columns: contrib.layers' columns: real valued, bucketized, sparse, weighted or crossed.
        weight_column_name: of the weights among the features.
        model_dir: where checkpoints are.
        l1_regularization, l2_regularization: as said; less than 1 of the second counts as 1.
        num_loss_partitions: how many workers there are.
        kernels: only None; ValueError.
        config, feature_engineering_fn: of the estimator.
    """

    def __init__(
        self,
        example_id_column,
        feature_columns,
        weight_column_name=None,
        model_dir=None,
        l1_regularization=0.0,
        l2_regularization=0.0,
        num_loss_partitions=1,
        kernels=None,
        config=None,
        feature_engineering_fn=None,
    ):
        if kernels is not None:
            raise ValueError("Kernel SVMs are not currently supported.")
        super().__init__(
            model_fn=sdca_model_fn,
            model_dir=model_dir,
            config=config,
            params={
                "head": heads.binary_svm_head(weight_column_name=weight_column_name, enable_centered_bias=False),
                "feature_columns": feature_columns,
                "optimizer": SDCAOptimizer(
                    example_id_column=example_id_column,
                    num_loss_partitions=num_loss_partitions,
                    symmetric_l1_regularization=l1_regularization,
                    symmetric_l2_regularization=l2_regularization,
                ),
                "weight_column_name": weight_column_name,
                "update_weights_hook": _UpdateWeights(),
            },
            feature_engineering_fn=feature_engineering_fn,
        )

    def predict_classes(self, x=None, input_fn=None, batch_size=None, as_iterable=True):
        """The class of each example."""
        found = super().predict(x, input_fn, batch_size, ["classes"], as_iterable)
        return (each["classes"] for each in found) if as_iterable else found["classes"]
