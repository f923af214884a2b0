"""How TF1's metrics of tf.keras counted true and false positives and negatives: checked, and a row per threshold."""

import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.python.ops import weights_broadcast_ops
from tf_keras.src.utils import losses_utils, metrics_utils

_KINDS = metrics_utils.ConfusionMatrix
_living = metrics_utils.update_confusion_matrix_variables


def install():
    """For a process of a TF1 program's own."""
    metrics_utils.update_confusion_matrix_variables = update_confusion_matrix_variables


def update_confusion_matrix_variables(
    variables_to_update,
    y_true,
    y_pred,
    thresholds,
    top_k=None,
    class_id=None,
    sample_weight=None,
    multi_label=False,
    label_weights=None,
    thresholds_distributed_evenly=False,
):
    """An op that adds what the predictions count for, at each threshold, to the variables.

    Whether the thresholds are evenly distributed makes no difference here; what TF1 did not know (`multi_label`,
    `label_weights`) is left to tf_keras.

    Raises:
        ValueError: the variables are not of the four kinds, or shapes do not fit.
    """
    if variables_to_update is None:
        return None
    if multi_label or label_weights is not None:
        arguments = (top_k, class_id, sample_weight, multi_label, label_weights, thresholds_distributed_evenly)
        return _living(variables_to_update, y_true, y_pred, thresholds, *arguments)
    y_true, y_pred = tf.cast(y_true, tf.float32), tf.cast(y_pred, tf.float32)
    y_pred, y_true = metrics_utils.ragged_assert_compatible_and_get_flat_values([y_pred, y_true], sample_weight)[0]
    y_pred.shape.assert_is_compatible_with(y_true.shape)
    _check_kinds(variables_to_update)
    with tf.control_dependencies(
        [
            tf.assert_greater_equal(y_pred, tf.cast(0.0, y_pred.dtype), message="predictions must be >= 0"),
            tf.assert_less_equal(y_pred, tf.cast(1.0, y_pred.dtype), message="predictions must be <= 1"),
        ]
    ):
        if sample_weight is None:
            y_pred, y_true = losses_utils.squeeze_or_expand_dimensions(y_pred, y_true)
        else:
            y_pred, y_true, sample_weight = losses_utils.squeeze_or_expand_dimensions(
                y_pred, y_true, sample_weight=sample_weight
            )
    if top_k is not None:
        y_pred = metrics_utils._filter_top_k(y_pred, top_k)
    if class_id is not None:
        y_true, y_pred = y_true[..., class_id], y_pred[..., class_id]
    return tf.group(_updates(variables_to_update, y_true, y_pred, thresholds, sample_weight))


def _check_kinds(variables):
    wrong = [kind for kind in variables if kind not in list(_KINDS)]
    if len(wrong) == len(variables):
        raise ValueError(
            "Please provide at least one valid confusion matrix variable to update. "
            f'Valid variable key options are: "{list(_KINDS)}". Received: "{variables.keys()}"'
        )
    if wrong:
        raise ValueError(f'Invalid keys: {wrong}. Valid variable key options are: "{list(_KINDS)}"')


def _updates(variables, y_true, y_pred, thresholds, sample_weight):
    """An assignment for each variable, in which predictions stand along rows and thresholds along columns."""
    thresholds = np.ravel(thresholds).tolist()
    rows, count = len(thresholds), tf.size(y_pred)
    predictions = tf.reshape(y_pred, [1, -1])
    labels = tf.reshape(tf.cast(y_true, tf.bool), [1, -1])
    limits = tf.tile(tf.expand_dims(tf.constant(thresholds), 1), tf.stack([1, count]))
    positive = tf.greater(tf.tile(predictions, [rows, 1]), limits)
    true = tf.tile(labels, [rows, 1])
    weights = None
    if sample_weight is not None:
        weights = weights_broadcast_ops.broadcast_weights(tf.cast(sample_weight, tf.float32), y_pred)
        weights = tf.tile(tf.reshape(weights, [1, -1]), [rows, 1])
    pairs = {_KINDS.TRUE_POSITIVES: (true, positive)}
    has_negatives = _KINDS.TRUE_NEGATIVES in variables
    if has_negatives or _KINDS.FALSE_NEGATIVES in variables:
        negative = tf.logical_not(positive)
        pairs[_KINDS.FALSE_NEGATIVES] = (true, negative)
    if has_negatives or _KINDS.FALSE_POSITIVES in variables:
        false = tf.logical_not(true)
        pairs[_KINDS.FALSE_POSITIVES] = (false, positive)
        if has_negatives:
            pairs[_KINDS.TRUE_NEGATIVES] = (false, negative)
    return [_add(variables[kind], *pair, weights) for kind, pair in pairs.items() if kind in variables]


def _add(variable, label, prediction, weights):
    both = tf.cast(tf.logical_and(label, prediction), tf.float32)
    if weights is not None:
        both *= weights
    return variable.assign_add(tf.reduce_sum(both, 1))
