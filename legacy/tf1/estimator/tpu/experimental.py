"""Replaces: ``tf.estimator.tpu.experimental``."""

from tf2notes.legacy.tf1.estimator._load import public_names

__all__, __getattr__, __dir__ = public_names(globals(), {"tpu._tpu_estimator_embedding": "EmbeddingConfigSpec"})
