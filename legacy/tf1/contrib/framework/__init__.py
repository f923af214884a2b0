"""Replaces: ``tf.contrib.framework``."""

from tf2notes.legacy.tf1.contrib._tf_slim import public

globals().update(public("ops.arg_scope"))
globals().update(public("ops.variables"))
