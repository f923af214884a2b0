"""Replaces: ``tf.contrib.compiler.xla``."""

import tensorflow.compat.v1 as tf
from tensorflow.python.compiler.xla.xla import check_function_argument_count

__all__ = ["check_function_argument_count", "compile"]

compile = tf.xla.experimental.compile
