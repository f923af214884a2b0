"""Replaces: ``tf.contrib.compiler``."""

from tf2notes.legacy.tf1.contrib.compiler import jit, xla

__all__ = ["jit", "xla"]
