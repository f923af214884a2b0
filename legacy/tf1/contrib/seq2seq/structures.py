"""What decoders, helpers and attention share: zeros of a structure, batch and time swapped, checks of arguments."""

import keras
import tensorflow.compat.v1 as tf
import tf_keras
from tf2notes.legacy.tf1.nn.rnn_cell import _zero_state_tensors, assert_like_rnncell

__all__ = ["_transpose_batch_time", "_zero_state_tensors", "assert_like_rnncell", "check_layer", "output_size_of"]


def _transpose_batch_time(x):
    """`[batch, time, ...]` to `[time, batch, ...]` or back; a tensor of fewer than two dimensions stays as it is."""
    shape = x.get_shape()
    if shape.ndims is not None and shape.ndims < 2:
        return x
    swapped = tf.transpose(x, tf.concat(([1, 0], tf.range(2, tf.rank(x))), axis=0))
    if shape.ndims is not None:
        swapped.set_shape([shape[1], shape[0], *shape[2:]])
    return swapped


def check_layer(name, layer):
    """TypeError unless `layer` is None or a layer: of tf.layers, or of either Keras."""
    if layer is not None and not isinstance(layer, (tf_keras.layers.Layer, keras.layers.Layer)):
        raise TypeError(f"{name} must be a Layer, received: {type(layer)}")


def output_size_of(cell, output_layer):
    """The cell's `output_size`, or the shape that `output_layer` makes of it, without the batch."""
    if output_layer is None:
        return cell.output_size

    def through_layer(size):
        shape = tf.TensorShape([None]).concatenate(tf.TensorShape(size))
        return tf.TensorShape(output_layer.compute_output_shape(shape))[1:]

    return tf.nest.map_structure(through_layer, cell.output_size)
