"""Cells that are no LSTM: NAS, update gates, intersections, simple and minimal recurrences."""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.rnn.shared import (
    SizedLayerRNNCell,
    SizedRNNCell,
    built_depth,
    input_depth,
    lstm_sizes,
)
from tf2notes.legacy.tf1.layers.base import InputSpec
from tf2notes.legacy.tf1.nn.projection import _Linear
from tf2notes.legacy.tf1.nn.rnn_cell import LSTMStateTuple
from tf_keras.src import activations, initializers

__all__ = ["CFNCell", "IntersectionRNNCell", "MinimalRNNCell", "NASCell", "SRUCell", "UGRNNCell"]


class NASCell(SizedLayerRNNCell):
    """The cell found by architecture search (Zoph and Le, arXiv:1611.01578).

    Replaces: tf.contrib.rnn.NASCell
    """

    _NAS_BASE = 8

    def __init__(self, num_units, num_proj=None, use_bias=False, reuse=None, **kwargs):
        super().__init__(_reuse=reuse, **kwargs)
        self._num_units = num_units
        self._num_proj = num_proj
        self._use_bias = use_bias
        self._state_size, self._output_size = lstm_sizes(num_units, num_proj)

    def build(self, inputs_shape):
        depth = tf.TensorShape(inputs_shape).with_rank(2).as_list()[1]
        if depth is None:
            raise ValueError("Could not infer input size from inputs.get_shape()[-1]")
        width = self._NAS_BASE * self._num_units
        num_proj = self._num_units if self._num_proj is None else self._num_proj
        self.recurrent_kernel = self.add_weight("recurrent_kernel", [num_proj, width])
        self.kernel = self.add_weight("kernel", [depth, width])
        if self._use_bias:
            self.bias = self.add_weight("bias", shape=[width], initializer=tf.zeros_initializer())
        if self._num_proj is not None:
            self.projection_weights = self.add_weight("projection_weights", [self._num_units, self._num_proj])
        self.built = True

    def call(self, inputs, state):
        c_prev, m_prev = state
        from_state = tf.matmul(m_prev, self.recurrent_kernel)
        if self._use_bias:
            from_state = tf.nn.bias_add(from_state, self.bias)
        m = tf.split(from_state, self._NAS_BASE, axis=1)
        x = tf.split(tf.matmul(inputs, self.kernel), self._NAS_BASE, axis=1)
        left = tf.tanh(tf.sigmoid(x[0] + m[0]) * tf.nn.relu(x[1] + m[1]))
        middle = tf.tanh(tf.sigmoid(x[2] + m[2]) + tf.nn.relu(x[3] * m[3]))
        right = tf.tanh(tf.tanh(x[4] + m[4]) * tf.sigmoid(x[5] + m[5]))
        last = tf.sigmoid(tf.tanh(x[6] + m[6]) + tf.sigmoid(x[7] + m[7]))
        new_c = tf.tanh(left + c_prev) * middle
        new_m = tf.tanh(new_c * tf.tanh(right + last))
        if self._num_proj is not None:
            new_m = tf.matmul(new_m, self.projection_weights)
        return new_m, LSTMStateTuple(new_c, new_m)


class UGRNNCell(SizedRNNCell):
    """Update gate RNN: between a plain RNN and a GRU (arXiv:1611.09913).

    Replaces: tf.contrib.rnn.UGRNNCell
    """

    def __init__(self, num_units, initializer=None, forget_bias=1.0, activation=tf.tanh, reuse=None):
        super().__init__(_reuse=reuse)
        self._num_units = self._state_size = self._output_size = num_units
        self._initializer = initializer
        self._forget_bias = forget_bias
        self._activation = activation
        self._linear = None

    def call(self, inputs, state):
        input_depth(inputs)
        with tf.variable_scope(tf.get_variable_scope(), initializer=self._initializer):
            both = tf.concat([inputs, state], 1)
            if self._linear is None:
                self._linear = _Linear(both, 2 * self._num_units, True)
            g, c = tf.split(self._linear(both), 2, axis=1)
            g = tf.sigmoid(g + self._forget_bias)
            new_state = g * state + (1.0 - g) * self._activation(c)
        return new_state, new_state


class IntersectionRNNCell(SizedRNNCell):
    """The +RNN: gated in depth as well as in time (arXiv:1611.09913).

    Replaces: tf.contrib.rnn.IntersectionRNNCell

    Raises:
        ValueError: when called on inputs whose size is not `num_units`, without `num_in_proj`.
    """

    def __init__(
        self, num_units, num_in_proj=None, initializer=None, forget_bias=1.0, y_activation=tf.nn.relu, reuse=None
    ):
        super().__init__(_reuse=reuse)
        self._num_units = self._state_size = self._output_size = num_units
        self._initializer = initializer
        self._forget_bias = forget_bias
        self._num_input_proj = num_in_proj
        self._y_activation = y_activation
        self._linear1 = None
        self._linear2 = None

    def _projected(self, inputs):
        if not self._num_input_proj:
            raise ValueError(
                "Must have input size == output size for Intersection RNN. "
                "To fix, num_in_proj should be set to num_units at cell init."
            )
        with tf.variable_scope("in_projection"):
            if self._linear1 is None:
                self._linear1 = _Linear(inputs, self._num_units, True)
            return self._linear1(inputs)

    def call(self, inputs, state):
        depth = input_depth(inputs)
        with tf.variable_scope(tf.get_variable_scope(), initializer=self._initializer):
            if depth != self._num_units:
                inputs = self._projected(inputs)
            both = tf.concat([inputs, state], 1)
            if self._linear2 is None:
                self._linear2 = _Linear(both, 4 * self._num_units, True)
            gh, h, gy, y = tf.split(self._linear2(both), 4, axis=1)
            gh, gy = tf.sigmoid(gh + self._forget_bias), tf.sigmoid(gy + self._forget_bias)
            new_state = gh * state + (1.0 - gh) * tf.tanh(h)
            output = gy * inputs + (1.0 - gy) * self._y_activation(y)
        return output, new_state


