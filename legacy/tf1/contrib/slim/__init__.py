"""Replaces: ``tf.contrib.slim``: ``tf.contrib.layers`` and ``tf.contrib.framework``'s scopes, with training loops.

Training, evaluation and data are tf_slim's, TF1's own code carried on, with the names mended that it misses today.
"""

# ruff: noqa: F401  everything imported here is public

import importlib

from tf2notes.legacy.tf1.contrib import framework, layers, losses, metrics
from tf2notes.legacy.tf1.contrib._tf_slim import public, tf_slim

globals().update({name: getattr(layers, name) for name in layers.__all__ if name != "summaries"})
globals().update(public("ops.arg_scope"))
globals().update(public("ops.variables"))

evaluation = tf_slim("evaluation")
learning = tf_slim("learning")
model_analyzer = tf_slim("model_analyzer")
queues = tf_slim("queues")
summaries = tf_slim("summaries")
data_decoder = tf_slim("data.data_decoder")
data_provider = tf_slim("data.data_provider")
dataset = tf_slim("data.dataset")
dataset_data_provider = tf_slim("data.dataset_data_provider")
parallel_reader = tf_slim("data.parallel_reader")
prefetch_queue = tf_slim("data.prefetch_queue")
tfexample_decoder = tf_slim("data.tfexample_decoder")

# Not public in TF1, but programs reach for them: slim.layers.conv2d, slim.regularizers.l2_regularizer, ...
initializers = layers.initializers
optimizers = layers.optimizers
regularizers = layers.regularizers
utils = layers.utils
variables = framework.variables
_contrib_layers, layers = layers, layers.layers
zero_initializer = framework.zero_initializer


def __getattr__(name):
    if name == "nets":
        return importlib.import_module(f"{__name__}.nets")
    if not name.startswith("__") and hasattr(_contrib_layers, name):
        return getattr(_contrib_layers, name)
    raise AttributeError(f"tf.contrib.slim.{name} is not here")


__all__ = [name for name in dir() if name[0] != "_" and name not in ("framework", "importlib", "public", "tf_slim")]
