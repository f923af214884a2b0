"""Resampling within a batch: every example is repeated a random number of times."""

import tensorflow.compat.v1 as tf
from tensorflow.python.training import moving_averages

__all__ = ["resample_at_rate", "weighted_resample"]


def resample_at_rate(inputs, rates, scope=None, seed=None, back_prop=False):
    """Repeat example i as often as a Poisson distribution with mean `rates[i]` says; perhaps never.

    Args:
        inputs: list of tensors `[batch, ...]`.
        rates: float `[batch]`.
        scope: name scope, "resample_at_rate" if None.
        seed: of the draws; with one they are bit-identical to TF 1.15's.
        back_prop: whether gradients may go through the indices.

    Returns:
        List of tensors `[new batch, ...]`.

    Replaces: tf.contrib.training.resample_at_rate
    """
    with tf.name_scope(scope, default_name="resample_at_rate", values=[*inputs, rates]):
        rates = tf.convert_to_tensor(rates, name="rates")
        counts = tf.cast(tf.random_poisson(rates, (), rates.dtype, seed=seed), tf.int32)
        indices = _repeat_range(counts)
        if not back_prop:
            indices = tf.stop_gradient(indices)
        return [tf.gather(x, indices) for x in inputs]


def weighted_resample(inputs, weights, overall_rate, scope=None, mean_decay=0.999, seed=None):
    """Resample in proportion to `weights`, on average `overall_rate` times.

    The mean of the weights is estimated by a moving average in the local variable "estimate_mean/estimated_mean".

    Args:
        inputs: list of tensors `[batch, ...]`.
        weights: float `[batch]`.
        overall_rate: float scalar.
        scope: variable scope.
        mean_decay: of the moving average.
        seed: of the draws.

    Returns:
        `(list of tensors [new batch, ...], the rates they were drawn with [new batch])`.

    Replaces: tf.contrib.training.weighted_resample
    """
    with tf.name_scope(scope, "weighted_resample", inputs) as opscope:
        with tf.variable_scope(scope, "estimate_mean", inputs):
            estimate = tf.get_local_variable(
                "estimated_mean", initializer=tf.cast(0, weights.dtype), dtype=weights.dtype
            )
            mean = moving_averages.assign_moving_average(estimate, tf.reduce_mean(weights), mean_decay)
        rates = weights * overall_rate / mean
        rates_out, *results = resample_at_rate([rates, *inputs], rates, scope=opscope, seed=seed, back_prop=False)
    return results, rates_out


def _repeat_range(counts, name=None):
    """Index i `counts[i]` times in a row: `[0, 0, 2]` of `[2, 0, 1]`; int32."""
    with tf.name_scope(name, "repeat_range", [counts]):
        counts = tf.convert_to_tensor(counts, name="counts")
        return tf.repeat(tf.range(tf.shape(counts)[0]), counts)
