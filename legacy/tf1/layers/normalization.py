"""Batch normalization. Replaces: tensorflow.python.layers.normalization"""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1 import _op_counts
from tf2notes.legacy.tf1._unconverted import unconverted
from tf2notes.legacy.tf1.layers.base import Layer, functional
from tf_keras.src.legacy_tf_layers import normalization


class BatchNormalization(normalization.BatchNormalization, Layer):
    """Normalization by the moments of the batch in training, by their moving averages else; updates to UPDATE_OPS.

    Replaces: tf.layers.BatchNormalization
    """

    def build(self, input_shape):
        """Make the variables; ValueError for an axis that the input does not have."""
        rank = tf.TensorShape(input_shape).rank
        for axis in self.axis if isinstance(self.axis, (list, tuple)) else [self.axis]:
            if rank is not None and not -rank <= axis < rank:
                raise ValueError(f"Invalid axis: {axis}")
        super().build(input_shape)

    @unconverted
    def call(self, inputs, training=None):
        if self.fused and isinstance(training, (bool, int, type(None))):
            _op_counts.add(2 if training else 1)  # TF1's constants: empty moments in training, the momentum else
        return super().call(inputs, training=training)


batch_normalization = functional(BatchNormalization, normalization.batch_normalization)

BatchNorm = BatchNormalization
batch_norm = batch_normalization
