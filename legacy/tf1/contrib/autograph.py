"""Replaces: ``tf.contrib.autograph``."""

import tensorflow.compat.v1 as tf
from tensorflow.python.autograph.core.converter import ConversionOptions, Feature
from tensorflow.python.autograph.impl.api import AutoGraphError, StackTraceMapper, converted_call
from tensorflow.python.autograph.lang.directives import set_element_type, set_loop_options
from tensorflow.python.autograph.lang.special_functions import stack

__all__ = [
    "AutoGraphError",
    "ConversionOptions",
    "Feature",
    "StackTraceMapper",
    "convert",
    "converted_call",
    "do_not_convert",
    "set_element_type",
    "set_loop_options",
    "stack",
    "to_code",
    "to_graph",
]

do_not_convert = tf.autograph.experimental.do_not_convert
to_code = tf.autograph.to_code
to_graph = tf.autograph.to_graph


def convert(recursive=False, optional_features=None, user_requested=True, conversion_ctx=None):
    """Replaces: ``tf.contrib.autograph.convert``: a decorator that compiles a function with AutoGraph.

    Differs: no `conversion_ctx`.
    """
    from tensorflow.python.autograph.impl import api

    if conversion_ctx is not None:
        raise NotImplementedError("conversion_ctx is not supported: leave it out")
    return api.convert(recursive=recursive, optional_features=optional_features, user_requested=user_requested)
