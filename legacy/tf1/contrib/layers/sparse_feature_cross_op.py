"""Crosses of categorical features. Replaces: tensorflow.contrib.layers.python.ops.sparse_feature_cross_op"""

import tensorflow.compat.v1 as tf
from tensorflow.python.ops import gen_sparse_ops

SPARSE_FEATURE_CROSS_DEFAULT_HASH_KEY = 956888297470
_SEED = 0xDECAFCAFFE  # what contrib's first hashing starts from
_GOLDEN = 0x9E3779B97F4A7800
_BETWEEN = "_X_"

__all__ = ["SPARSE_FEATURE_CROSS_DEFAULT_HASH_KEY", "sparse_feature_cross"]


def sparse_feature_cross(inputs, hashed_output=False, num_buckets=0, name=None, hash_key=None):
    """All combinations of one value of every input, row by row.

    Args:
        inputs: list of 2-D SparseTensors or dense tensors of strings or integers with the same number of rows.
        hashed_output: hash the combinations into int64, else join their strings by "_X_".
        num_buckets: the hashes are taken modulo this; 0 for the range of int64.
        name: of the op.
        hash_key: chain the fingerprints from this key (FingerprintCat64); None for contrib's first way of hashing.

    Returns:
        2-D SparseTensor of int64 or strings.

    Raises:
        TypeError: `inputs` is no list, or an element no tensor.

    Replaces: sparse_feature_cross and its two ops. The second is TensorFlow's SparseCross; what the first hashed is
    computed here from fingerprints.
    """
    if not isinstance(inputs, list):
        raise TypeError("Inputs must be a list")
    if not all(isinstance(item, tf.SparseTensor) or tf.is_tensor(item) for item in inputs):
        raise TypeError("All inputs must be SparseTensors")
    with tf.name_scope(name, "SparseFeatureCross"):
        if not hashed_output:
            return _cross(inputs, False, 0, 0)
        if hash_key:
            return _cross(inputs, True, num_buckets, hash_key)
        joined = _cross([_map_values(item, _as_hash_text) for item in inputs], False, 0, 0)
        hashes = _combine(joined.values, len(inputs), num_buckets)
        return tf.SparseTensor(joined.indices, hashes, joined.dense_shape)


def _cross(inputs, hashed, num_buckets, hash_key):
    as_int = lambda t: t if t.dtype == tf.string else tf.cast(t, tf.int64)  # noqa: E731
    sparse = [item for item in inputs if isinstance(item, tf.SparseTensor)]
    values = [as_int(item.values) for item in sparse]
    dense = [as_int(item) for item in inputs if not isinstance(item, tf.SparseTensor)]
    any_int = any(item.dtype == tf.int64 for item in values + dense)
    indices, crossed, shape = gen_sparse_ops.sparse_cross(
        [item.indices for item in sparse],
        values,
        [item.dense_shape for item in sparse],
        dense,
        hashed_output=hashed,
        num_buckets=num_buckets,
        hash_key=hash_key,
        out_type=tf.int64 if hashed else tf.string,
        internal_type=tf.int64 if any_int else tf.string,
    )
    return tf.SparseTensor(indices, crossed, shape)


def _map_values(item, function):
    if isinstance(item, tf.SparseTensor):
        return tf.SparseTensor(item.indices, function(item.values), item.dense_shape)
    return function(item)


def _as_hash_text(values):
    """The 64 bits that stand for each value, an integer itself or a string's fingerprint, as decimal text."""
    if values.dtype == tf.string:
        flat = tf.fingerprint(tf.reshape(values, [-1]))
        values = tf.reshape(tf.bitcast(flat, tf.int64), tf.shape(values))
    return tf.as_string(tf.cast(values, tf.int64))


def _combine(joined, count, num_buckets):
    """The hash of each "a_X_b": combined from left to right, in arithmetic of 64 bits."""
    numbers = tf.string_split(joined, _BETWEEN).values  # numbers alone: never empty, and free of these characters
    parts = tf.reshape(tf.strings.to_number(numbers, tf.int64), [-1, count])
    parts = tf.bitcast(parts, tf.uint64)
    result = tf.fill([tf.shape(parts)[0]], tf.constant(_SEED, tf.uint64))
    ten, golden = tf.constant(10, tf.uint64), tf.constant(_GOLDEN, tf.uint64)
    for column in range(count):
        signed = tf.bitwise.right_shift(tf.bitcast(result, tf.int64), tf.constant(4, tf.int64))  # keeps the sign
        shifted = tf.bitwise.left_shift(result, ten) + tf.bitcast(signed, tf.uint64)
        result = tf.bitwise.bitwise_xor(result, parts[:, column] + golden + shifted)
    divisor = tf.constant(num_buckets if num_buckets > 0 else 2**63 - 1, tf.uint64)
    return tf.bitcast(tf.math.floormod(result, divisor), tf.int64)
