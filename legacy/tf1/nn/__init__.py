"""Replaces: ``tf.nn``. What lives in ``tf.compat.v1.nn`` is that very object; the files of this package override it.

Each sibling that overrides functions is imported below by name; a submodule that TF1 has (``tf.nn.rnn_cell``,
``tf.nn.seq2seq`` of TF 0.x) is imported when first used.
"""

import importlib
import importlib.util

import tensorflow.compat.v1.nn as _v1_nn
from tf2notes.legacy.tf1._argument_order import changed as _changed
from tf2notes.legacy.tf1._nn_arguments import *  # noqa: F403  (argument orders of 0.x)
from tf2notes.legacy.tf1.nn.recurrent import (
    bidirectional_dynamic_rnn,
    bidirectional_rnn,
    dynamic_rnn,
    raw_rnn,
    rnn,
    state_saving_rnn,
    static_bidirectional_rnn,
    static_rnn,
    static_state_saving_rnn,
)
from tf2notes.legacy.unsupported import missing

__all__ = [
    "bidirectional_dynamic_rnn",
    "bidirectional_rnn",
    "dynamic_rnn",
    "raw_rnn",
    "rnn",
    "state_saving_rnn",
    "static_bidirectional_rnn",
    "static_rnn",
    "static_state_saving_rnn",
]

_SUBMODULES = ("rnn_cell", "seq2seq")


def __getattr__(name):
    if name in _SUBMODULES and importlib.util.find_spec(f"{__name__}.{name}"):
        return importlib.import_module(f"{__name__}.{name}")
    if not hasattr(_v1_nn, name):
        raise missing(f"nn.{name}", dir(_v1_nn))
    return _changed(f"nn.{name}", getattr(_v1_nn, name))


def __dir__():
    return sorted({*globals(), *_SUBMODULES, *dir(_v1_nn)})
