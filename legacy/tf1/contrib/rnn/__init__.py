# ruff: noqa: F401, F403
"""Replaces: ``tf.contrib.rnn``. The cells stand in files by concept; the submodules have TF1's names."""

from tensorflow.python.ops.rnn import _best_effort_input_batch_size as best_effort_input_batch_size
from tensorflow.python.ops.rnn import _transpose_batch_time as transpose_batch_time
from tf2notes.legacy.tf1.contrib.rnn import core_rnn, core_rnn_cell, rnn, rnn_cell
from tf2notes.legacy.tf1.contrib.rnn.fused_rnn_cell import *
from tf2notes.legacy.tf1.contrib.rnn.gru_ops import *
from tf2notes.legacy.tf1.contrib.rnn.lstm_ops import *
from tf2notes.legacy.tf1.contrib.rnn.rnn import *
from tf2notes.legacy.tf1.contrib.rnn.rnn_cell import *
from tf2notes.legacy.tf1.nn.recurrent import static_bidirectional_rnn, static_rnn, static_state_saving_rnn
from tf2notes.legacy.tf1.nn.rnn_cell import (
    BasicLSTMCell,
    BasicRNNCell,
    DeviceWrapper,
    DropoutWrapper,
    EmbeddingWrapper,
    GRUCell,
    InputProjectionWrapper,
    LayerRNNCell,
    LSTMCell,
    LSTMStateTuple,
    MultiRNNCell,
    OutputProjectionWrapper,
    ResidualWrapper,
    RNNCell,
    _Linear,
    _linear,
)
