"""Replaces: ``tf.contrib.reduce_slice_ops``: reductions over several slices of one axis, composed of living ops."""

import numpy as np
import tensorflow.compat.v1 as tf

__all__ = ["reduce_slice_max", "reduce_slice_min", "reduce_slice_prod", "reduce_slice_sum"]


def reduce_slice_sum(data, indices, axis, name=None):
    """Sums over slices of `axis`; an empty slice gives 0. Replaces: tf.contrib.reduce_slice_ops.reduce_slice_sum

    Args:
        data: numbers of rank 1 or more.
        indices: int `[slices, 2]`, begin and end of each; the end is not part of it and may lie beyond the axis. Or
            `[slices + 1]`: each slice ends where the next begins.
        axis: int scalar.
        name: of the name scope.

    Returns:
        As `data`, with one entry for each slice along `axis`.
    """
    return _reduce(data, indices, axis, name, "ReduceSliceSum", tf.reduce_sum, lambda dtype: 0)


def reduce_slice_prod(data, indices, axis, name=None):
    """As `reduce_slice_sum`, products; 1 if empty. Replaces: tf.contrib.reduce_slice_ops.reduce_slice_prod"""
    return _reduce(data, indices, axis, name, "ReduceSliceProd", tf.reduce_prod, lambda dtype: 1)


def reduce_slice_max(data, indices, axis, name=None):
    """As `reduce_slice_sum`, the largest; the dtype's least or minus infinity if empty.

    Replaces: tf.contrib.reduce_slice_ops.reduce_slice_max
    """
    return _reduce(
        data,
        indices,
        axis,
        name,
        "ReduceSliceMax",
        tf.reduce_max,
        lambda dtype: -np.inf if dtype.is_floating else dtype.min,
    )


def reduce_slice_min(data, indices, axis, name=None):
    """As `reduce_slice_sum`, the least; the dtype's largest or infinity if empty.

    Replaces: tf.contrib.reduce_slice_ops.reduce_slice_min
    """
    return _reduce(
        data,
        indices,
        axis,
        name,
        "ReduceSliceMin",
        tf.reduce_min,
        lambda dtype: np.inf if dtype.is_floating else dtype.max,
    )


def _least(dtype):
    return -np.inf if dtype.is_floating else dtype.min


def _largest(dtype):
    return np.inf if dtype.is_floating else dtype.max


def _reduce(data, indices, axis, name, scope, reduction, identity):
    with tf.name_scope(name, scope, [data, indices, axis]):
        data, indices = tf.convert_to_tensor(data), tf.convert_to_tensor(indices)
        axis = tf.cast(axis, tf.int32)
        rank = tf.rank(data)
        others = tf.concat([tf.range(axis), tf.range(axis + 1, rank)], 0)
        front = tf.transpose(data, tf.concat([[axis], others], 0))
        begins, ends = (indices[:-1], indices[1:]) if indices.shape.ndims == 1 else (indices[:, 0], indices[:, 1])
        at = tf.range(tf.shape(front)[0])
        at = tf.cast(at, indices.dtype)[tf.newaxis]
        within = tf.logical_and(at >= begins[:, tf.newaxis], at < ends[:, tf.newaxis])
        within = tf.reshape(within, tf.concat([tf.shape(within), tf.ones([rank - 1], tf.int32)], 0))
        neutral = tf.constant(identity(data.dtype), data.dtype)
        slices = tf.where_v2(within, front[tf.newaxis], neutral)
        reduced = reduction(slices, axis=1)
        back = tf.concat([tf.range(1, axis + 1), [0], tf.range(axis + 1, rank)], 0)
        result = tf.transpose(reduced, back)
        static = tf.get_static_value(axis)
        if static is not None and data.shape.ndims is not None:
            sizes = data.shape.as_list()
            sizes[static] = tf.dimension_value(begins.shape[0])
            result.set_shape(sizes)
        return result
