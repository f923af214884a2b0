"""``tf.contrib.learn``'s networks with any head: of what they predict the head alone knows."""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.learn import _canned, _combined
from tf2notes.legacy.tf1.contrib.learn._estimator import BaseEstimator


class _Headed(_canned._Canned):
    """The model is what the head makes of the network's logits; `predict` gives all of its predictions."""

    def _call_model_fn(self, features, labels, mode, config):
        features, labels = self._engineer(features, labels)
        features = features if isinstance(features, dict) else {"": features}

        def finish(logits):
            return self._head.create_model_fn_ops(
                features=features, mode=mode, labels=labels, train_op_fn=self._train, logits=logits
            )

        return self._with_logits(dict(features), mode, finish)

    predict = BaseEstimator.predict

    def _start(self, head, engineer, model_dir, config):
        _canned._Canned.__init__(self, head, head.logits_dimension, None, engineer, False, model_dir, config)


class DNNEstimator(_Headed, _canned._Dnn):
    """Fully connected layers under a head. Replaces: tf.contrib.learn.DNNEstimator"""

    def __init__(
        self,
        head,
        hidden_units,
        feature_columns,
        model_dir=None,
        optimizer=None,
        activation_fn=tf.nn.relu,
        dropout=None,
        gradient_clip_norm=None,
        config=None,
        feature_engineering_fn=None,
        embedding_lr_multipliers=None,
        input_layer_min_slice_size=None,
    ):
        self._keep(
            hidden_units,
            feature_columns,
            optimizer,
            activation_fn,
            dropout,
            gradient_clip_norm,
            embedding_lr_multipliers,
            input_layer_min_slice_size,
        )
        self._start(head, feature_engineering_fn, model_dir, config)


class LinearEstimator(_Headed, _canned._Linear):
    """A linear model under a head. Replaces: tf.contrib.learn.LinearEstimator"""

    def __init__(
        self,
        feature_columns,
        head,
        model_dir=None,
        weight_column_name=None,
        optimizer=None,
        gradient_clip_norm=None,
        _joint_weights=False,
        config=None,
        feature_engineering_fn=None,
    ):
        if weight_column_name is not None:
            raise NotImplementedError("LinearEstimator: weight_column_name; give it to the head")
        self._keep(feature_columns, optimizer, gradient_clip_norm, _joint_weights)
        self._start(head, feature_engineering_fn, model_dir, config)


class DNNLinearCombinedEstimator(_Headed, _combined._Combined):
    """Both networks, trained jointly, under a head. Replaces: tf.contrib.learn.DNNLinearCombinedEstimator"""

    def __init__(
        self,
        head,
        model_dir=None,
        linear_feature_columns=None,
        linear_optimizer=None,
        _joint_linear_weights=False,
        dnn_feature_columns=None,
        dnn_optimizer=None,
        dnn_hidden_units=None,
        dnn_activation_fn=None,
        dnn_dropout=None,
        gradient_clip_norm=None,
        config=None,
        feature_engineering_fn=None,
        embedding_lr_multipliers=None,
        fix_global_step_increment_bug=False,
        input_layer_partitioner=None,
    ):
        _combined._refuse(embedding_lr_multipliers, None)
        if input_layer_partitioner is not None:
            raise NotImplementedError("DNNLinearCombinedEstimator: input_layer_partitioner; leave it out")
        deep = dnn_feature_columns, dnn_optimizer, dnn_hidden_units, dnn_activation_fn, dnn_dropout
        self._keep(linear_feature_columns, linear_optimizer, *deep)
        self._gradient_clip_norm, self._one_increment = gradient_clip_norm, fix_global_step_increment_bug
        self._joint_weights = _joint_linear_weights
        self._start(head, feature_engineering_fn, model_dir, config)
