"""Ordinary cells that take the weights of a cuDNN layer, for inference without a GPU."""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.rnn.lstm_ops import LSTMBlockCell
from tf2notes.legacy.tf1.contrib.rnn.shared import built_depth
from tf2notes.legacy.tf1.nn.rnn_cell import GRUCell

__all__ = ["CudnnCompatibleGRUCell", "CudnnCompatibleLSTMCell"]


class CudnnCompatibleLSTMCell(LSTMBlockCell):
    """LSTMBlockCell without a forget bias, since a CudnnLSTM's own biases hold all there is.

    Replaces: tf.contrib.cudnn_rnn.CudnnCompatibleLSTMCell
    """

    def __init__(self, num_units, reuse=None):
        super().__init__(
            num_units,
            forget_bias=0,
            cell_clip=None,
            use_peephole=False,
            reuse=reuse,
            name="cudnn_compatible_lstm_cell",
        )


class CudnnCompatibleGRUCell(GRUCell):
    """GRU whose reset gate acts on the state after the matrix product, as cuDNN's does.

    Replaces: tf.contrib.cudnn_rnn.CudnnCompatibleGRUCell
    """

    def __init__(self, num_units, reuse=None, kernel_initializer=None):
        super().__init__(num_units, activation=None, reuse=reuse, kernel_initializer=kernel_initializer)

    def build(self, inputs_shape):
        depth, n = built_depth(inputs_shape), self._num_units
        self._gate_kernel, self._gate_bias = self._add_linear("gates", depth + n, 2 * n, tf.ones_initializer())
        self._candidate_input_kernel = self._add_kernel("candidate/input_projection", depth, n)
        self._candidate_hidden_kernel = self._add_kernel("candidate/hidden_projection", n, n)
        self._candidate_input_bias = self._add_bias("candidate/input_projection", n, tf.zeros_initializer())
        self._candidate_hidden_bias = self._add_bias("candidate/hidden_projection", n, tf.zeros_initializer())
        self.built = True

    def _add_linear(self, name, rows, columns, bias_initializer):
        return self._add_kernel(name, rows, columns), self._add_bias(name, columns, bias_initializer)

    def _add_kernel(self, name, rows, columns):
        return self.add_weight(f"{name}/kernel", shape=[rows, columns], initializer=self._kernel_initializer)

    def _add_bias(self, name, size, initializer):
        return self.add_weight(f"{name}/bias", shape=[size], initializer=initializer)

    def call(self, inputs, state):
        gates = tf.nn.bias_add(tf.matmul(tf.concat([inputs, state], 1), self._gate_kernel), self._gate_bias)
        r, u = tf.split(tf.sigmoid(gates), 2, axis=1)
        candidate = tf.nn.bias_add(tf.matmul(inputs, self._candidate_input_kernel), self._candidate_input_bias)
        hidden = tf.nn.bias_add(tf.matmul(state, self._candidate_hidden_kernel), self._candidate_hidden_bias)
        new_h = (1 - u) * self._activation(candidate + r * hidden) + u * state
        return new_h, new_h
