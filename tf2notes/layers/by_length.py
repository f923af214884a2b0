"""Sequences of other lengths without a mask: a layer that reads forward never sees what comes after the end.

What a mask does at every step, these do once: turn a sequence around within its length, and take its last step. The
recurrent layers between them need no mask, and may be unrolled.
"""

import keras
import tensorflow as tf
from keras import layers, ops


@keras.saving.register_keras_serializable("tf2notes")
class ReverseByLength(layers.Layer):
    """Turns the first `lengths` steps of each sequence around and leaves what follows: [batch, time, ...] -> the same.

    Call with the sequences and int [batch] lengths, 0 to time.

    Replaces: ``tf.reverse_sequence``, which is in it, for functional models.
    """

    def call(self, sequences, lengths):
        return tf.reverse_sequence(sequences, lengths, seq_axis=1, batch_axis=0)

    def compute_output_shape(self, sequences_shape, lengths_shape):
        return sequences_shape


@keras.saving.register_keras_serializable("tf2notes")
class LastByLength(layers.Layer):
    """The step before each sequence's end: float [batch, time, units] -> [batch, units], zeros where the length is 0.

    Call with the sequences and int [batch] lengths, 0 to time.

    Replaces: the output of the final state of ``tf.nn.dynamic_rnn(sequence_length=...)``.
    """

    def call(self, sequences, lengths):
        last = ops.maximum(lengths - 1, 0)[:, None, None]
        found = ops.take_along_axis(sequences, last, axis=1)[:, 0]
        return ops.where(ops.expand_dims(lengths > 0, -1), found, 0)

    def compute_output_shape(self, sequences_shape, lengths_shape):
        return (sequences_shape[0], *sequences_shape[2:])