class SRUCell(SizedLayerRNNCell):
    """Simple recurrent unit: no matrix product with the state (Lei et al., arXiv:1709.02755).

    Replaces: tf.contrib.rnn.SRUCell
    """

    def __init__(self, num_units, activation=None, reuse=None, name=None, **kwargs):
        super().__init__(_reuse=reuse, name=name, **kwargs)
        self._num_units = self._state_size = self._output_size = num_units
        self._activation = activation or tf.tanh
        self.input_spec = InputSpec(ndim=2)

    def build(self, inputs_shape):
        self._kernel = self.add_weight("kernel", shape=[built_depth(inputs_shape), 4 * self._num_units])
        self._bias = self.add_weight("bias", shape=[2 * self._num_units], initializer=tf.zeros_initializer())
        self.built = True

    def call(self, inputs, state):
        x_bar, f, r, x = tf.split(tf.matmul(inputs, self._kernel), 4, axis=1)
        f, r = tf.split(tf.sigmoid(tf.nn.bias_add(tf.concat([f, r], 1), self._bias)), 2, axis=1)
        c = f * state + (1.0 - f) * x_bar
        return r * self._activation(c) + (1.0 - r) * x, c


class MinimalRNNCell(SizedLayerRNNCell):
    """One gate between the state and the encoded input (Chen, arXiv:1711.06788).

    Replaces: tensorflow.contrib.rnn.python.ops.rnn_cell.MinimalRNNCell
    """

    def __init__(
        self,
        units,
        activation="tanh",
        kernel_initializer="glorot_uniform",
        bias_initializer="ones",
        name=None,
        dtype=None,
        **kwargs,
    ):
        super().__init__(name=name, dtype=dtype, **kwargs)
        self.input_spec = InputSpec(ndim=2)
        self.units = self._state_size = self._output_size = units
        self.activation = activations.get(activation)
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)

    def build(self, inputs_shape):
        self.kernel = self.add_weight(
            "kernel",
            shape=[built_depth(inputs_shape) + 2 * self.units, self.units],
            initializer=self.kernel_initializer,
        )
        self.bias = self.add_weight("bias", shape=[self.units], initializer=self.bias_initializer)
        self.built = True

    def call(self, inputs, state):
        encode, gate = tf.split(self.kernel, [input_depth(inputs), 2 * self.units], axis=0)
        encoded = self.activation(tf.matmul(inputs, encode))
        u = tf.sigmoid(tf.nn.bias_add(tf.matmul(tf.concat([encoded, state], 1), gate), self.bias))
        new_h = u * state + (1 - u) * encoded
        return new_h, new_h


class CFNCell(SizedLayerRNNCell):
    """Chaos-free network: gated, with nothing chaotic in its dynamics (Laurent and von Brecht, arXiv:1612.06212).

    Replaces: tensorflow.contrib.rnn.python.ops.rnn_cell.CFNCell
    """

    def __init__(
        self,
        units,
        activation="tanh",
        kernel_initializer="glorot_uniform",
        bias_initializer="ones",
        name=None,
        dtype=None,
        **kwargs,
    ):
        super().__init__(name=name, dtype=dtype, **kwargs)
        self.input_spec = InputSpec(ndim=2)
        self.units = self._state_size = self._output_size = units
        self.activation = activations.get(activation)
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)

    def build(self, inputs_shape):
        depth = built_depth(inputs_shape)
        self.kernel = self.add_weight("kernel", shape=[depth, 3 * self.units], initializer=self.kernel_initializer)
        self.recurrent_kernel = self.add_weight(
            "recurrent_kernel", shape=[self.units, 2 * self.units], initializer=self.kernel_initializer
        )
        self.bias = self.add_weight("bias", shape=[2 * self.units], initializer=self.bias_initializer)
        self.built = True

    def call(self, inputs, state):
        to_gates, to_input = tf.split(self.kernel, [2 * self.units, self.units], axis=1)
        gates = tf.matmul(state, self.recurrent_kernel) + tf.matmul(inputs, to_gates)
        theta, eta = tf.split(tf.sigmoid(tf.nn.bias_add(gates, self.bias)), 2, axis=1)
        new_h = theta * self.activation(state) + (1 - eta) * self.activation(tf.matmul(inputs, to_input))
        return new_h, new_h
