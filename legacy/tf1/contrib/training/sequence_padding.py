"""Sequences padded so that they can be cut into segments of equal length."""

import numbers

import tensorflow.compat.v1 as tf


def pad_sequences(sequences, num_unroll):
    """Pad sequences to the next multiple of `num_unroll`, by zeros or empty strings.

    Args:
        sequences: name to `[time, ...]`, tensor or SparseTensor; the dense ones have the same time.
        num_unroll: int.

    Returns:
        `(time before, name to padded)`.

    Raises:
        ValueError: `num_unroll` is no int.
        TypeError: `sequences` is no dictionary with strings as keys.
    """
    if not isinstance(num_unroll, numbers.Integral):
        raise ValueError(f"Unsupported num_unroll expected int, got: {num_unroll}")
    if not isinstance(sequences, dict):
        raise TypeError(f"Unsupported sequences expected dict, got: {sequences}")
    for key in sequences:
        if not isinstance(key, str):
            raise TypeError(f"Unsupported sequences key expected string, got: {key}")
    if not sequences:
        return 0, {}

    tensors = {key: tf.convert_to_tensor_or_sparse_tensor(sequences[key]) for key in sorted(sequences)}
    lengths = [tf.shape(value)[0] for value in tensors.values() if isinstance(value, tf.Tensor)]
    if lengths:
        message = "All sequence lengths must match, but received lengths: "
        checks = [tf.Assert(tf.equal(other, lengths[0]), [message, tf.stack(lengths)]) for other in lengths]
        with tf.control_dependencies(checks):
            length = tf.identity(lengths[0])
    else:
        length = tf.reduce_max([tf.cast(value.dense_shape[0], tf.int32) for value in tensors.values()])
    padded_length = length + (num_unroll - length % num_unroll) % num_unroll
    return length, {key: _pad(value, padded_length) for key, value in tensors.items()}


def _pad(value, length):
    if isinstance(value, tf.SparseTensor):
        shape = tf.concat([[tf.cast(length, tf.int64)], value.dense_shape[1:]], 0)
        return tf.SparseTensor(indices=value.indices, values=value.values, dense_shape=shape)
    shape = tf.concat(([length - tf.shape(value)[0]], tf.shape(value)[1:]), 0)
    filler = tf.constant("" if value.dtype == tf.string else 0, dtype=value.dtype)
    return tf.concat([value, tf.fill(shape, filler)], 0)


def check_multiple(length, num_unroll, label):
    """An assertion that `length` is a multiple of `num_unroll`, and not 0."""
    fits = tf.logical_and(tf.equal(length % num_unroll, 0), tf.not_equal(length, 0))
    parts = [
        f"{label} should be a multiple of: {num_unroll}, but saw value: ",
        tf.as_string(length),
        ". Consider setting pad=True.",
    ]
    return tf.Assert(fits, [tf.string_join(parts)])
