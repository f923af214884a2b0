"""Batch normalization. Replaces: tensorflow.python.layers.normalization"""

from tf2notes.legacy.tf1.layers.base import Layer, functional
from tf_keras.src.legacy_tf_layers import normalization


class BatchNormalization(normalization.BatchNormalization, Layer):
    """Normalization by the moments of the batch in training, by their moving averages else; updates to UPDATE_OPS.

    Replaces: tf.layers.BatchNormalization
    """


batch_normalization = functional(BatchNormalization, normalization.batch_normalization)

BatchNorm = BatchNormalization
batch_norm = batch_normalization
