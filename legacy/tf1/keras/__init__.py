"""Replaces: ``tf.keras`` of TF1: tf_keras through its TF1 interface, and what TF1 had beyond it.

Differs: it is tf_keras, not Keras 3; ``import keras`` is untouched.
"""

import importlib

import tf_keras.api._v1.keras as _living
import tf_keras.src
from tf2notes.legacy.tf1 import _process
from tf2notes.legacy.tf1._argument_order import changed as _changed
from tf2notes.legacy.unsupported import missing as _missing

_OURS = (
    "backend",
    "estimator",
    "experimental",
    "initializers",
    "losses",
    "metrics",
    "mixed_precision",
    "utils",
    "wrappers",
)
__version__ = "2.2.4-tf"


def __getattr__(name):
    if name == "__all__":
        return __dir__()
    if name in _OURS:
        return importlib.import_module(f"{__name__}.{name}")
    if hasattr(_living, name):
        return _changed(f"keras.{name}", getattr(_living, name))
    raise _missing(f"keras.{name}", dir(_living))


def __dir__():
    return sorted({name for name in (*dir(_living), *_OURS) if not name.startswith("_")})


def name_tf1_objects():
    """For a process of a TF1 program's own: ``compile(loss="cosine_proximity")`` means TF1's function, too."""
    from tf2notes.legacy.tf1 import _keras_counts
    from tf2notes.legacy.tf1.keras import _eager_models, _functions, losses

    for name, value in losses._OF_TF1.items():
        _living.utils.get_custom_objects().setdefault(name, value)
    tf_keras.src.__version__ = __version__  # what models and weights are marked with
    _name_metrics_in_eager_mode()
    _functions.install()
    _eager_models.install()
    _keras_counts.install()


def _name_metrics_in_eager_mode():
    """``metrics=["accuracy"]`` is ``acc`` in TF1's history, as tf_keras still has it in graphs."""
    from tf_keras.src.engine.compile_utils import MetricsContainer

    living = MetricsContainer._get_metric_object

    def get_metric_object(self, metric, y_t, y_p):
        found = living(self, metric, y_t, y_p)
        if isinstance(metric, str):
            short = {"accuracy": "acc", "acc": "acc", "crossentropy": "ce", "ce": "ce"}
            found._is_of_name = True
            found._name = short.get(metric) or getattr(_living.metrics.get(metric), "__name__", metric)
        return found

    MetricsContainer._get_metric_object = get_metric_object


if _process.is_programs_own:
    name_tf1_objects()
