"""Replaces: ``tensorflow.contrib.rnn.python.ops.core_rnn`` of TF 1.0 and 1.1."""

from tf2notes.legacy.tf1.nn.recurrent import (
    static_bidirectional_rnn,
    static_rnn,
    static_state_saving_rnn,
)

__all__ = ["static_bidirectional_rnn", "static_rnn", "static_state_saving_rnn"]
