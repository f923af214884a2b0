"""Replaces: ``tf.contrib.compiler.xla``."""

import tensorflow.compat.v1 as tf

__all__ = ["compile"]

compile = tf.xla.experimental.compile
