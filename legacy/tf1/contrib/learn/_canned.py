"""``tf.contrib.learn``'s ready-made estimators, on contrib.layers as there, with its names of variables and metrics."""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib import layers
from tf2notes.legacy.tf1.contrib.learn import _networks
from tf2notes.legacy.tf1.contrib.learn._estimator import BaseEstimator, ModeKeys, ModelFnOps
from tf2notes.legacy.tf1.contrib.linear_optimizer import SDCAOptimizer


class PredictionKey:
    """Replaces: tf.contrib.learn.PredictionKey"""

    CLASSES = "classes"
    PROBABILITIES = "probabilities"
    LOGITS = "logits"
    LOGISTIC = "logistic"
    SCORES = "scores"
    TOP_K = "top_k"
    GENERIC = "output"


class ProblemType:
    """Replaces: tf.contrib.learn.ProblemType"""

    UNSPECIFIED = 0
    CLASSIFICATION = 1
    LINEAR_REGRESSION = 2
    LOGISTIC_REGRESSION = 3


def _weighted(losses, features, weight_column):
    """The loss of a batch: the mean of its losses, or their weighted mean."""
    if weight_column is None:
        return tf.reduce_mean(losses, name="loss"), None
    weights = tf.reshape(tf.cast(features[weight_column], tf.float32), [-1, 1])
    losses = tf.reshape(losses, [tf.shape(weights)[0], -1])
    return tf.div(tf.reduce_mean(losses * weights), tf.reduce_mean(weights), name="loss"), weights


def _binary(logits, labels, features, weight_column):
    predictions = {
        "logits": logits,
        "logistic": tf.sigmoid(logits),
        "probabilities": tf.nn.softmax(tf.concat([tf.zeros_like(logits), logits], 1)),
        "classes": tf.reshape(tf.cast(logits > 0, tf.int64), [-1]),
    }
    if labels is None:
        return predictions, None, {}
    truth = tf.cast(tf.reshape(labels, [-1, 1]), tf.float32)
    loss, weights = _weighted(
        tf.nn.sigmoid_cross_entropy_with_logits(labels=truth, logits=logits), features, weight_column
    )
    logistic, flat = predictions["logistic"], None if weights is None else tf.reshape(weights, [-1])
    at_half = tf.cast(logistic > 0.5, tf.float32)
    metrics = {
        "accuracy": tf.metrics.accuracy(tf.reshape(labels, [-1]), predictions["classes"], flat),
        "labels/prediction_mean": tf.metrics.mean(logistic, weights),
        "labels/actual_label_mean": tf.metrics.mean(truth, weights),
        "accuracy/baseline_label_mean": tf.metrics.mean(truth, weights),
        "auc": tf.metrics.auc(truth, logistic, weights),
        "auc_precision_recall": tf.metrics.auc(truth, logistic, weights, curve="PR"),
        "accuracy/threshold_0.500000_mean": tf.metrics.accuracy(truth, at_half, weights),
        "precision/positive_threshold_0.500000_mean": tf.metrics.precision_at_thresholds(
            truth, logistic, [0.5], weights
        ),
        "recall/positive_threshold_0.500000_mean": tf.metrics.recall_at_thresholds(truth, logistic, [0.5], weights),
    }
    return predictions, loss, {name: (tf.squeeze(value), update) for name, (value, update) in metrics.items()}


def _multi_class(logits, labels, features, weight_column):
    predictions = {
        "logits": logits,
        "probabilities": tf.nn.softmax(logits),
        "classes": tf.argmax(logits, axis=1),
    }
    if labels is None:
        return predictions, None, {}
    labels = tf.reshape(tf.cast(labels, tf.int64), [-1])
    losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
    loss, weights = _weighted(losses, features, weight_column)
    flat = None if weights is None else tf.reshape(weights, [-1])
    return predictions, loss, {"accuracy": tf.metrics.accuracy(labels, predictions["classes"], flat)}


