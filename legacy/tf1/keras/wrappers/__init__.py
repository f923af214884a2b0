"""Replaces: ``tf.keras.wrappers``."""

from tf2notes.legacy.tf1.keras.wrappers import scikit_learn

__all__ = ["scikit_learn"]
