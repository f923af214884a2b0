"""Pooling. Replaces: tensorflow.python.layers.pooling"""

from tf2notes.legacy.tf1.layers.base import Layer, functional
from tf_keras.src.legacy_tf_layers import pooling


class AveragePooling1D(pooling.AveragePooling1D, Layer):
    """The mean over windows of one axis.

    Replaces: tf.layers.AveragePooling1D
    """


class AveragePooling2D(pooling.AveragePooling2D, Layer):
    """The mean over windows of two axes.

    Replaces: tf.layers.AveragePooling2D
    """


class AveragePooling3D(pooling.AveragePooling3D, Layer):
    """The mean over windows of three axes.

    Replaces: tf.layers.AveragePooling3D
    """


class MaxPooling1D(pooling.MaxPooling1D, Layer):
    """The maximum over windows of one axis.

    Replaces: tf.layers.MaxPooling1D
    """


class MaxPooling2D(pooling.MaxPooling2D, Layer):
    """The maximum over windows of two axes.

    Replaces: tf.layers.MaxPooling2D
    """


class MaxPooling3D(pooling.MaxPooling3D, Layer):
    """The maximum over windows of three axes.

    Replaces: tf.layers.MaxPooling3D
    """


average_pooling1d = functional(AveragePooling1D, pooling.average_pooling1d)
average_pooling2d = functional(AveragePooling2D, pooling.average_pooling2d)
average_pooling3d = functional(AveragePooling3D, pooling.average_pooling3d)
max_pooling1d = functional(MaxPooling1D, pooling.max_pooling1d)
max_pooling2d = functional(MaxPooling2D, pooling.max_pooling2d)
max_pooling3d = functional(MaxPooling3D, pooling.max_pooling3d)

AvgPool2D, MaxPool2D = AveragePooling2D, MaxPooling2D
avg_pool2d, max_pool2d = average_pooling2d, max_pooling2d
