"""Replaces: ``tf.contrib.metrics``: streaming metrics, `(value, update_op)`, with `predictions` before `labels`.

They are tf_slim's, TF1's own code carried on; sets and the confusion matrix live in TensorFlow.
"""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib._tf_slim import public, tf_slim

metric_ops = tf_slim("metrics.metric_ops")
histogram_ops = tf_slim("metrics.histogram_ops")
classification = tf_slim("metrics.classification")
globals().update(public("metrics.metric_ops"))

accuracy = classification.accuracy
f1_score = classification.f1_score
auc_using_histogram = histogram_ops.auc_using_histogram
precision_at_recall = metric_ops.precision_at_recall
streaming_concat = metric_ops.streaming_concat
_next_array_size = metric_ops._next_array_size
streaming_covariance = metric_ops.streaming_covariance
streaming_pearson_correlation = metric_ops.streaming_pearson_correlation

confusion_matrix = tf.confusion_matrix
set_difference = tf.sets.set_difference
set_intersection = tf.sets.set_intersection
set_size = tf.sets.set_size
set_union = tf.sets.set_union

__all__ = sorted(name for name, value in list(globals().items()) if name[0] != "_" and callable(value))
__all__ = [name for name in __all__ if name not in ("public", "tf_slim")]
