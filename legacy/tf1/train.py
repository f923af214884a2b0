"""Replaces: ``tf.train``: ``tf.compat.v1.train`` and its names from before 1.0."""

import tensorflow.compat.v1 as _v1
from tf2notes.legacy.tf1._old_names import TRAIN, v1_object
from tf2notes.legacy.tf1._supervisor import Supervisor  # noqa: F401
from tf2notes.legacy.unsupported import missing

_LIVING = _v1.train


def __getattr__(name):
    if hasattr(_LIVING, name):
        return getattr(_LIVING, name)
    if name in TRAIN:
        return v1_object(TRAIN[name])
    raise missing(f"train.{name}", dir(_LIVING))


def __dir__():
    return sorted({*dir(_LIVING), *TRAIN})
