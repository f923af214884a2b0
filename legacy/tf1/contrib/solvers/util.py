"""Matrices as operators, and norms. Replaces: ``tf.contrib.solvers.util``"""

import collections

import tensorflow.compat.v1 as tf

_LinearOperator = collections.namedtuple("LinearOperator", ["shape", "dtype", "apply", "apply_adjoint"])


def _operator(matrix, apply, apply_adjoint):
    shape = matrix.get_shape()
    shape = shape.as_list() if shape.is_fully_defined() else tf.shape(matrix)
    return _LinearOperator(shape, matrix.dtype, apply, apply_adjoint)


def create_operator(matrix):
    """The matrix as its products with vectors."""
    return _operator(matrix, lambda v: tf.matmul(matrix, v), lambda v: tf.matmul(matrix, v, adjoint_a=True))


def identity_operator(matrix):
    """The identity, of the shape and dtype of `matrix`."""
    return _operator(matrix, lambda v: v, lambda v: v)


def dot(x, y):
    """The inner product."""
    return tf.reduce_sum(tf.conj(x) * y)


def l2norm_squared(v):
    """The sum of squares."""
    return tf.constant(2, dtype=v.dtype.base_dtype) * tf.nn.l2_loss(v)


def l2norm(v):
    """The length."""
    return tf.sqrt(l2norm_squared(v))


def l2normalize(v):
    """The vector with length 1, and the length."""
    norm = l2norm(v)
    return v / norm, norm
