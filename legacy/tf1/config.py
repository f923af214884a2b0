"""Replaces: ``tf.config``."""

import tensorflow.compat.v1 as _v1
from tensorflow.python.eager import context
from tf2notes.legacy.tf1._argument_order import changed as _changed
from tf2notes.legacy.unsupported import missing

_LIVING = _v1.config


def experimental_list_devices():
    """Replaces: ``tf.config.experimental_list_devices``: the names of all devices."""
    return context.context().devices()


def __getattr__(name):
    if hasattr(_LIVING, name):
        return _changed(f"config.{name}", getattr(_LIVING, name))
    raise missing(f"config.{name}", dir(_LIVING))


def __dir__():
    return sorted({*dir(_LIVING), "experimental_list_devices"})
