"""Replaces: ``tf.contrib.learn``."""

from tf2notes.legacy.tf1.contrib.learn import preprocessing  # noqa: F401
