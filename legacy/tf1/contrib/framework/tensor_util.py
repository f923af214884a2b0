"""Checks and small reductions. Replaces: tensorflow.contrib.framework.python.framework.tensor_util"""

import tensorflow.compat.v1 as tf
from tensorflow.python.framework.sparse_tensor import convert_to_tensor_or_sparse_tensor
from tensorflow.python.ops import confusion_matrix
from tensorflow.python.ops.check_ops import assert_same_float_dtype
from tf2notes.legacy.tf1 import _op_counts

assert_scalar = tf.assert_scalar
is_tensor = tf.is_tensor

__all__ = [
    "assert_same_float_dtype",
    "assert_scalar",
    "assert_scalar_int",
    "convert_to_tensor_or_sparse_tensor",
    "is_tensor",
    "reduce_sum_n",
    "remove_squeezable_dimensions",
    "with_same_shape",
    "with_shape",
]


def assert_scalar_int(tensor, name=None):
    """`tensor` as a tensor, if it is an integer scalar.

    Raises:
        ValueError: its dtype is no integer's, or its rank is not 0.

    Replaces: tf.contrib.framework.assert_scalar_int
    """
    with tf.name_scope(name, "assert_scalar_int", [tensor]) as scope:
        tensor = tf.convert_to_tensor(tensor)
        if not tensor.dtype.base_dtype.is_integer:
            raise ValueError(f"Expected integer type for {tensor.name}, received type: {tensor.dtype}.")
        return tf.assert_scalar(tensor, name=scope)


def reduce_sum_n(tensors, name=None):
    """The sum of all elements of all `tensors`, a scalar.

    Raises:
        ValueError: the list is empty.

    Replaces: tf.contrib.framework.reduce_sum_n
    """
    if not tensors:
        raise ValueError("No tensors provided.")
    with tf.name_scope(name, "reduce_sum_n", tensors) as scope:
        sums = [tf.reduce_sum(tensor, name=f"{tensor.op.name}/sum") for tensor in tensors]
        return sums[0] if len(sums) == 1 else tf.add_n(sums, name=scope)


def remove_squeezable_dimensions(predictions, labels, name=None):
    """Both, the one whose rank is greater by one without its last dimension of size 1.

    Replaces: tf.contrib.framework.remove_squeezable_dimensions, with `predictions` first
    """
    labels, predictions = confusion_matrix.remove_squeezable_dimensions(
        labels, predictions, name=name or "remove_squeezable_dimensions"
    )
    return predictions, labels


def with_same_shape(expected_tensor, tensor):
    """`tensor`, held to the shape of `expected_tensor`: see `with_shape`.

    Replaces: tf.contrib.framework.with_same_shape
    """
    with tf.name_scope(f"{tensor.op.name}/", values=[expected_tensor, tensor]):
        static = expected_tensor.get_shape()
        expected = static.as_list() if static.is_fully_defined() else tf.shape(expected_tensor, name="expected_shape")
        return with_shape(expected, tensor)


def with_shape(expected_shape, tensor):
    """`tensor`, checked now where both shapes are known, else by an assertion when it is run.

    Args:
        expected_shape: list, 1-D int32 array or tensor, or TensorShape; -1 or None in it is any size.
        tensor: a dense tensor.

    Returns:
        `tensor` itself, or its identity behind the assertion, with the expected static shape where that is known.

    Raises:
        ValueError: a sparse tensor, a shape that is no 1-D int32, or static shapes that do not match.

    Replaces: tf.contrib.framework.with_shape
    """
    if isinstance(tensor, tf.SparseTensor):
        raise ValueError("SparseTensor not supported.")
    expected_shape, static = _expected(expected_shape, tensor)
    actual = tensor.get_shape()
    if static is None or not static.is_fully_defined() or not actual.is_fully_defined():
        with tf.name_scope(f"{tensor.op.name}/", values=[tensor]):
            if static is not None and not actual.is_compatible_with(static):
                raise ValueError(_mismatch(tensor, static, actual))
            with tf.control_dependencies([_assert_shape(expected_shape, tensor)]):
                tensor = tf.identity(tensor)
            if static is not None:
                tensor.set_shape(static)
        return tensor
    if not actual.is_compatible_with(static):
        raise ValueError(_mismatch(tensor, static, actual))
    return tensor


def _expected(shape, tensor):
    """The shape as a tensor with -1 for unknown sizes, and as a TensorShape or None where it is a run-time value."""
    if isinstance(shape, tf.TensorShape):
        dims = [-1 if size is None else size for size in shape.as_list()]
        return tf.constant(dims, tf.int32), shape
    if not tf.is_tensor(shape):
        shape = (
            tf.constant([-1 if size is None else size for size in shape], tf.int32)
            if len(shape)
            else tf.zeros([0], tf.int32)
        )
    if shape.dtype.base_dtype != tf.int32:
        raise ValueError(f"Invalid dtype {shape.dtype} for shape {shape} expected of tensor {tensor.name}.")
    rank = shape.get_shape().ndims
    if rank is not None and rank != 1:
        raise ValueError(f"Invalid rank {rank} for shape {shape} expected of tensor {tensor.name}.")
    value = tf.get_static_value(shape)
    if value is None:
        return shape, None
    return shape, tf.TensorShape([None if size < 0 else int(size) for size in value])


def _mismatch(tensor, expected, actual):
    return f"Invalid shape for tensor {tensor.name}, expected {expected.as_list()}, got {actual}."


def _assert_shape(expected_shape, tensor):
    with tf.name_scope("assert_shape", values=[tensor]) as scope:
        actual = tf.shape(tensor, name="actual")
        same_rank = tf.equal(tf.size(expected_shape), tf.rank(tensor))
        same_sizes = lambda: tf.reduce_all(tf.equal(expected_shape, -1) | tf.equal(expected_shape, actual))  # noqa: E731
        matches = tf.cond(same_rank, same_sizes, lambda: False)
        _op_counts.add(-7)  # TF1 compared both at once, without a branch
        message = f"Wrong shape for {tensor.name} [expected] [actual]."
        return tf.Assert(matches, [message, expected_shape, actual], name=scope)
