"""Samples of Bernoulli and categorical distributions, by the very ops that TF1's helpers used."""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1 import _op_counts, _random_ops


def bernoulli_sample(probs=None, logits=None, dtype=tf.int32, sample_shape=(), seed=None):
    """Ones where a uniform number is less than `probs` (or the sigmoid of `logits`).

    Returns:
        `dtype`, of shape `sample_shape` followed by the shape of `probs`. Bit-identical to TF 1.15 for a given seed.
    """
    probs = tf.sigmoid(logits, name="probs") if probs is None else tf.convert_to_tensor(probs, name="probs")
    event_shape = tf.shape(probs)

    def sample(n):
        uniform = _random_ops.random_uniform(tf.concat([[n], event_shape], 0), seed=seed, dtype=probs.dtype)
        return tf.cast(tf.less(uniform, probs), dtype)

    return _call_sampler(sample, sample_shape)


def categorical_sample(logits, dtype=tf.int32, sample_shape=(), seed=None):
    """Indices drawn with the unnormalized log-probabilities of `logits`' last axis.

    Returns:
        `dtype`, of shape `sample_shape` followed by `logits`' without its last axis. Bit-identical to TF 1.15.
    """
    logits = tf.convert_to_tensor(logits, name="logits")
    classes, event_shape = tf.shape(logits)[-1], tf.shape(logits)[:-1]

    def sample(n):
        rows = logits if logits.shape.ndims == 2 else tf.reshape(logits, [-1, classes])
        draw_dtype = tf.int64 if logits.dtype.size > 4 else tf.int32
        draws = tf.multinomial(rows, n, seed=seed, output_dtype=draw_dtype)
        return tf.cast(tf.reshape(tf.transpose(draws), tf.concat([[n], event_shape], 0)), dtype)

    return _call_sampler(sample, sample_shape)


def _call_sampler(sample_n, sample_shape, name=None):
    """`sample_n(product of sample_shape)`, its first axis reshaped to `sample_shape` (a scalar counts as a vector)."""
    with tf.name_scope(name, "call_sampler", values=[sample_shape]):
        sample_shape = tf.convert_to_tensor(sample_shape, dtype=tf.int32, name="sample_shape")
        sample_shape = tf.reshape(sample_shape, [-1])
        _op_counts.add(9)  # TF1 padded the shape of a shape with a 1 where it was a scalar
        samples = sample_n(tf.reduce_prod(sample_shape))
        return tf.reshape(samples, tf.concat([sample_shape, tf.shape(samples)[1:]], 0))
