"""Replaces: ``tf.contrib.framework.nest``."""

from tensorflow.python.util import nest as _living
from tf2notes.legacy.tf1._private import is_sequence

__all__ = ["is_sequence", *(name for name in dir(_living) if not name.startswith("_"))]


def __getattr__(name):
    return getattr(_living, name)


def __dir__():
    return __all__
