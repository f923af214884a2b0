"""Replaces: ``tf.contrib.slim``."""

from tf2notes.legacy.tf1.contrib._tf_slim import public, tf_slim
from tf2notes.legacy.tf1.contrib.layers import *  # noqa: F403

learning = tf_slim("learning")
evaluation = tf_slim("evaluation")
globals().update(public("ops.arg_scope"))
globals().update(public("ops.variables"))
