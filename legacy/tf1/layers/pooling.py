"""Pooling. Replaces: tensorflow.python.layers.pooling"""

from tf2notes.legacy.tf1.layers.base import functional
from tf_keras.src.legacy_tf_layers import pooling
from tf_keras.src.legacy_tf_layers.pooling import (
    AveragePooling1D,
    AveragePooling2D,
    AveragePooling3D,
    MaxPooling1D,
    MaxPooling2D,
    MaxPooling3D,
)

average_pooling1d = functional(AveragePooling1D, pooling.average_pooling1d)
average_pooling2d = functional(AveragePooling2D, pooling.average_pooling2d)
average_pooling3d = functional(AveragePooling3D, pooling.average_pooling3d)
max_pooling1d = functional(MaxPooling1D, pooling.max_pooling1d)
max_pooling2d = functional(MaxPooling2D, pooling.max_pooling2d)
max_pooling3d = functional(MaxPooling3D, pooling.max_pooling3d)

AvgPool2D, MaxPool2D = AveragePooling2D, MaxPooling2D
avg_pool2d, max_pool2d = average_pooling2d, max_pooling2d
