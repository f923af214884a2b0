"""Replaces: ``tf.test``: ``tf.compat.v1.test`` with the ``TestCase`` of TF1."""

import tensorflow.compat.v1 as _v1
from tf2notes.legacy.tf1._test_util import TensorFlowTestCase as TestCase  # noqa: F401
from tf2notes.legacy.unsupported import missing

_LIVING = _v1.test


def __getattr__(name):
    if hasattr(_LIVING, name):
        return getattr(_LIVING, name)
    raise missing(f"test.{name}", dir(_LIVING))


def __dir__():
    return sorted({"TestCase", *dir(_LIVING)})
