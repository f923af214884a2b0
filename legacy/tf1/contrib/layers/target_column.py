"""Targets: what loss, predictions and metrics a model's logits have, from before contrib.learn's heads.

Replaces: tensorflow.contrib.layers.python.layers.target_column
"""

import functools

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib import losses
from tf2notes.legacy.tf1.contrib import metrics as contrib_metrics

__all__ = ["ProblemType", "binary_svm_target", "multi_class_target", "regression_target"]


class ProblemType:
    """What kind of problem a target poses."""

    UNSPECIFIED = 0
    CLASSIFICATION = 1
    LINEAR_REGRESSION = 2
    LOGISTIC_REGRESSION = 3


def regression_target(label_name=None, weight_column_name=None, label_dimension=1):
    """A target of `label_dimension` numbers, with the squared difference for loss.

    Replaces: tf.contrib.layers.regression_target
    """
    return _RegressionTargetColumn(_mean_squared_loss, label_name, weight_column_name, label_dimension)


def multi_class_target(n_classes, label_name=None, weight_column_name=None):
    """A class out of `n_classes` (two or more): one logit for two classes, else one each.

    Replaces: tf.contrib.layers.multi_class_target
    """
    if n_classes < 2:
        raise ValueError("n_classes must be > 1 for classification.")
    loss_fn = _log_loss_with_two_classes if n_classes == 2 else _softmax_cross_entropy_loss
    return _MultiClassTargetColumn(loss_fn, n_classes, label_name, weight_column_name)


def binary_svm_target(label_name=None, weight_column_name=None):
    """One of two classes with the hinge loss.

    Replaces: tensorflow.contrib.layers.python.layers.target_column.binary_svm_target
    """
    return _BinarySvmTargetColumn(_hinge_loss, 2, label_name, weight_column_name)


class _TargetColumn:
    """A loss of logits and labels, with optional weights of the examples from a feature."""

    def __init__(self, loss_fn, num_label_columns, label_name, weight_column_name, problem_type):
        if not loss_fn:
            raise ValueError("loss_fn must be provided")
        if num_label_columns is None:
            raise ValueError("num_label_columns must be provided")
        self._loss_fn = loss_fn
        self.num_label_columns = self._num_label_columns = num_label_columns
        self.label_name = label_name
        self.weight_column_name = weight_column_name
        self.problem_type = problem_type

    def get_weight_tensor(self, features):
        """The examples' weights, float32 `[batch]`, or None."""
        if not self.weight_column_name:
            return None
        return tf.reshape(tf.cast(features[self.weight_column_name], tf.float32), [-1])

    def training_loss(self, logits, target, features, name="training_loss"):
        """The mean over the batch of losses times weights."""
        loss, _ = self._losses(logits, target, features)
        return tf.reduce_mean(loss, name=name)

    def loss(self, logits, target, features):
        """The weighted mean: divided by the sum of the weights."""
        loss, weights = self._losses(logits, target, features)
        if weights is None:
            return tf.reduce_mean(loss, name="loss")
        return tf.div(tf.reduce_sum(loss), tf.reduce_sum(weights), name="loss")

    def _losses(self, logits, target, features):
        loss = self._loss_fn(logits, target[self.label_name] if isinstance(target, dict) else target)
        weights = self.get_weight_tensor(features)
        return (loss, None) if weights is None else (tf.reshape(loss, [-1]) * weights, weights)


class _RegressionTargetColumn(_TargetColumn):
    def __init__(self, loss_fn, label_name, weight_column_name, label_dimension):
        super().__init__(loss_fn, label_dimension, label_name, weight_column_name, ProblemType.LINEAR_REGRESSION)

    def logits_to_predictions(self, logits, proba=False):
        """The logits; without their last axis if it has size 1."""
        return tf.squeeze(logits, axis=[1]) if self.num_label_columns == 1 else logits

    def get_eval_ops(self, features, logits, labels, metrics=None):
        """{name: (value, update)} of the loss and of `metrics`, {name: f(predictions, labels[, weights])}."""
        result = {"loss": contrib_metrics.streaming_mean(self.loss(logits, labels, features))}
        if metrics:
            predictions = self.logits_to_predictions(logits)
            result.update(_run_metrics(predictions, labels, metrics, self.get_weight_tensor(features)))
        return result


class _MultiClassTargetColumn(_TargetColumn):
    def __init__(self, loss_fn, n_classes, label_name, weight_column_name):
        if n_classes < 2:
            raise ValueError("n_classes must be >= 2")
        logits = 1 if n_classes == 2 else n_classes
        super().__init__(loss_fn, logits, label_name, weight_column_name, ProblemType.CLASSIFICATION)

    def logits_to_predictions(self, logits, proba=False):
        """The likeliest class, or with `proba` all probabilities."""
        if self.num_label_columns == 1:
            logits = tf.concat([tf.zeros_like(logits), logits], 1)
        return tf.nn.softmax(logits) if proba else tf.argmax(logits, 1)

    def get_eval_ops(self, features, logits, labels, metrics=None):
        """{name: (value, update)}; a metric's name is a string or `(name, "classes" or "probabilities")`."""
        result = {"loss": contrib_metrics.streaming_mean(self.loss(logits, labels, features))}
        if self.num_label_columns == 1:
            probabilities, floats = tf.sigmoid(logits), tf.cast(labels, tf.float32)
            for name, metric in get_default_binary_metrics_for_eval([0.5]).items():
                result[name] = metric(probabilities, floats)
        if metrics is None:
            metrics = {("accuracy", "classes"): contrib_metrics.streaming_accuracy}
        kinds = {"classes": {}, "probabilities": {}}
        for name, metric in metrics.items():
            key, kind = (name, "classes") if isinstance(name, str) else _checked_name(name)
            kinds[kind][key] = metric
        for kind, chosen in kinds.items():
            if chosen:
                predictions = self.logits_to_predictions(logits, proba=kind == "probabilities")
                result.update(_run_metrics(predictions, labels, chosen, self.get_weight_tensor(features)))
        return result


