"""Replaces: ``tf.layers.experimental``: variables kept by the layer object instead of the variable scope."""

from tf2notes.legacy.tf1.layers.base import keras_style_scope, set_keras_style

__all__ = ["keras_style_scope", "set_keras_style"]
