"""Replaces: ``tf.contrib.tensorboard.plugins``."""

from tf2notes.legacy.tf1.contrib.tensorboard.plugins import projector

__all__ = ["projector"]
