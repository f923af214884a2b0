"""Replaces: ``tf.keras.losses``: tf_keras' own, but cosine similarity is greatest where the vectors agree."""

import tensorflow.compat.v1 as tf
import tf_keras.api._v1.keras.losses as _living
from tf2notes.legacy.unsupported import missing as _missing
from tf_keras.src.losses import LossFunctionWrapper


def cosine_proximity(y_true, y_pred, axis=-1):
    """Replaces: ``tf.keras.losses.cosine_proximity`` and ``cosine_similarity``: the sum of the normed products."""
    return tf.reduce_sum(tf.nn.l2_normalize(y_true, axis=axis) * tf.nn.l2_normalize(y_pred, axis=axis), axis=axis)


cosine = cosine_similarity = cosine_proximity


class CosineSimilarity(LossFunctionWrapper):
    """Replaces: ``tf.keras.losses.CosineSimilarity``."""

    def __init__(self, axis=-1, reduction="auto", name="cosine_similarity"):
        super().__init__(cosine_similarity, reduction=reduction, name=name, axis=axis)


_OF_TF1 = {
    "cosine": cosine,
    "cosine_proximity": cosine_proximity,
    "cosine_similarity": cosine_similarity,
}


def get(identifier):
    """Replaces: ``tf.keras.losses.get``."""
    return _OF_TF1.get(identifier) if isinstance(identifier, str) and identifier in _OF_TF1 else _living.get(identifier)


def deserialize(name, custom_objects=None):
    """Replaces: ``tf.keras.losses.deserialize``."""
    own = {**_OF_TF1, "CosineSimilarity": CosineSimilarity}
    return _living.deserialize(name, custom_objects={**own, **(custom_objects or {})})


def __getattr__(name):
    if hasattr(_living, name):
        return getattr(_living, name)
    raise _missing(f"keras.losses.{name}", dir(_living))


def __dir__():
    return sorted({*dir(_living), *_OF_TF1, "CosineSimilarity"})
