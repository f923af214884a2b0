"""Keras' names as TF1's: a recurrent layer's variables without the cell's name, ``gru/kernel:0``; ``conv_lst_m2d``."""

import contextlib
import re

from tf_keras.src.layers.rnn import base_rnn, stacked_rnn_cells
from tf_keras.src.utils import generic_utils


def install():
    """For a process of a TF1 program's own. The two files ask `backend` for the scope of a cell, and for no other."""
    for module in (base_rnn, stacked_rnn_cells):
        if not isinstance(module.backend, _WithoutScopes):
            module.backend = _WithoutScopes(module.backend)
    generic_utils.to_snake_case = to_snake_case


class _WithoutScopes:
    def __init__(self, backend):
        self._backend = backend

    def __getattr__(self, name):
        return getattr(self._backend, name)

    @staticmethod
    def name_scope(name):
        return contextlib.nullcontext(name)


def to_snake_case(name):
    """A class' name as a layer's: a digit went with the capital before it."""
    words = re.sub("(.)([A-Z][a-z0-9]+)", r"\1_\2", name)
    snake = re.sub("([a-z])([A-Z])", r"\1_\2", words).lower()
    return f"private{snake}" if snake.startswith("_") else snake
