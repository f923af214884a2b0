"""Private names of TF1 that programs import and that have no successor."""

import tensorflow.compat.v1 as tf


class RegisterShape:
    """Replaces: ``tensorflow.python.framework.ops.RegisterShape``; as in 1.x without effect: C++ infers shapes."""

    def __init__(self, op_type):
        if not isinstance(op_type, str):
            raise TypeError("op_type must be a string")
        self._op_type = op_type

    def __call__(self, f):
        return f


def scalar():
    """Replaces: ``tensor_shape.scalar``."""
    return tf.TensorShape([])


def vector(length):
    """Replaces: ``tensor_shape.vector``."""
    return tf.TensorShape([length])


def matrix(rows, cols):
    """Replaces: ``tensor_shape.matrix``."""
    return tf.TensorShape([rows, cols])


def shape_tensor(shape):
    """Replaces: ``tensor_util.shape_tensor``: a shape as a tensor; an empty list is of int32."""
    dtype = tf.int32 if isinstance(shape, (tuple, list)) and not shape else None
    return tf.convert_to_tensor(shape, dtype=dtype, name="shape")
