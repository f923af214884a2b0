"""Cells whose units see their own state only: IndRNN (Li et al., arXiv:1803.04831) and its GRU and LSTM forms."""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.rnn.shared import SizedLayerRNNCell, built_depth, lstm_sizes
from tf2notes.legacy.tf1.layers.base import InputSpec
from tf2notes.legacy.tf1.nn.rnn_cell import LSTMStateTuple

__all__ = ["IndRNNCell", "IndyGRUCell", "IndyLSTMCell"]


class _IndependentCell(SizedLayerRNNCell):
    """Makes the triple of variables that every gate of these cells has."""

    def _add_weights(self, prefix, depth, width, kernel_initializer, bias_initializer, kernel="kernel_w"):
        """Kernel [depth, width] of the inputs, [1, width] of the state, drawn from [-1, 1), and bias [width]."""
        return (
            self.add_weight(f"{prefix}{kernel}", shape=[depth, width], initializer=kernel_initializer),
            self.add_weight(
                f"{prefix}kernel_u", shape=[1, width], initializer=tf.random_uniform_initializer(minval=-1, maxval=1)
            ),
            self.add_weight(f"{prefix}bias", shape=[width], initializer=bias_initializer),
        )


class IndRNNCell(_IndependentCell):
    """output = new state = activation(x W + u * state + b).

    Replaces: tf.contrib.rnn.IndRNNCell
    """

    def __init__(self, num_units, activation=None, reuse=None, name=None, dtype=None):
        super().__init__(_reuse=reuse, name=name, dtype=dtype)
        self.input_spec = InputSpec(ndim=2)
        self._num_units = self._state_size = self._output_size = num_units
        self._activation = activation or tf.tanh

    def build(self, inputs_shape):
        self._kernel_w, self._kernel_u, self._bias = self._add_weights(
            "", built_depth(inputs_shape), self._num_units, None, tf.zeros_initializer()
        )
        self.built = True

    def call(self, inputs, state):
        gates = tf.matmul(inputs, self._kernel_w) + state * self._kernel_u
        output = self._activation(tf.nn.bias_add(gates, self._bias))
        return output, output


class IndyGRUCell(_IndependentCell):
    """GRU with one recurrent weight for each unit and gate.

    Replaces: tf.contrib.rnn.IndyGRUCell
    """

    def __init__(
        self,
        num_units,
        activation=None,
        reuse=None,
        kernel_initializer=None,
        bias_initializer=None,
        name=None,
        dtype=None,
    ):
        super().__init__(_reuse=reuse, name=name, dtype=dtype)
        self.input_spec = InputSpec(ndim=2)
        self._num_units = self._state_size = self._output_size = num_units
        self._activation = activation or tf.tanh
        self._kernel_initializer = kernel_initializer
        self._bias_initializer = bias_initializer

    def build(self, inputs_shape):
        depth, given = built_depth(inputs_shape), self._bias_initializer
        self._gate_kernel_w, self._gate_kernel_u, self._gate_bias = self._add_weights(
            "gates/",
            depth,
            2 * self._num_units,
            self._kernel_initializer,
            tf.ones_initializer() if given is None else given,
        )
        self._candidate_kernel_w, self._candidate_kernel_u, self._candidate_bias = self._add_weights(
            "candidate/",
            depth,
            self._num_units,
            self._kernel_initializer,
            tf.zeros_initializer() if given is None else given,
            kernel="kernel",  # TF1's own inconsistency, and checkpoints have it
        )
        self.built = True

    def call(self, inputs, state):
        gates = tf.matmul(inputs, self._gate_kernel_w) + tf.tile(state, [1, 2]) * self._gate_kernel_u
        r, u = tf.split(tf.sigmoid(tf.nn.bias_add(gates, self._gate_bias)), 2, axis=1)
        candidate = tf.matmul(inputs, self._candidate_kernel_w) + (r * state) * self._candidate_kernel_u
        c = self._activation(tf.nn.bias_add(candidate, self._candidate_bias))
        new_h = u * state + (1 - u) * c
        return new_h, new_h


class IndyLSTMCell(_IndependentCell):
    """LSTM with one recurrent weight for each unit and gate; gates in the order i, j, f, o.

    Replaces: tf.contrib.rnn.IndyLSTMCell
    """

    def __init__(
        self,
        num_units,
        forget_bias=1.0,
        activation=None,
        reuse=None,
        kernel_initializer=None,
        bias_initializer=None,
        name=None,
        dtype=None,
    ):
        super().__init__(_reuse=reuse, name=name, dtype=dtype)
        self.input_spec = InputSpec(ndim=2)
        self._num_units = num_units
        self._forget_bias = forget_bias
        self._activation = activation or tf.tanh
        self._kernel_initializer = kernel_initializer
        self._bias_initializer = bias_initializer
        self._state_size, self._output_size = lstm_sizes(num_units)

    def build(self, inputs_shape):
        self._kernel_w, self._kernel_u, self._bias = self._add_weights(
            "",
            built_depth(inputs_shape),
            4 * self._num_units,
            self._kernel_initializer,
            tf.zeros_initializer() if self._bias_initializer is None else self._bias_initializer,
        )
        self.built = True

    def call(self, inputs, state):
        c, h = state
        gates = tf.matmul(inputs, self._kernel_w) + tf.tile(h, [1, 4]) * self._kernel_u
        i, j, f, o = tf.split(tf.nn.bias_add(gates, self._bias), 4, axis=1)
        new_c = c * tf.sigmoid(f + self._forget_bias) + tf.sigmoid(i) * self._activation(j)
        new_h = self._activation(new_c) * tf.sigmoid(o)
        return new_h, LSTMStateTuple(new_c, new_h)
