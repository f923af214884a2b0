# ruff: noqa: F401, F403
"""Replaces: ``tensorflow.contrib.rnn.python.ops.rnn_cell``: the cells made in contrib, by one name."""

from tf2notes.legacy.tf1.contrib.rnn.conv_cells import *
from tf2notes.legacy.tf1.contrib.rnn.conv_cells import _conv
from tf2notes.legacy.tf1.contrib.rnn.frequency_cells import *
from tf2notes.legacy.tf1.contrib.rnn.gated_cells import *
from tf2notes.legacy.tf1.contrib.rnn.independent_cells import *
from tf2notes.legacy.tf1.contrib.rnn.lstm_cells import *
from tf2notes.legacy.tf1.contrib.rnn.memory_cell import *
from tf2notes.legacy.tf1.contrib.rnn.phased_cell import *
from tf2notes.legacy.tf1.contrib.rnn.phased_cell import _random_exp_initializer
from tf2notes.legacy.tf1.contrib.rnn.shared import concat_variable as _get_concat_variable
from tf2notes.legacy.tf1.contrib.rnn.shared import sharded_variable as _get_sharded_variable
from tf2notes.legacy.tf1.contrib.rnn.wrappers import *
from tf2notes.legacy.tf1.nn.projection import _Linear
