"""``tf.contrib.learn``'s wide and deep estimators: a linear model and a deep network, trained jointly."""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib import layers
from tf2notes.legacy.tf1.contrib.learn import _canned, _networks
from tf2notes.legacy.tf1.contrib.learn._estimator import ModeKeys


def _optimizer(optimizer):
    return optimizer() if callable(optimizer) else optimizer


class _Combined(_canned._Canned):
    _joint_weights = False

    def _with_logits(self, features, mode, finish):
        """`finish` the sum of both networks' logits."""
        inputs, parts = tuple(features.values()), []
        if self._dnn_columns:
            if not self._hidden_units:
                raise ValueError("dnn_hidden_units must be defined when dnn_feature_columns is specified.")
            with tf.variable_scope("dnn", values=inputs, partitioner=_networks.one_part()) as scope:
                parts.append(
                    _networks.dnn_logits(
                        features,
                        self._dnn_columns,
                        self._hidden_units,
                        self._activation_fn,
                        self._dropout,
                        self._n_outputs,
                        mode == ModeKeys.TRAIN,
                        scope.partitioner,
                        between="/",
                    )
                )
        if self._linear_columns:
            with tf.variable_scope("linear", values=inputs, partitioner=_networks.one_part()) as scope:
                parts.append(
                    _networks.linear_logits(features, self._linear_columns, self._n_outputs, self._joint_weights, scope)
                )
                _networks.add_summary(parts[-1], scope.name, between="/")
        return finish(parts[0] if len(parts) == 1 else parts[0] + parts[1])

    def _train(self, loss):
        step = tf.train.get_global_step()
        parts = []
        if self._dnn_columns:
            parts.append(("dnn", 0.05, _optimizer(self._dnn_optimizer)))
        if self._linear_columns:
            rate = min(0.2, 1.0 / len(self._linear_columns) ** 0.5)
            parts.append(("linear", rate, _optimizer(self._linear_optimizer)))
        train_ops = [
            layers.optimize_loss(
                loss=loss,
                global_step=step,
                learning_rate=rate,
                optimizer=optimizer,
                clip_gradients=self._gradient_clip_norm,
                variables=tf.get_collection(scope),
                name=scope,
                summaries=[],
                increment_global_step=not self._one_increment,
            )
            for scope, rate, optimizer in parts
        ]
        train_op = tf.group(*train_ops)
        if not self._one_increment:
            return train_op
        with tf.control_dependencies([train_op]), tf.colocate_with(step):
            return tf.assign_add(step, 1).op

    def _keep(self, linear_columns, linear_optimizer, dnn_columns, dnn_optimizer, hidden_units, activation_fn, dropout):
        self._linear_columns, self._dnn_columns = list(linear_columns or []), list(dnn_columns or [])
        if not self._linear_columns and not self._dnn_columns:
            raise ValueError("Either linear_feature_columns or dnn_feature_columns must be defined.")
        self._linear_optimizer, self._dnn_optimizer = linear_optimizer or "Ftrl", dnn_optimizer or "Adagrad"
        self._hidden_units, self._dropout = list(hidden_units or []), dropout
        self._activation_fn = activation_fn or tf.nn.relu


def _refuse(embedding_lr_multipliers, input_layer_min_slice_size):
    if embedding_lr_multipliers or input_layer_min_slice_size:
        raise NotImplementedError("embedding_lr_multipliers and input_layer_min_slice_size are not supported")


class DNNLinearCombinedClassifier(_canned._Classifier, _Combined):
    """Replaces: tf.contrib.learn.DNNLinearCombinedClassifier"""

    def __init__(
        self,
        model_dir=None,
        n_classes=2,
        weight_column_name=None,
        linear_feature_columns=None,
        linear_optimizer=None,
        _joint_linear_weights=False,
        dnn_feature_columns=None,
        dnn_optimizer=None,
        dnn_hidden_units=None,
        dnn_activation_fn=tf.nn.relu,
        dnn_dropout=None,
        gradient_clip_norm=None,
        enable_centered_bias=False,
        config=None,
        feature_engineering_fn=None,
        embedding_lr_multipliers=None,
        input_layer_min_slice_size=None,
        label_keys=None,
        fix_global_step_increment_bug=False,
    ):
        self._label_keys = label_keys
        _refuse(embedding_lr_multipliers, input_layer_min_slice_size)
        deep = dnn_feature_columns, dnn_optimizer, dnn_hidden_units, dnn_activation_fn, dnn_dropout
        self._keep(linear_feature_columns, linear_optimizer, *deep)
        self._gradient_clip_norm, self._one_increment = gradient_clip_norm, fix_global_step_increment_bug
        self._joint_weights = _joint_linear_weights
        head = _canned._class_head(n_classes)
        super().__init__(*head, weight_column_name, feature_engineering_fn, enable_centered_bias, model_dir, config)


class DNNLinearCombinedRegressor(_canned._Regressor, _Combined):
    """Replaces: tf.contrib.learn.DNNLinearCombinedRegressor"""

    def __init__(
        self,
        model_dir=None,
        weight_column_name=None,
        linear_feature_columns=None,
        linear_optimizer=None,
        _joint_linear_weights=False,
        dnn_feature_columns=None,
        dnn_optimizer=None,
        dnn_hidden_units=None,
        dnn_activation_fn=tf.nn.relu,
        dnn_dropout=None,
        gradient_clip_norm=None,
        enable_centered_bias=False,
        label_dimension=1,
        config=None,
        feature_engineering_fn=None,
        embedding_lr_multipliers=None,
        input_layer_min_slice_size=None,
        fix_global_step_increment_bug=False,
    ):
        _refuse(embedding_lr_multipliers, input_layer_min_slice_size)
        deep = dnn_feature_columns, dnn_optimizer, dnn_hidden_units, dnn_activation_fn, dnn_dropout
        self._keep(linear_feature_columns, linear_optimizer, *deep)
        self._gradient_clip_norm, self._one_increment = gradient_clip_norm, fix_global_step_increment_bug
        self._joint_weights = _joint_linear_weights
        head = _canned._regression, label_dimension
        super().__init__(*head, weight_column_name, feature_engineering_fn, enable_centered_bias, model_dir, config)
