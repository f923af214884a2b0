"""Replaces: ``tf.nn.rnn_cell``, which TensorFlow 2.21 has only with tf_keras as its Keras.

The classes are tf_keras' own copies of TF1's cells, imported directly, so that Keras 3 stays the process' Keras, as
subclasses that are `tf.layers.Layer`s too and whose constructors do not warn about Keras at every call. Also what
programs import from ``tensorflow.python.ops.rnn_cell`` and ``rnn_cell_impl``, down to the 0.x names.
"""

import contextlib
import warnings

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.nn.cell_base import LayerRNNCell, RNNCell
from tf2notes.legacy.tf1.nn.projection import (
    EmbeddingWrapper,
    InputProjectionWrapper,
    OutputProjectionWrapper,
    _Linear,
    _linear,
    linear,
)
from tf_keras.src.layers.rnn import legacy_cell_wrappers as _living_wrappers
from tf_keras.src.layers.rnn import legacy_cells as _living
from tf_keras.src.layers.rnn.legacy_cell_wrappers import (
    ASSERT_LIKE_RNNCELL_ERROR_REGEXP,
    assert_like_rnncell,
)
from tf_keras.src.layers.rnn.legacy_cells import (
    _BIAS_VARIABLE_NAME,
    _WEIGHTS_VARIABLE_NAME,
    LSTMStateTuple,
    _check_rnn_cell_input_dtypes,
    _check_supported_dtypes,
    _concat,
    _hasattr,
    _LSTMStateTuple,
    _zero_state_tensors,
)

__all__ = [
    "ASSERT_LIKE_RNNCELL_ERROR_REGEXP",
    "_BIAS_VARIABLE_NAME",
    "_WEIGHTS_VARIABLE_NAME",
    "BasicLSTMCell",
    "BasicRNNCell",
    "DeviceWrapper",
    "DropoutWrapper",
    "EmbeddingWrapper",
    "GRUCell",
    "InputProjectionWrapper",
    "LSTMCell",
    "LSTMStateTuple",
    "LayerRNNCell",
    "MultiRNNCell",
    "OutputProjectionWrapper",
    "RNNCell",
    "ResidualWrapper",
    "_LSTMStateTuple",
    "_LayerRNNCell",
    "_Linear",
    "_RNNCellWrapperV1",
    "_check_rnn_cell_input_dtypes",
    "_check_supported_dtypes",
    "_concat",
    "_hasattr",
    "_linear",
    "_zero_state_tensors",
    "assert_like_rnncell",
    "linear",
]

_LayerRNNCell = LayerRNNCell


@contextlib.contextmanager
def _as_tf1(cell, kwargs):
    """Around a living constructor: takes 0.x's unused `input_size` out, and keeps the advice to use Keras quiet."""
    if kwargs.pop("input_size", None) is not None:
        tf.logging.warn("%s: The input_size parameter is deprecated.", type(cell).__name__)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        yield


class BasicRNNCell(_living.BasicRNNCell, LayerRNNCell):
    """output = new state = activation([x, state] kernel + bias).

    Replaces: tf.nn.rnn_cell.BasicRNNCell
    Differs: also takes the keyword `input_size` of TF 0.x, and logs that it means nothing, as 0.12 did.
    """

    def __init__(self, num_units, activation=None, reuse=None, name=None, dtype=None, **kwargs):
        with _as_tf1(self, kwargs):
            super().__init__(num_units, activation=activation, reuse=reuse, name=name, dtype=dtype, **kwargs)


class GRUCell(_living.GRUCell, LayerRNNCell):
    """Gates r, u = sigmoid([x, h]), candidate from [x, r h], new state u h + (1 - u) candidate.

    Replaces: tf.nn.rnn_cell.GRUCell
    Differs: also takes the keyword `input_size` of TF 0.x, and logs that it means nothing, as 0.12 did.
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
        **kwargs,
    ):
        with _as_tf1(self, kwargs):
            super().__init__(
                num_units,
                activation=activation,
                reuse=reuse,
                kernel_initializer=kernel_initializer,
                bias_initializer=bias_initializer,
                name=name,
                dtype=dtype,
                **kwargs,
            )


class BasicLSTMCell(_living.BasicLSTMCell, LayerRNNCell):
    """LSTM without peepholes, clipping or projection; one kernel with the gates in the order i, j, f, o.

    Replaces: tf.nn.rnn_cell.BasicLSTMCell
    Differs: also takes the keyword `input_size` of TF 0.x, and logs that it means nothing, as 0.12 did.
    """

    def __init__(
        self,
        num_units,
        forget_bias=1.0,
        state_is_tuple=True,
        activation=None,
        reuse=None,
        name=None,
        dtype=None,
        **kwargs,
    ):
        with _as_tf1(self, kwargs):
            super().__init__(
                num_units,
                forget_bias=forget_bias,
                state_is_tuple=state_is_tuple,
                activation=activation,
                reuse=reuse,
                name=name,
                dtype=dtype,
                **kwargs,
            )


class LSTMCell(_living.LSTMCell, LayerRNNCell):
    """LSTM with optional peepholes, cell clipping and projection; gates in the order i, j, f, o.

    Replaces: tf.nn.rnn_cell.LSTMCell
    Differs: also takes the keyword `input_size` of TF 0.x, and logs that it means nothing, as 0.12 did.
    """

    def __init__(
        self,
        num_units,
        use_peepholes=False,
        cell_clip=None,
        initializer=None,
        num_proj=None,
        proj_clip=None,
        num_unit_shards=None,
        num_proj_shards=None,
        forget_bias=1.0,
        state_is_tuple=True,
        activation=None,
        reuse=None,
        name=None,
        dtype=None,
        **kwargs,
    ):
        with _as_tf1(self, kwargs):
            super().__init__(
                num_units,
                use_peepholes=use_peepholes,
                cell_clip=cell_clip,
                initializer=initializer,
                num_proj=num_proj,
                proj_clip=proj_clip,
                num_unit_shards=num_unit_shards,
                num_proj_shards=num_proj_shards,
                forget_bias=forget_bias,
                state_is_tuple=state_is_tuple,
                activation=activation,
                reuse=reuse,
                name=name,
                dtype=dtype,
                **kwargs,
            )


class MultiRNNCell(_living.MultiRNNCell, RNNCell):
    """Cells stacked in order; variables under `cell_0`, `cell_1`, ...

    Replaces: tf.nn.rnn_cell.MultiRNNCell
    """


class _RNNCellWrapperV1(_living_wrappers._RNNCellWrapperV1, RNNCell):
    """A cell around the cell `self.cell`."""


class DropoutWrapper(_living_wrappers.DropoutWrapper, _RNNCellWrapperV1):
    """Dropout of a cell's inputs, states and outputs, with masks as TF1 drew them.

    Replaces: tf.nn.rnn_cell.DropoutWrapper
    """


class ResidualWrapper(_living_wrappers.ResidualWrapper, _RNNCellWrapperV1):
    """Adds a cell's inputs to its outputs, or whatever `residual_fn` does.

    Replaces: tf.nn.rnn_cell.ResidualWrapper
    """


class DeviceWrapper(_living_wrappers.DeviceWrapper, _RNNCellWrapperV1):
    """Runs a cell on a device.

    Replaces: tf.nn.rnn_cell.DeviceWrapper
    """
