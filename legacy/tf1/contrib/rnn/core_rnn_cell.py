# ruff: noqa: F403
"""Replaces: ``tensorflow.contrib.rnn.python.ops.core_rnn_cell``, and ``core_rnn_cell_impl`` of TF 1.0 and 1.1.

In TF 1.0 all the core cells stood there; in TF 1.15 the three wrappers do.
"""

from tf2notes.legacy.tf1.nn.rnn_cell import *
