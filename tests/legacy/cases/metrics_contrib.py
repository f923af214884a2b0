"""tf.contrib.metrics: streaming metrics after two updates."""

import numpy as np
import tensorflow as tf
from tensorflow.contrib import metrics


def numbers(*shape):
    return np.random.RandomState(7).uniform(-1, 1, shape).astype(np.float32)


def fixed(seed=3, scale=0.5):
    def initializer(shape, dtype=None, partition_info=None):
        return tf.constant(np.random.RandomState(seed).uniform(-scale, scale, [int(s) for s in shape]), dtype)

    return initializer


def run(fetches, feed=None):
    with tf.Session() as sess:
        sess.run([tf.global_variables_initializer(), tf.local_variables_initializer()])
        return sess.run(fetches, feed)


def error(function):
    try:
        function()
    except Exception as e:
        return type(e).__name__
    return "none"


def streamed(make, *batches):
    """The values of metrics, by name, after each batch has been fed once."""
    holders = [tf.placeholder(b.dtype, b.shape) for b in batches[0]]
    values, updates = metrics.aggregate_metric_map(make(*holders))
    with tf.Session() as sess:
        sess.run(tf.local_variables_initializer())
        for batch in batches:
            sess.run(list(updates.values()), dict(zip(holders, batch)))
        result = {name.replace("/", "_"): sess.run(value) for name, value in values.items()}
    result["variables"] = [v.name for v in tf.local_variables()]
    result["collections"] = [len(tf.get_collection(c)) for c in ("local_variables", "metric_variables")]
    return result


def classes(seed):
    state = np.random.RandomState(seed)
    return state.randint(0, 2, 8).astype(np.int64), state.randint(0, 2, 8).astype(np.int64)


def scores(seed):
    state = np.random.RandomState(seed)
    return state.uniform(0, 1, 8).astype(np.float32), state.randint(0, 2, 8).astype(bool)


def case_classes():
    names = [
        "accuracy",
        "precision",
        "recall",
        "true_positives",
        "false_positives",
        "false_negatives",
        "true_negatives",
    ]
    make = lambda p, l: {n: getattr(metrics, "streaming_" + n)(p, l) for n in names}  # noqa: E731,E741
    return streamed(make, classes(1), classes(2))


def case_means():
    def make(p, l):  # noqa: E741
        p, l = tf.to_float(p), tf.to_float(l)  # noqa: E741
        return {
            "mean": metrics.streaming_mean(p),
            "tensor": metrics.streaming_mean_tensor(p),
            "absolute": metrics.streaming_mean_absolute_error(p, l),
            "squared": metrics.streaming_mean_squared_error(p, l),
            "root": metrics.streaming_root_mean_squared_error(p, l),
            "relative": metrics.streaming_mean_relative_error(p, l, l + 1),
            "less": metrics.streaming_percentage_less(p, 0.5),
            "covariance": metrics.streaming_covariance(p, l),
            "pearson": metrics.streaming_pearson_correlation(p, l),
            "count": metrics.count(p),
            "concat": metrics.streaming_concat(p),
        }

    return streamed(make, scores(1), scores(2))


def case_thresholds():
    def make(p, l):  # noqa: E741
        return {
            "auc": metrics.streaming_auc(p, l),
            "pr": metrics.streaming_auc(p, l, curve="PR", num_thresholds=20),
            "precision": metrics.streaming_precision_at_thresholds(p, l, [0.3, 0.6]),
            "recall": metrics.streaming_recall_at_thresholds(p, l, [0.3, 0.6]),
            "tp": metrics.streaming_true_positives_at_thresholds(p, l, [0.3, 0.6]),
            "fn": metrics.streaming_false_negatives_at_thresholds(p, l, [0.3, 0.6]),
            "fpr": metrics.streaming_false_positive_rate_at_thresholds(p, l, [0.3, 0.6]),
            "fnr": metrics.streaming_false_negative_rate_at_thresholds(p, l, [0.3, 0.6]),
            "specificity": metrics.streaming_specificity_at_sensitivity(p, l, 0.5),
            "sensitivity": metrics.streaming_sensitivity_at_specificity(p, l, 0.5),
            "recall_at_precision": metrics.recall_at_precision(l, p, 0.5),
            "precision_at_recall": metrics.precision_at_recall(l, p, 0.5),
            "curve": metrics.streaming_curve_points(tf.cast(l, tf.int32), p, num_thresholds=5),
        }

    return streamed(make, scores(1), scores(2))


def case_kappa_iou():
    def make(p, l):  # noqa: E741
        return {
            "kappa": metrics.cohen_kappa(l, p, 2),
            "iou": metrics.streaming_mean_iou(p, l, 2),
            "fpr": metrics.streaming_false_positive_rate(p, l),
            "fnr": metrics.streaming_false_negative_rate(p, l),
        }

    return streamed(make, classes(1), classes(2))


def case_top_k():
    state = np.random.RandomState(3)

    def batch():
        return state.uniform(0, 1, (4, 5)).astype(np.float32), state.randint(0, 5, (4, 1)).astype(np.int64)

    def make(p, l):  # noqa: E741
        return {
            "recall_at_k": metrics.streaming_recall_at_k(p, l[:, 0], 2),
            "sparse_recall": metrics.streaming_sparse_recall_at_k(p, l, 2),
            "sparse_precision": metrics.streaming_sparse_precision_at_k(p, l, 2),
            "average": metrics.streaming_sparse_average_precision_at_k(p, l, 3),
            "cosine": metrics.streaming_mean_cosine_distance(p, p + 1, 1),
        }

    return streamed(make, batch(), batch())


def case_at_once():
    predictions, labels = classes(1)
    a, b = tf.constant([[1, 2, 3]]), tf.constant([[2, 3, 9]])
    outputs = [
        metrics.accuracy(tf.constant(predictions), tf.constant(labels)),
        metrics.confusion_matrix(labels, predictions),
        tf.sparse_tensor_to_dense(metrics.set_intersection(a, b)),
        tf.sparse_tensor_to_dense(metrics.set_union(a, b)),
        tf.sparse_tensor_to_dense(metrics.set_difference(a, b)),
        metrics.set_size(metrics.set_union(a, b)),
    ]
    result = {"y%d" % i: v for i, v in enumerate(run(outputs))}
    result["errors"] = [
        error(lambda: metrics.accuracy(tf.constant([1.0]), tf.constant([1.0]))),
        error(lambda: metrics.accuracy(tf.constant([1]), tf.constant([1, 2]))),
        error(lambda: metrics.streaming_auc(tf.constant([2]), tf.constant([1, 2]))),
        error(lambda: metrics.aggregate_metrics()),
    ]
    return result


def case_f1_and_histogram():
    p, l = scores(4)  # noqa: E741
    f1 = metrics.f1_score(tf.constant(l), tf.constant(p), num_thresholds=5)
    dynamic = metrics.streaming_dynamic_auc(tf.constant(l.astype(np.int32)), tf.constant(p))
    auc = metrics.auc_using_histogram(tf.constant(l), tf.constant(p), [0.0, 1.0], nbins=20)
    with tf.Session() as sess:
        sess.run([tf.global_variables_initializer(), tf.local_variables_initializer()])
        sess.run([f1[1], auc[1], dynamic[1]])
        return {"f1": sess.run(f1[0]), "auc": sess.run(auc[0]), "dynamic": sess.run(dynamic[0])}
