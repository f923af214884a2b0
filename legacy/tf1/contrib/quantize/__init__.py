"""Replaces: ``tf.contrib.quantize``: rewrites a graph so that it trains or runs as if its weights were small integers.

The modules have the names of TF1's private ones under ``tensorflow.contrib.quantize.python``.
"""

from tf2notes.legacy.tf1.contrib.quantize.quantize_graph import (
    create_eval_graph,
    create_training_graph,
    experimental_create_eval_graph,
    experimental_create_training_graph,
)

__all__ = [
    "create_eval_graph",
    "create_training_graph",
    "experimental_create_eval_graph",
    "experimental_create_training_graph",
]