def _regression(logits, labels, features, weight_column):
    predictions = {"scores": tf.squeeze(logits, [1]) if logits.shape.as_list()[-1] == 1 else logits}
    if labels is None:
        return predictions, None, {}
    truth = tf.cast(tf.reshape(labels, [-1, logits.shape.as_list()[-1]]), tf.float32)
    return predictions, _weighted(tf.square(logits - truth), features, weight_column)[0], {}


_HEAD_NAMES = {_binary: "binary_logistic_head", _multi_class: "multi_class_head", _regression: "regression_head"}


def _exported(head, predictions):
    """What a saved model gives: {None: (the problem, the tensors)}."""
    from tf2notes.legacy.tf1.contrib.learn.head import _exported_classes

    if head is _regression:
        return {None: (ProblemType.LINEAR_REGRESSION, predictions)}
    problem = ProblemType.LOGISTIC_REGRESSION if head is _binary else ProblemType.CLASSIFICATION
    return {None: (problem, _exported_classes(predictions))}


class _Canned(BaseEstimator):
    _loss_first = True
    _label_keys = None

    def __init__(self, head, n_outputs, weight_column, engineer, centered, model_dir, config):
        self._centered = centered
        self._head, self._n_outputs, self._weight_column = head, n_outputs, weight_column
        self._engineer = engineer or (lambda features, labels: (features, labels))
        super().__init__(model_dir, config)

    def _call_model_fn(self, features, labels, mode, config):
        features, labels = self._engineer(features, labels)
        features = features if isinstance(features, dict) else {"": features}
        labels = next(iter(labels.values())) if isinstance(labels, dict) and len(labels) == 1 else labels
        full = self._full_head() if self._needs_full_head() else None

        def finish(logits):
            if full is not None:
                return full.create_model_fn_ops(
                    features=features, mode=mode, labels=labels, train_op_fn=self._train, logits=logits
                )
            with tf.variable_scope(None, default_name=_HEAD_NAMES[self._head], values=[logits]):
                known = None if mode == ModeKeys.INFER else labels
                predictions, loss, metrics = self._head(logits, known, features, self._weight_column)
                train_op = self._train(loss) if mode == ModeKeys.TRAIN else None
                exported = _exported(self._head, predictions) if mode == ModeKeys.INFER else None
            return ModelFnOps(mode, predictions, loss, train_op, metrics, exported)

        return self._with_logits(dict(features), mode, finish)

    def _needs_full_head(self):
        return self._centered or self._label_keys is not None or self._weight_column is not None

    def _full_head(self):
        """One of contrib.learn's heads: they can do more than the functions above, such as a centered bias."""
        from tf2notes.legacy.tf1.contrib.learn import head as heads  # which needs this module

        if self._head is _regression:
            return heads.regression_head(
                weight_column_name=self._weight_column,
                label_dimension=self._n_outputs,
                enable_centered_bias=self._centered,
            )
        return heads.multi_class_head(
            max(self._n_outputs, 2),
            weight_column_name=self._weight_column,
            enable_centered_bias=self._centered,
            label_keys=self._label_keys,
        )

    def _classes(self, outputs, key, found, as_iterable):
        if outputs:
            return found
        return (each[key] for each in found) if as_iterable else found[key]

    def predict(self, x=None, input_fn=None, batch_size=None, outputs=None, as_iterable=True):
        """The classes (or a regressor's scores), or what `outputs` names."""
        key = "scores" if self._head is _regression else "classes"
        found = super().predict(x, input_fn, batch_size, outputs or [key], as_iterable)
        return self._classes(outputs, key, found, as_iterable)


class _Classifier:
    def predict_classes(self, x=None, input_fn=None, batch_size=None, as_iterable=True):
        """The most probable class of each example."""
        return self.predict(x, input_fn, batch_size, as_iterable=as_iterable)

    def predict_proba(self, x=None, input_fn=None, batch_size=None, as_iterable=True):
        """The probabilities of the classes for each example."""
        found = BaseEstimator.predict(self, x, input_fn, batch_size, ["probabilities"], as_iterable)
        return self._classes(None, "probabilities", found, as_iterable)


