"""Replaces: ``tf.contrib.tensorboard``."""

from tf2notes.legacy.tf1.contrib.tensorboard import plugins

__all__ = ["plugins"]
