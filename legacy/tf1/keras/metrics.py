"""Replaces: ``tf.keras.metrics``: tf_keras' own, but the functions of cosine similarity have TF1's sign."""

import tf_keras.api._v1.keras.metrics as _living
from tf2notes.legacy.tf1.keras.losses import cosine, cosine_proximity
from tf2notes.legacy.unsupported import missing as _missing

_OF_TF1 = {"cosine": cosine, "cosine_proximity": cosine_proximity, "cosine_similarity": cosine}


def get(identifier):
    """Replaces: ``tf.keras.metrics.get``."""
    return _OF_TF1.get(identifier) if isinstance(identifier, str) and identifier in _OF_TF1 else _living.get(identifier)


def deserialize(config, custom_objects=None):
    """Replaces: ``tf.keras.metrics.deserialize``."""
    return _living.deserialize(config, custom_objects={**_OF_TF1, **(custom_objects or {})})


def __getattr__(name):
    if hasattr(_living, name):
        return getattr(_living, name)
    raise _missing(f"keras.metrics.{name}", dir(_living))


def __dir__():
    return sorted({*dir(_living), *_OF_TF1})
