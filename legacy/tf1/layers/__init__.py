"""Replaces: ``tf.layers``, whose names in ``tf.compat.v1`` raise "not available with Keras 3".

The classes are tf_keras' ``legacy_tf_layers``, TF1's own code carried on; importing it switches nothing. The functional
forms here build those classes. Modules are named as in TF1 (``tensorflow.python.layers.core`` is ``core`` here).
"""

from tf2notes.legacy.tf1.layers import base, convolutional, core, experimental, normalization, pooling, utils  # noqa: F401
from tf2notes.legacy.tf1.layers.base import InputSpec, Layer
from tf2notes.legacy.tf1.layers.convolutional import (
    Conv1D,
    Conv2D,
    Conv2DTranspose,
    Conv3D,
    Conv3DTranspose,
    SeparableConv1D,
    SeparableConv2D,
    conv1d,
    conv2d,
    conv2d_transpose,
    conv3d,
    conv3d_transpose,
    separable_conv1d,
    separable_conv2d,
)
from tf2notes.legacy.tf1.layers.core import Dense, Dropout, Flatten, dense, dropout, flatten
from tf2notes.legacy.tf1.layers.normalization import BatchNormalization, batch_normalization
from tf2notes.legacy.tf1.layers.pooling import (
    AveragePooling1D,
    AveragePooling2D,
    AveragePooling3D,
    MaxPooling1D,
    MaxPooling2D,
    MaxPooling3D,
    average_pooling1d,
    average_pooling2d,
    average_pooling3d,
    max_pooling1d,
    max_pooling2d,
    max_pooling3d,
)

__all__ = [
    "AveragePooling1D",
    "AveragePooling2D",
    "AveragePooling3D",
    "BatchNormalization",
    "Conv1D",
    "Conv2D",
    "Conv2DTranspose",
    "Conv3D",
    "Conv3DTranspose",
    "Dense",
    "Dropout",
    "Flatten",
    "InputSpec",
    "Layer",
    "MaxPooling1D",
    "MaxPooling2D",
    "MaxPooling3D",
    "SeparableConv1D",
    "SeparableConv2D",
    "average_pooling1d",
    "average_pooling2d",
    "average_pooling3d",
    "batch_normalization",
    "conv1d",
    "conv2d",
    "conv2d_transpose",
    "conv3d",
    "conv3d_transpose",
    "dense",
    "dropout",
    "experimental",
    "flatten",
    "max_pooling1d",
    "max_pooling2d",
    "max_pooling3d",
    "separable_conv1d",
    "separable_conv2d",
]
