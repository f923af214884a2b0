"""Embedding lookups. Replaces: tensorflow.contrib.layers.python.layers.embedding_ops"""

import numpy as np
import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.layers.sparse_feature_cross_op import sparse_feature_cross

__all__ = [
    "embedding_lookup_sparse_with_distributed_aggregation",
    "embedding_lookup_unique",
    "safe_embedding_lookup_sparse",
    "scattered_embedding_lookup",
    "scattered_embedding_lookup_sparse",
]


def safe_embedding_lookup_sparse(
    embedding_weights,
    sparse_ids,
    sparse_weights=None,
    combiner=None,
    default_id=None,
    name=None,
    partition_strategy="div",
    max_norm=None,
):
    """Combined embeddings of every row of ids; rows without a valid id get `default_id`'s, or zeros.

    Raises:
        ValueError: the partitions and the weights are not all of one floating type.

    Replaces: tf.contrib.layers.safe_embedding_lookup_sparse; `tf.nn.safe_embedding_lookup_sparse` with another default
    order of arguments' defaults: `combiner` None is "mean".
    """
    if type(embedding_weights).__name__ != "PartitionedVariable" and embedding_weights:
        parts = embedding_weights if isinstance(embedding_weights, list) else [embedding_weights]
        dtype = None if sparse_weights is None else sparse_weights.dtype
        parts = [tf.convert_to_tensor(part, dtype) if isinstance(part, np.ndarray) else part for part in parts]
        if all(hasattr(part, "dtype") for part in parts):
            tf.debugging.assert_same_float_dtype(parts)
        embedding_weights = parts
    return tf.nn.safe_embedding_lookup_sparse(
        embedding_weights,
        sparse_ids,
        sparse_weights,
        combiner=combiner or "mean",
        default_id=default_id,
        name=name,
        partition_strategy=partition_strategy,
        max_norm=max_norm,
    )


def embedding_lookup_unique(params, ids, partition_strategy="mod", name=None):
    """`tf.nn.embedding_lookup` that looks every distinct id up once.

    Args:
        params: the embeddings, or a list of their partitions.
        ids: integers of any shape.
        partition_strategy: "mod" or "div".
        name: of the name scope.

    Returns:
        `ids.shape + embeddings.shape[1:]`.

    Replaces: tf.contrib.layers.embedding_lookup_unique
    """
    with tf.name_scope(name, "EmbeddingLookupUnique", [params, ids]):
        ids = tf.convert_to_tensor(ids)
        shape = tf.shape(ids)
        distinct, where = tf.unique(tf.reshape(ids, tf.reduce_prod(shape, keepdims=True)))
        rows = tf.nn.embedding_lookup(params, distinct, partition_strategy)
        result = tf.reshape(tf.gather(rows, where), tf.concat([shape, tf.shape(rows)[1:]], 0))
        result.set_shape(ids.get_shape().concatenate(rows.get_shape()[1:]))
        return result


def scattered_embedding_lookup(params, values, dimension, name=None, hash_key=None):
    """An embedding of `dimension` numbers for any value: each number is a parameter picked by a hash (hashing trick).

    Args:
        params: float vector, or a list of its partitions of even sizes.
        values: strings or integers of any shape.
        dimension: numbers an embedding has, more than 0.
        name: of the name scope.
        hash_key: of the hash, or None for contrib's first way of hashing.

    Returns:
        `values.shape + [dimension]`.

    Raises:
        ValueError: `dimension` is None or not positive, or partitions of uneven sizes.

    Replaces: scattered_embedding_lookup
    """
    if dimension is None:
        raise ValueError("You must specify dimension.")
    return _sampled_scattered_embedding_lookup(params, values, dimension, None, hash_key, name)


def _sampled_scattered_embedding_lookup(
    params, values, dimension=None, sampled_candidates=None, hash_key=None, name=None
):
    """`scattered_embedding_lookup`, or only the components `sampled_candidates`, `values.shape + [picked]`.

    Raises:
        ValueError: neither `dimension` nor `sampled_candidates`, or as `scattered_embedding_lookup`.
        InvalidArgumentError: when run, `sampled_candidates` is not of the shape of `values` but for its last axis.
    """
    params = _partitions(params)
    with tf.name_scope(name, "scattered_embedding_lookup", [*params, dimension, values]):
        shape = tf.shape(values)
        column = tf.reshape(values, [-1, 1])
        if sampled_candidates is not None:
            sampled_candidates = tf.convert_to_tensor(sampled_candidates)
            sampled_shape = tf.shape(sampled_candidates)
            dimension = sampled_shape[-1]
            fits = tf.reduce_all(tf.equal(sampled_shape, tf.concat([shape, [dimension]], 0)))
            said = ["The shape of sampled_candidates: ", sampled_shape]
            with tf.control_dependencies([tf.Assert(fits, [*said, " does not match the shape of values: ", shape])]):
                numbers = tf.reshape(sampled_candidates, [-1, dimension])
        elif dimension is None:
            raise ValueError("You must specify either dimension or sampled_candidates.")
        elif dimension <= 0:
            raise ValueError(f"Dimension must be >0. Given is {dimension}")
        else:
            numbers = tf.tile(tf.range(dimension)[tf.newaxis], tf.shape(column))
        sizes = [_vector_size(part) for part in params]
        for index, size in enumerate(sizes):
            expected = (sum(sizes) - index - 1) // len(sizes) + 1
            if size != expected:
                raise ValueError(f"Tensor {index} in params has size {size}, expected {expected}.")
        hashed = sparse_feature_cross([numbers, column], hashed_output=True, num_buckets=sum(sizes), hash_key=hash_key)
        found = tf.nn.embedding_lookup(params, tf.sparse_tensor_to_dense(hashed), partition_strategy="div")
        return tf.reshape(found, tf.concat([shape, [dimension]], 0))


