"""An LSTM decoder that looks back at what the encoder saw."""

import keras
import tensorflow as tf
from keras import layers, ops


@keras.saving.register_keras_serializable("tf2notes")
class AttentionDecoder(layers.Layer):
    """An LSTM that, at each step, weighs the encoder's outputs by v · tanh(W1 h_i + W2 d).

    The weighted sum (the context) goes into the step's output and, with the next symbol, into the next step's input.

    Replaces: ``tf.contrib.legacy_seq2seq.attention_decoder`` (one head, a ``BasicLSTMCell``), and adds a mask.
    Source: Bahdanau et al. 2015; Vinyals et al. 2015, "Grammar as a Foreign Language".

    Args:
        units: of the LSTM and of the output.

    Call with:
        inputs: float [batch, time, features].
        initial_state: [h, c], float [batch, units] each: the encoder's.
        memory: float [batch, source, memory units], the encoder's outputs.
        memory_mask: bool [batch, source], False where there is only padding; None if there is none.

    Returns:
        outputs float [batch, time, units], and the weights float [batch, time, source], which add up to one.
    """

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.cell = layers.LSTMCell(units, name="lstm_cell")
        self.output_projection = layers.Dense(units, name="output")

    def build(self, inputs_shape, initial_state_shape, memory_shape, memory_mask_shape=None):
        features, size = inputs_shape[-1], memory_shape[-1]
        self.input_projection = layers.Dense(features, name="input")
        self.memory_projection = layers.Dense(size, use_bias=False, name="memory")
        self.query_projection = layers.Dense(size, name="query")
        self.input_projection.build((None, features + size))
        self.cell.build((None, features))
        self.memory_projection.build((None, size))
        self.query_projection.build((None, 2 * self.units))
        self.output_projection.build((None, self.units + size))
        self.v = self.add_weight(name="v", shape=(size,), initializer="glorot_uniform")

    def call(self, inputs, initial_state, memory, memory_mask=None):
        prepared = self.prepare(memory, memory_mask)

        state = self.start(initial_state, memory)

        def advance(last, x):
            weights, state = self._advance(x, last[1:], prepared)
            return [weights, *state]

        first = [tf.zeros_like(memory[..., 0]), *state]
        weights, h, _, context = tf.scan(advance, tf.transpose(inputs, [1, 0, 2]), first)
        outputs = self.output_projection(ops.concatenate([h, context], axis=-1))  # of all steps in one product
        return tf.transpose(outputs, [1, 0, 2]), tf.transpose(weights, [1, 0, 2])

    def prepare(self, memory, memory_mask=None):
        """What every step needs of the memory; W1 h_i is computed once."""
        bias = 0.0 if memory_mask is None else ops.cast(ops.where(memory_mask, 0.0, -1e9), memory.dtype)
        return memory, self.memory_projection(memory), bias

    def start(self, initial_state, memory):
        """The state before the first step: [h, c, context], the context all zeros."""
        return [*initial_state, ops.zeros_like(memory[:, 0])]

    def step(self, x, state, prepared):
        """One step, for decoding symbol by symbol: (output [batch, units], weights [batch, source], next state)."""
        weights, (h, c, context) = self._advance(x, state, prepared)
        return self.output_projection(ops.concatenate([h, context], axis=-1)), weights, [h, c, context]

    def _advance(self, x, state, prepared):
        h, c, context = state
        memory, projected, bias = prepared
        x = self.input_projection(ops.concatenate([x, context], axis=-1))
        _, (h, c) = self.cell(x, [h, c])
        query = self.query_projection(ops.concatenate([c, h], axis=-1))[:, None]
        weights = ops.softmax(ops.sum(self.v * ops.tanh(projected + query), axis=-1) + bias)
        context = ops.sum(weights[..., None] * memory, axis=1)
        return weights, [h, c, context]

    def compute_output_shape(self, inputs_shape, initial_state_shape, memory_shape, *_):
        return (*inputs_shape[:2], self.units), (*inputs_shape[:2], memory_shape[1])

    def get_config(self):
        return {**super().get_config(), "units": self.units}
