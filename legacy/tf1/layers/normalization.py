"""Batch normalization. Replaces: tensorflow.python.layers.normalization"""

from tf2notes.legacy.tf1.layers.base import functional
from tf_keras.src.legacy_tf_layers import normalization
from tf_keras.src.legacy_tf_layers.normalization import BatchNormalization

batch_normalization = functional(BatchNormalization, normalization.batch_normalization)

BatchNorm = BatchNormalization
batch_norm = batch_normalization

__all__ = ["BatchNorm", "BatchNormalization", "batch_norm", "batch_normalization"]
