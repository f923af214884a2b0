"""Replaces: ``tensorflow.examples.tutorials.mnist``."""

from tf2notes.legacy.tf1.examples.tutorials.mnist import input_data, mnist

__all__ = ["input_data", "mnist"]
