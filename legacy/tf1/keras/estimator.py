"""Replaces: ``tf.keras.estimator``: TF1's own, of tensorflow_estimator 1.15."""

from tf2notes.legacy.tf1.estimator._load import public_names

__all__, __getattr__, __dir__ = public_names(globals(), {"keras": "model_to_estimator"})
