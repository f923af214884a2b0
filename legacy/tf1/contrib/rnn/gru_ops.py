"""GRU cells on TensorFlow's fused kernel, and its gradient, which TensorFlow 2 no longer registers."""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.rnn.lstm_ops import register_gradient
from tf2notes.legacy.tf1.layers.base import InputSpec
from tf2notes.legacy.tf1.nn.rnn_cell import LayerRNNCell

__all__ = ["GRUBlockCell", "GRUBlockCellV2"]


def _step_gradient(op, *grads):
    """d loss / d inputs of one kernel step, from that of the new state."""
    x, h_prev, w_ru, w_c, b_ru, b_c = op.inputs
    r, u, c, _ = op.outputs
    x_grad, h_prev_grad, c_grad, ru_grad = tf.raw_ops.GRUBlockCellGrad(
        x=x, h_prev=h_prev, w_ru=w_ru, w_c=w_c, b_ru=b_ru, b_c=b_c, r=r, u=u, c=c, d_h=grads[3]
    )
    w_ru_grad = tf.matmul(tf.concat([x, h_prev], 1), ru_grad, transpose_a=True)
    w_c_grad = tf.matmul(tf.concat([x, h_prev * r], 1), c_grad, transpose_a=True)
    return x_grad, h_prev_grad, w_ru_grad, w_c_grad, tf.reduce_sum(ru_grad, 0), tf.reduce_sum(c_grad, 0)


register_gradient("GRUBlockCell", _step_gradient)


class GRUBlockCell(LayerRNNCell):
    """GRUCell in one kernel; its variables are w_ru, b_ru, w_c and b_c.

    Replaces: tf.contrib.rnn.GRUBlockCell

    Raises:
        ValueError: not exactly one of `num_units` and its old name `cell_size`.
    """

    _variable_names = ("w_ru", "b_ru", "w_c", "b_c")

    def __init__(self, num_units=None, cell_size=None, reuse=None, name="gru_cell"):
        super().__init__(_reuse=reuse, name=name)
        if (cell_size is None) == (num_units is None):
            raise ValueError("Exactly one of num_units or cell_size must be provided.")
        self._cell_size = cell_size if num_units is None else num_units
        self.input_spec = InputSpec(ndim=2)

    @property
    def state_size(self):
        return self._cell_size

    @property
    def output_size(self):
        return self._cell_size

    def build(self, input_shape):
        depth, n = tf.TensorShape(input_shape).as_list()[1], self._cell_size
        if depth is None:
            raise ValueError("Expecting input_size to be set.")
        gate_kernel, gate_bias, candidate_kernel, candidate_bias = self._variable_names
        self._gate_kernel = self.add_weight(gate_kernel, [depth + n, n * 2])
        self._gate_bias = self.add_weight(gate_bias, [n * 2], initializer=tf.ones_initializer())
        self._candidate_kernel = self.add_weight(candidate_kernel, [depth + n, n])
        self._candidate_bias = self.add_weight(candidate_bias, [n], initializer=tf.zeros_initializer())
        self.built = True

    def call(self, inputs, h_prev):
        size = tf.dimension_value(h_prev.shape.with_rank(2)[1])
        if size != self._cell_size:
            raise ValueError(f"Shape of h_prev[1] incorrect: cell_size {self._cell_size} vs {size}")
        _, _, _, new_h = tf.raw_ops.GRUBlockCell(
            x=inputs,
            h_prev=h_prev,
            w_ru=self._gate_kernel,
            w_c=self._candidate_kernel,
            b_ru=self._gate_bias,
            b_c=self._candidate_bias,
        )
        return new_h, new_h


class GRUBlockCellV2(GRUBlockCell):
    """GRUBlockCell with the variable names of GRUCell, so that checkpoints are interchangeable.

    Replaces: tf.contrib.rnn.GRUBlockCellV2
    """

    _variable_names = ("gates/kernel", "gates/bias", "candidate/kernel", "candidate/bias")
