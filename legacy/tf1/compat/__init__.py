"""Replaces: ``tf.compat``. Programs of 1.13 and later write ``import tensorflow.compat.v1 as tf``: it is this surface.

Differs: ``tf.compat.v1.contrib`` is there; TF 1.15 had ``contrib`` beside it only.
"""

import importlib

import tensorflow.compat.v1.compat as _living
from tf2notes.legacy.unsupported import missing as _missing


def __getattr__(name):
    if name == "v1":
        return importlib.import_module("tf2notes.legacy.tf1")
    if name == "v2":
        return importlib.import_module(f"{__name__}.v2")
    if name.startswith("__") or not hasattr(_living, name):
        raise _missing(f"compat.{name}", dir(_living))
    return getattr(_living, name)


def __dir__():
    return sorted({name for name in (*dir(_living), "v1", "v2") if not name.startswith("_")})