def _sampled_scattered_embedding_lookup_sparse(
    params, sp_values, dimension=None, sampled_candidates=None, hash_key=None, with_sign_hash=False, name=None
):
    """The sums of the embeddings of each row of `sp_values`, with a hashed sign each if `with_sign_hash`.

    Raises:
        TypeError: `sp_values` is no SparseTensor.
        ValueError: as `_sampled_scattered_embedding_lookup`.
    """
    if not isinstance(sp_values, tf.SparseTensor):
        raise TypeError("sp_values must be SparseTensor")
    everything = [sp_values, params, dimension, sampled_candidates]
    with tf.name_scope(name, "sampled_scattered_embedding_lookup_sparse", everything) as scope:
        rows = sp_values.indices[:, 0]
        picked = None if sampled_candidates is None else tf.gather(sampled_candidates, rows)

        def look_up(weights, what):
            return _sampled_scattered_embedding_lookup(weights, sp_values.values, dimension, picked, hash_key, what)

        embeddings = look_up(params, "values_lookup")
        if with_sign_hash:
            embeddings = tf.multiply(look_up(tf.constant([-1.0, 1.0]), "signs_lookup"), embeddings, name="signs_hash")
        return tf.unsorted_segment_sum(embeddings, tf.cast(rows, tf.int32), tf.shape(sp_values)[0], name=scope)


def scattered_embedding_lookup_sparse(
    params, sparse_values, dimension, combiner=None, default_value=None, name=None, hash_key=None
):
    """`scattered_embedding_lookup` of the values of every row, combined; an empty row has one `default_value`.

    Raises:
        TypeError: `sparse_values` is no SparseTensor.
        ValueError: `combiner` is not "mean" (also for None), "sqrtn" or "sum".

    Replaces: scattered_embedding_lookup_sparse
    """
    combiner = _combiner(combiner)
    params = _partitions(params)
    if not isinstance(sparse_values, tf.SparseTensor):
        raise TypeError("sparse_values must be SparseTensor")
    with tf.name_scope(name, "scattered_embedding_lookup_sparse", [*params, sparse_values]) as scope:
        if default_value is None:
            default_value = "6ZxWzWOHxZ" if sparse_values.dtype == tf.string else 1288896567
        filled, _ = tf.sparse_fill_empty_rows(sparse_values, default_value)
        values, where = tf.unique(filled.values)
        embeddings = scattered_embedding_lookup(params, values, dimension, hash_key=hash_key)
        combine = {"sum": tf.sparse_segment_sum, "mean": tf.sparse_segment_mean, "sqrtn": tf.sparse_segment_sqrt_n}
        return combine[combiner](embeddings, where, tf.cast(filled.indices[:, 0], tf.int32), name=scope)


def embedding_lookup_sparse_with_distributed_aggregation(
    params, sp_ids, sp_weights, partition_strategy="mod", name=None, combiner=None, max_norm=None
):
    """`tf.nn.embedding_lookup_sparse`, `combiner` None being "mean".

    Differs: TF1 summed on each parameter server before it sent the rows; the values are the same, the placement of the
    sums is TensorFlow's.
    """
    return tf.nn.embedding_lookup_sparse(
        params, sp_ids, sp_weights, partition_strategy, name, combiner=_combiner(combiner), max_norm=max_norm
    )


def _combiner(combiner):
    if combiner not in (None, "mean", "sqrtn", "sum"):
        raise ValueError("combiner must be one of 'mean', 'sqrtn' or 'sum'")
    return combiner or "mean"


def _partitions(params):
    params = list(params) if type(params).__name__ == "PartitionedVariable" else params
    return params if isinstance(params, list) else [params]


def _vector_size(tensor):
    shape = tensor.get_shape()
    shape.assert_has_rank(1)
    shape.assert_is_fully_defined()
    return shape.as_list()[0]
