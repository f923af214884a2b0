"""Dense, dropout and flatten. Replaces: tensorflow.python.layers.core"""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1 import _op_counts
from tf2notes.legacy.tf1._tensordot import tensordot
from tf2notes.legacy.tf1._unconverted import unconverted
from tf2notes.legacy.tf1.layers.base import Layer, functional
from tf_keras.src.legacy_tf_layers import core


class Dense(core.Dense, Layer):
    """`activation(inputs · kernel + bias)` over the last axis.

    Replaces: tf.layers.Dense
    """

    def call(self, inputs):
        rank = inputs.shape.rank if isinstance(inputs, tf.Tensor) and not tf.executing_eagerly() else None
        if rank is None or rank <= 2:
            return super().call(inputs)
        outputs = tensordot(tf.cast(inputs, self.dtype), self.kernel, [[rank - 1], [0]])
        outputs.set_shape([*inputs.shape.as_list()[:-1], self.units])
        if self.use_bias:
            outputs = tf.nn.bias_add(outputs, self.bias)
        return outputs if self.activation is None else self.activation(outputs)


class Dropout(core.Dropout, Layer):
    """Zeros a fraction `rate` of the elements, and scales the others by `1 / (1 - rate)`, in training only.

    Replaces: tf.layers.Dropout
    """


class Flatten(core.Flatten, Layer):
    """All axes but the first made one.

    Replaces: tf.layers.Flatten
    """

    @unconverted
    def call(self, inputs):
        outputs = super().call(inputs)
        rows, *sizes = inputs.shape.as_list()
        if rows is None and None not in sizes:
            _op_counts.add(6)  # TF1 read the number of rows from the input's shape
        return outputs


dense = functional(Dense, core.dense)
dropout = functional(Dropout, core.dropout)
flatten = functional(Flatten, core.flatten)

FullyConnected = Dense
fully_connected = dense
