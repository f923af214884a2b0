"""Replaces: ``tf.contrib.linear_optimizer``: linear models by stochastic dual coordinate ascent.

Not here: partitioned variables and tables, and their classes.
"""

from tf2notes.legacy.tf1.contrib.linear_optimizer.sdca_ops import SdcaModel, SparseFeatureColumn
from tf2notes.legacy.tf1.contrib.linear_optimizer.sdca_optimizer import SDCAOptimizer
from tf2notes.legacy.unsupported import missing as _missing

__all__ = ["SDCAOptimizer", "SdcaModel", "SparseFeatureColumn"]


def __getattr__(name):
    raise _missing(f"contrib.linear_optimizer.{name}", __all__)
