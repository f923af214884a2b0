"""Replaces: ``tf.contrib.bayesflow``."""

from tf2notes.legacy.tf1.contrib.bayesflow import monte_carlo
from tf2notes.legacy.unsupported import missing as _missing

__all__ = ["monte_carlo"]


def __getattr__(name):
    raise _missing(f"contrib.bayesflow.{name}", __all__)