class _BinarySvmTargetColumn(_MultiClassTargetColumn):
    def logits_to_predictions(self, logits, proba=False):
        """The class on whose side of zero the logit lies."""
        if proba:
            raise ValueError("logits to probabilities is not supported for _BinarySvmTargetColumn")
        return tf.argmax(tf.concat([tf.zeros_like(logits), logits], 1), 1)


def _checked_name(name):
    if not isinstance(name, tuple):
        raise ValueError(f"Ignoring metric {name}. Its name is not in the correct form.")
    if len(name) != 2:
        raise ValueError(f"Ignoring metric {name}. It returned a tuple with len {len(name)}, expected 2.")
    if name[1] not in ("classes", "probabilities"):
        raise ValueError(
            f"Ignoring metric {name}. The 2nd element of its name should be either 'classes' or 'probabilities'."
        )
    return name


def _as_column(target):
    return tf.expand_dims(target, axis=1) if target.get_shape().ndims == 1 else target


def _mean_squared_loss(logits, target):
    target = _as_column(target)
    logits.get_shape().assert_is_compatible_with(target.get_shape())
    return tf.squared_difference(logits, tf.cast(target, tf.float32))


def _log_loss_with_two_classes(logits, target):
    return tf.nn.sigmoid_cross_entropy_with_logits(labels=tf.cast(_as_column(target), tf.float32), logits=logits)


def _softmax_cross_entropy_loss(logits, target):
    if not target.dtype.is_integer:
        raise ValueError(f"Target's dtype should be integer Instead got {target.dtype}.")
    if target.get_shape().ndims == 2:
        target = tf.squeeze(target, axis=[1])
    return tf.nn.sparse_softmax_cross_entropy_with_logits(labels=target, logits=logits)


def _hinge_loss(logits, target):
    fits = tf.Assert(tf.rank(target) <= 2, ["target's shape should be either [batch_size, 1] or [batch_size]"])
    with tf.control_dependencies([fits]):
        target = tf.reshape(target, [tf.shape(target)[0], 1])
    return losses.hinge_loss(logits, target)


def _run_metrics(predictions, labels, metrics, weights):
    labels = tf.cast(labels, predictions.dtype)
    more = {} if weights is None else {"weights": weights}
    return {name: metric(predictions, labels, **more) for name, metric in metrics.items()}


def get_default_binary_metrics_for_eval(thresholds):
    """{name: f(predictions, labels, weights=None)}: means, AUC, and accuracy, precision, recall at `thresholds`.

    Replaces: tensorflow.contrib.layers.python.layers.target_column.get_default_binary_metrics_for_eval
    """
    mean_of_labels = lambda predictions, labels, weights=None: contrib_metrics.streaming_mean(labels, weights)  # noqa: E731
    metrics = {
        "labels/prediction_mean": lambda predictions, labels, weights=None: contrib_metrics.streaming_mean(
            predictions, weights
        ),
        "labels/actual_target_mean": mean_of_labels,
        "accuracy/baseline_target_mean": mean_of_labels,
        "auc": lambda predictions, labels, weights=None: contrib_metrics.streaming_auc(
            predictions, labels, weights=_floats(weights)
        ),
    }
    at_threshold = functools.partial(functools.partial, _at_threshold)
    precision = contrib_metrics.streaming_precision_at_thresholds
    recall = contrib_metrics.streaming_recall_at_thresholds
    for threshold in thresholds:
        metrics[f"accuracy/threshold_{threshold:f}_mean"] = functools.partial(_accuracy_at, threshold)
        precision, recall = (
            contrib_metrics.streaming_precision_at_thresholds,
            contrib_metrics.streaming_recall_at_thresholds,
        )
        metrics[f"precision/positive_threshold_{threshold:f}_mean"] = at_threshold(precision, threshold)
        metrics[f"recall/positive_threshold_{threshold:f}_mean"] = at_threshold(recall, threshold)
    return metrics


def _floats(weights):
    return None if weights is None else tf.cast(weights, tf.float32)


def _accuracy_at(threshold, predictions, labels, weights=None):
    classes = tf.cast(predictions >= threshold, tf.float32)
    return contrib_metrics.streaming_accuracy(classes, labels, weights=weights)


def _at_threshold(metric, threshold, predictions, labels, weights=None):
    value, update = metric(predictions, labels, thresholds=[threshold], weights=_floats(weights))
    return tf.squeeze(value), update
