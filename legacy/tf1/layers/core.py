"""Dense, dropout and flatten. Replaces: tensorflow.python.layers.core"""

from tf2notes.legacy.tf1.layers.base import Layer, functional
from tf_keras.src.legacy_tf_layers import core


class Dense(core.Dense, Layer):
    """`activation(inputs · kernel + bias)` over the last axis.

    Replaces: tf.layers.Dense
    """


class Dropout(core.Dropout, Layer):
    """Zeros a fraction `rate` of the elements, and scales the others by `1 / (1 - rate)`, in training only.

    Replaces: tf.layers.Dropout
    """


class Flatten(core.Flatten, Layer):
    """All axes but the first made one.

    Replaces: tf.layers.Flatten
    """


dense = functional(Dense, core.dense)
dropout = functional(Dropout, core.dropout)
flatten = functional(Flatten, core.flatten)

FullyConnected = Dense
fully_connected = dense
