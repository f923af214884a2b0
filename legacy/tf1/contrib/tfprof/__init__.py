"""Replaces: ``tf.contrib.tfprof``: ``tf.profiler`` by its first names.

Not here: ``ProfileContext``, which traced by steps of TF1's own session (tf.profiler.experimental).
"""

from tf2notes.legacy.tf1.contrib.tfprof import model_analyzer, tfprof_logger

__all__ = ["model_analyzer", "tfprof_logger"]
