"""Replaces: ``tf.random``: ``tf.compat.v1.random``, with seeds as TF1 used them."""

import tensorflow.compat.v1 as _v1
from tf2notes.legacy.tf1._argument_order import changed as _changed
from tf2notes.legacy.tf1._random_ops import random_uniform as uniform  # noqa: F401
from tf2notes.legacy.tf1._seeds import set_random_seed  # noqa: F401
from tf2notes.legacy.unsupported import missing

_LIVING = _v1.random


def __getattr__(name):
    if hasattr(_LIVING, name):
        return _changed(f"random.{name}", getattr(_LIVING, name))
    raise missing(f"random.{name}", dir(_LIVING))


def __dir__():
    return sorted({*dir(_LIVING), "set_random_seed", "uniform"})