class _Regressor:
    def predict_scores(self, x=None, input_fn=None, batch_size=None, as_iterable=True):
        """The value for each example."""
        return self.predict(x, input_fn, batch_size, as_iterable=as_iterable)


def _class_head(n_classes):
    if not isinstance(n_classes, int) or n_classes < 2:
        raise ValueError(f"n_classes should be greater than 1. Given: {n_classes}")
    return (_binary, 1) if n_classes == 2 else (_multi_class, n_classes)


class _Dnn(_Canned):
    def _with_logits(self, features, mode, finish):
        inputs = tuple(features.values())
        with tf.variable_scope("dnn", values=inputs, partitioner=_networks.one_part()) as scope:
            return finish(
                _networks.dnn_logits(
                    features,
                    self._columns,
                    self._hidden_units,
                    self._activation_fn,
                    self._dropout,
                    self._n_outputs,
                    mode == ModeKeys.TRAIN,
                    scope.partitioner,
                )
            )

    def _train(self, loss):
        return layers.optimize_loss(
            loss=loss,
            global_step=tf.train.get_global_step(),
            learning_rate=0.05,
            optimizer=self._optimizer() if callable(self._optimizer) else self._optimizer or "Adagrad",
            clip_gradients=self._gradient_clip_norm,
            name="dnn",
            summaries=[],
        )

    def _keep(self, hidden_units, columns, optimizer, activation_fn, dropout, clip, multipliers, slice_size):
        if multipliers or slice_size:
            raise NotImplementedError("embedding_lr_multipliers and input_layer_min_slice_size are not supported")
        self._hidden_units, self._columns, self._optimizer = list(hidden_units), list(columns or []), optimizer
        self._activation_fn, self._dropout, self._gradient_clip_norm = activation_fn, dropout, clip
        if not self._columns:
            raise ValueError("feature_columns must be given")


class DNNClassifier(_Classifier, _Dnn):
    """Replaces: tf.contrib.learn.DNNClassifier"""

    def __init__(
        self,
        hidden_units,
        feature_columns,
        model_dir=None,
        n_classes=2,
        weight_column_name=None,
        optimizer=None,
        activation_fn=tf.nn.relu,
        dropout=None,
        gradient_clip_norm=None,
        enable_centered_bias=False,
        config=None,
        feature_engineering_fn=None,
        embedding_lr_multipliers=None,
        input_layer_min_slice_size=None,
        label_keys=None,
    ):
        self._label_keys = label_keys
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
        head = _class_head(n_classes)
        super().__init__(*head, weight_column_name, feature_engineering_fn, enable_centered_bias, model_dir, config)


