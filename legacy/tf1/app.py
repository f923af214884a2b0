"""Replaces: ``tf.app``."""

import tensorflow.compat.v1 as _v1
from tf2notes.legacy.tf1 import flags  # noqa: F401

run = _v1.app.run
