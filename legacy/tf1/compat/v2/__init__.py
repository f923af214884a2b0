"""Replaces: ``tf.compat.v2``: TensorFlow's own, with the Keras and the estimators that 1.15 had in it."""

import importlib

import tensorflow.compat.v2 as _living
from tf2notes.legacy.unsupported import missing as _missing

_OF_KERAS = ("initializers", "losses", "metrics", "optimizers")


def __getattr__(name):
    if name in ("keras", "estimator"):
        return importlib.import_module(f"{__name__}.{name}")
    if name in _OF_KERAS:
        return getattr(importlib.import_module(f"{__name__}.keras"), name)
    if name == "compat":
        return importlib.import_module("tf2notes.legacy.tf1.compat")
    if name.startswith("__") or not hasattr(_living, name):
        raise _missing(f"compat.v2.{name}", dir(_living))
    return getattr(_living, name)


def __dir__():
    return sorted({name for name in (*dir(_living), *_OF_KERAS, "estimator", "keras") if not name.startswith("_")})
