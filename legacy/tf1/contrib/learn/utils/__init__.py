"""Replaces: ``tf.contrib.learn.utils``: what serves a model and exports it.

Not here: the exports of before SavedModel (``export_estimator``).
"""

from tf2notes.legacy.tf1.contrib.learn._interfaces import InputFnOps, build_parsing_serving_input_fn
from tf2notes.legacy.tf1.contrib.learn.utils import gc, input_fn_utils, saved_model_export_utils
from tf2notes.legacy.tf1.contrib.learn.utils.input_fn_utils import build_default_serving_input_fn
from tf2notes.legacy.tf1.contrib.learn.utils.saved_model_export_utils import make_export_strategy
from tf2notes.legacy.unsupported import missing as _missing

__all__ = [
    "InputFnOps",
    "build_default_serving_input_fn",
    "build_parsing_serving_input_fn",
    "gc",
    "input_fn_utils",
    "make_export_strategy",
    "saved_model_export_utils",
]


def __getattr__(name):
    raise _missing(f"contrib.learn.utils.{name}", __all__)
