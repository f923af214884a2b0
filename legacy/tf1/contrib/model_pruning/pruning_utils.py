"""Variables of masks, and blocks of weights made into one number and back."""

import numpy as np
import tensorflow.compat.v1 as tf


def weight_mask_variable(var, scope):
    """The variable "mask" of `scope`: ones like `var`."""
    with tf.variable_scope(scope):
        return tf.get_variable(
            "mask", var.get_shape(), initializer=tf.ones_initializer(), trainable=False, dtype=var.dtype
        )


def weight_threshold_variable(var, scope):
    """The variable "threshold" of `scope`: 0, in the dtype of `var`."""
    with tf.variable_scope(scope):
        return tf.get_variable("threshold", [], initializer=tf.zeros_initializer(), trainable=False, dtype=var.dtype)


def kronecker_product(mat1, mat2):
    """The Kronecker product of two matrices of known shape."""
    (rows1, columns1), (rows2, columns2) = mat1.get_shape().as_list(), mat2.get_shape().as_list()
    product = tf.reshape(mat1, [rows1, 1, columns1, 1]) * tf.reshape(mat2, [1, rows2, 1, columns2])
    return tf.reshape(product, [rows1 * rows2, columns1 * columns2])


def expand_tensor(tensor, block_dims):
    """Every entry of a matrix repeated as a block.

    Raises:
        ValueError: the rank is not 2, or there are not two sizes.
    """
    if tensor.get_shape().ndims != 2:
        raise ValueError("Input tensor must be rank 2")
    if len(block_dims) != 2:
        raise ValueError("block_dims must have 2 elements")
    height, width = (int(size) for size in block_dims)
    return tf.repeat(tf.repeat(tensor, height, axis=0), width, axis=1)


def factorized_pool(input_tensor, window_shape, pooling_type, strides, padding, name=None):
    """Pool a matrix, first its rows and then its columns; ValueError for another rank."""
    if input_tensor.get_shape().ndims != 2:
        raise ValueError("factorized_pool() accepts tensors of rank 2 only")
    height, width = input_tensor.get_shape().as_list()

    def along_last(images, size, stride):
        return tf.nn.pool(
            images, window_shape=[1, size], pooling_type=pooling_type, strides=[1, stride], padding=padding
        )

    with tf.name_scope(name, "factorized_pool"):
        aligned = tf.reshape(input_tensor, [1, 1, height, width], name=f"{input_tensor.op.name}_aligned")
        rows = along_last(aligned, window_shape[0], strides[0])
        columns = along_last(tf.transpose(rows, perm=[0, 1, 3, 2]), window_shape[1], strides[1])
    return tf.squeeze(tf.transpose(columns, perm=[0, 1, 3, 2]), axis=[0, 1])


def determine_partitioned_axis(partitioned_variable):
    """The axis along which a variable is partitioned; ValueError if that is not one."""
    whole, axis = partitioned_variable.get_shape().as_list(), 0
    for part in partitioned_variable:
        smaller = np.less(part.get_shape().as_list(), whole)
        if np.count_nonzero(smaller) != 1:
            raise ValueError(f"Number of partitioned axes {np.count_nonzero(smaller)} not equal to 1")
        axis = int(np.where(smaller)[0][0])
    return axis


def variable_assign(var, new_value):
    """``tf.assign`` under the variable's name."""
    return tf.assign(var, new_value, name=f"{var.op.name}_assign")


def partitioned_variable_assign(partitioned_var, new_value):
    """Each part of a partitioned variable assigned."""
    parts = list(partitioned_var)
    axis = 0 if len(parts) == 1 else determine_partitioned_axis(partitioned_var)
    sizes = [part.get_shape().as_list()[axis] for part in parts]
    values = tf.split(new_value, sizes, axis=axis)
    assigned = [variable_assign(part, value) for part, value in zip(parts, values, strict=True)]
    return tf.group(*assigned, name=f"{partitioned_var.name}_group_assign")