class DNNRegressor(_Regressor, _Dnn):
    """Replaces: tf.contrib.learn.DNNRegressor"""

    def __init__(
        self,
        hidden_units,
        feature_columns,
        model_dir=None,
        weight_column_name=None,
        optimizer=None,
        activation_fn=tf.nn.relu,
        dropout=None,
        gradient_clip_norm=None,
        enable_centered_bias=False,
        config=None,
        feature_engineering_fn=None,
        label_dimension=1,
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
        head = _regression, label_dimension
        super().__init__(*head, weight_column_name, feature_engineering_fn, enable_centered_bias, model_dir, config)


class _Linear(_Canned):
    def _check_sdca(self, centered, n_outputs):
        """What dual coordinate ascent cannot do."""
        if not isinstance(self._optimizer, SDCAOptimizer):
            return
        if centered:
            raise ValueError("enable_centered_bias is not supported with SDCA")
        if self._joint_weights:
            raise AssertionError("_joint_weight is incompatible with the SDCAOptimizer")
        if n_outputs != 1:
            raise AssertionError("SDCA only applies to binary classification and to one label dimension.")

    def _call_model_fn(self, features, labels, mode, config):
        if not isinstance(self._optimizer, SDCAOptimizer):
            return super()._call_model_fn(features, labels, mode, config)
        from tf2notes.legacy.tf1.contrib.learn import _sdca  # which needs this module

        features, labels = self._engineer(features, labels)
        params = {
            "head": self._full_head(),
            "feature_columns": self._columns,
            "optimizer": self._optimizer,
            "weight_column_name": self._weight_column,
            "update_weights_hook": _sdca._UpdateWeights(),
        }
        return _sdca.sdca_model_fn(features, labels, mode, params)

    def _with_logits(self, features, mode, finish):
        inputs = tuple(features.values())
        with tf.variable_scope("linear", values=inputs, partitioner=_networks.one_part()) as scope:
            return finish(_networks.linear_logits(features, self._columns, self._n_outputs, self._joint_weights, scope))

    def _train(self, loss):
        optimizer = self._optimizer() if callable(self._optimizer) else self._optimizer
        if optimizer is None:
            optimizer = tf.train.FtrlOptimizer(min(0.2, 1.0 / len(self._columns) ** 0.5))
        elif isinstance(optimizer, str):
            optimizer = layers.OPTIMIZER_CLS_NAMES[optimizer](0.2)
        variables = tf.get_collection("linear")
        gradients = tf.gradients(loss, variables)
        if self._gradient_clip_norm:
            gradients, _ = tf.clip_by_global_norm(gradients, self._gradient_clip_norm)
        return optimizer.apply_gradients(zip(gradients, variables, strict=True), global_step=tf.train.get_global_step())

    def _keep(self, columns, optimizer, clip, joint):
        if not columns:
            raise ValueError("feature_columns must be given")
        self._columns, self._optimizer, self._gradient_clip_norm = list(columns), optimizer, clip
        self._joint_weights = joint


class LinearClassifier(_Classifier, _Linear):
    """Replaces: tf.contrib.learn.LinearClassifier"""

    def __init__(
        self,
        feature_columns,
        model_dir=None,
        n_classes=2,
        weight_column_name=None,
        optimizer=None,
        gradient_clip_norm=None,
        enable_centered_bias=False,
        _joint_weight=False,
        config=None,
        feature_engineering_fn=None,
        label_keys=None,
    ):
        self._label_keys = label_keys
        self._keep(feature_columns, optimizer, gradient_clip_norm, _joint_weight)
        head = _class_head(n_classes)
        self._check_sdca(enable_centered_bias, head[1])
        super().__init__(*head, weight_column_name, feature_engineering_fn, enable_centered_bias, model_dir, config)


class LinearRegressor(_Regressor, _Linear):
    """Replaces: tf.contrib.learn.LinearRegressor"""

    def __init__(
        self,
        feature_columns,
        model_dir=None,
        weight_column_name=None,
        optimizer=None,
        gradient_clip_norm=None,
        enable_centered_bias=False,
        label_dimension=1,
        _joint_weights=False,
        config=None,
        feature_engineering_fn=None,
    ):
        self._keep(feature_columns, optimizer, gradient_clip_norm, _joint_weights)
        head = _regression, label_dimension
        self._check_sdca(enable_centered_bias, label_dimension)
        super().__init__(*head, weight_column_name, feature_engineering_fn, enable_centered_bias, model_dir, config)


def infer_real_valued_columns_from_input_fn(input_fn):
    """A real valued column for each feature of an input_fn. Replaces: the tf.contrib.learn function of that name"""
    with tf.Graph().as_default():
        features, _ = input_fn()
        return layers.infer_real_valued_columns(features)


def infer_real_valued_columns_from_input(x):
    """A real valued column for the arrays `x`. Replaces: tf.contrib.learn.infer_real_valued_columns_from_input"""
    from tf2notes.legacy.tf1.contrib.learn._estimator import batches_of

    return infer_real_valued_columns_from_input_fn(batches_of(x, None, 1, shuffle=False, epochs=1).input_fn)
