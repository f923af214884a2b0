"""LSTM cells over sequences, images and volumes (Shi et al., arXiv:1506.04214)."""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.rnn.shared import SizedRNNCell
from tf2notes.legacy.tf1.nn.rnn_cell import LSTMStateTuple

__all__ = ["Conv1DLSTMCell", "Conv2DLSTMCell", "Conv3DLSTMCell", "ConvLSTMCell"]


class ConvLSTMCell(SizedRNNCell):
    """LSTM whose gates are one convolution of [inputs, hidden state].

    Replaces: tf.contrib.rnn.ConvLSTMCell; as there, `initializers` has no effect: the variable scope's is used.

    Args:
        conv_ndims: 1, 2 or 3.
        input_shape: list of the input's sizes without the batch, channels last.

    Raises:
        ValueError: `input_shape` does not have `conv_ndims` + 1 sizes.
    """

    def __init__(
        self,
        conv_ndims,
        input_shape,
        output_channels,
        kernel_shape,
        use_bias=True,
        skip_connection=False,
        forget_bias=1.0,
        initializers=None,
        name="conv_lstm_cell",
    ):
        super().__init__(name=name)
        if conv_ndims != len(input_shape) - 1:
            raise ValueError(f"Invalid input_shape {input_shape} for conv_ndims={conv_ndims}.")
        self._conv_ndims = conv_ndims
        self._input_shape = input_shape
        self._output_channels = output_channels
        self._kernel_shape = list(kernel_shape)
        self._use_bias = use_bias
        self._forget_bias = forget_bias
        self._skip_connection = skip_connection
        self._total_output_channels = output_channels + (input_shape[-1] if skip_connection else 0)
        spatial = list(input_shape[:-1])
        state = tf.TensorShape([*spatial, output_channels])
        self._state_size = LSTMStateTuple(state, state)
        self._output_size = tf.TensorShape([*spatial, self._total_output_channels])

    def call(self, inputs, state, scope=None):
        cell, hidden = state
        gates = _conv([inputs, hidden], self._kernel_shape, 4 * self._output_channels, self._use_bias)
        i, new, f, o = tf.split(gates, 4, axis=self._conv_ndims + 1)
        new_cell = tf.sigmoid(f + self._forget_bias) * cell + tf.sigmoid(i) * tf.tanh(new)
        output = tf.tanh(new_cell) * tf.sigmoid(o)
        if self._skip_connection:
            output = tf.concat([output, inputs], axis=-1)
        return output, LSTMStateTuple(new_cell, output)


class Conv1DLSTMCell(ConvLSTMCell):
    """Replaces: tf.contrib.rnn.Conv1DLSTMCell"""

    def __init__(self, name="conv_1d_lstm_cell", **kwargs):
        super().__init__(conv_ndims=1, name=name, **kwargs)


class Conv2DLSTMCell(ConvLSTMCell):
    """Replaces: tf.contrib.rnn.Conv2DLSTMCell"""

    def __init__(self, name="conv_2d_lstm_cell", **kwargs):
        super().__init__(conv_ndims=2, name=name, **kwargs)


class Conv3DLSTMCell(ConvLSTMCell):
    """Replaces: tf.contrib.rnn.Conv3DLSTMCell"""

    def __init__(self, name="conv_3d_lstm_cell", **kwargs):
        super().__init__(conv_ndims=3, name=name, **kwargs)


def _conv(args, filter_size, num_features, bias, bias_start=0.0):
    """SAME convolution of the tensors' concatenation along the channels, with variables `kernel` and `biases`.

    Raises:
        ValueError: tensors that are not 3-D, 4-D or 5-D, or differ in that.
    """
    shapes = [a.shape.as_list() for a in args]
    rank = len(shapes[0])
    if any(len(shape) not in (3, 4, 5) for shape in shapes):
        raise ValueError(f"Conv Linear expects 3D, 4D or 5D arguments: {shapes}")
    if any(len(shape) != rank for shape in shapes):
        raise ValueError(f"Conv Linear expects all args to be of same Dimension: {shapes}")
    depth = sum(shape[-1] for shape in shapes)
    dtype = args[0].dtype
    kernel = tf.get_variable("kernel", [*filter_size, depth, num_features], dtype=dtype)
    whole = args[0] if len(args) == 1 else tf.concat(args, axis=rank - 1)
    if rank == 3:
        result = tf.nn.conv1d(whole, kernel, 1, padding="SAME")
    else:
        result = (tf.nn.conv2d if rank == 4 else tf.nn.conv3d)(whole, kernel, [1] * rank, padding="SAME")
    if not bias:
        return result
    return result + tf.get_variable(
        "biases", [num_features], dtype=dtype, initializer=tf.constant_initializer(bias_start)
    )
