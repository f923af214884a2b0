"""``tf.contrib.learn.LogisticRegressor``, and the names of metrics."""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.learn._estimator import Estimator, ModeKeys, ModelFnOps


class MetricKey:
    """Replaces: ``tensorflow.contrib.learn.python.learn.estimators.metric_key.MetricKey``"""

    LOSS = "loss"
    AUC = "auc"
    AUC_PR = "auc_precision_recall"
    CLASS_AUC = "auc/class%d"
    CLASS_AUC_PR = "auc_precision_recall/class%d"
    PREDICTION_MEAN = "labels/prediction_mean"
    CLASS_PREDICTION_MEAN = "labels/prediction_mean/class%d"
    CLASS_LOGITS_MEAN = "labels/logits_mean/class%d"
    CLASS_PROBABILITY_MEAN = "labels/probability_mean/class%d"
    LABEL_MEAN = "labels/actual_label_mean"
    CLASS_LABEL_MEAN = "labels/actual_label_mean/class%d"
    ACCURACY = "accuracy"
    ACCURACY_BASELINE = "accuracy/baseline_label_mean"
    ACCURACY_MEAN = "accuracy/threshold_%f_mean"
    PRECISION_MEAN = "precision/positive_threshold_%f_mean"
    RECALL_MEAN = "recall/positive_threshold_%f_mean"


def LogisticRegressor(model_fn, thresholds=None, model_dir=None, config=None, feature_engineering_fn=None):
    """An estimator of probabilities, with a classifier's metrics. Replaces: tf.contrib.learn.LogisticRegressor

    Args:
        model_fn: (features, labels, mode) -> (predictions in [0, 1], loss, train_op).
        thresholds: for accuracy, precision and recall; [0.5] by default.
    """

    def with_metrics(features, labels, mode, params):
        predictions, loss, train_op = model_fn(features, labels, mode)
        metrics = _metrics(labels, predictions, params["thresholds"]) if mode == ModeKeys.EVAL else None
        return ModelFnOps(mode, predictions, loss, train_op, metrics)

    return Estimator(
        model_fn=with_metrics,
        model_dir=model_dir,
        config=config,
        params={"thresholds": thresholds or [0.5]},
        feature_engineering_fn=feature_engineering_fn,
    )


def _metrics(labels, predictions, thresholds):
    labels = next(iter(labels.values())) if isinstance(labels, dict) and len(labels) == 1 else labels
    metrics = {
        MetricKey.PREDICTION_MEAN: tf.metrics.mean(predictions),
        MetricKey.LABEL_MEAN: tf.metrics.mean(labels),
        MetricKey.ACCURACY_BASELINE: tf.metrics.mean(labels),
        MetricKey.AUC: tf.metrics.auc(labels, predictions),
    }
    for threshold in thresholds:
        name = f"predictions_at_threshold_{threshold:f}"
        reached = tf.cast(tf.greater_equal(predictions, threshold), tf.float32, name=name)
        metrics[MetricKey.ACCURACY_MEAN % threshold] = tf.metrics.accuracy(labels, reached)
        metrics[MetricKey.PRECISION_MEAN % threshold] = tf.metrics.precision(labels, reached)
        metrics[MetricKey.RECALL_MEAN % threshold] = tf.metrics.recall(labels, reached)
    return metrics
