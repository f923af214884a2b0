"""Replaces: ``tf.contrib.keras``: ``tf.keras`` of TF1 under its first name."""

import types

from tf2notes.legacy.tf1 import keras as _keras
from tf_keras.src.metrics.regression_metrics import cosine_similarity

__path__ = []  # tensorflow.contrib.keras.layers is tensorflow.keras.layers


def __getattr__(name):
    if name == "api":
        return types.SimpleNamespace(keras=_ApiKeras("tensorflow.contrib.keras.api.keras"))
    return getattr(_keras, name)


def __dir__():
    return dir(_keras)


class _ApiKeras(types.ModuleType):
    """``tf.keras``, with one function more among the metrics."""

    def __getattr__(self, name):
        return _ApiMetrics(f"{self.__name__}.metrics") if name == "metrics" else getattr(_keras, name)


class _ApiMetrics(types.ModuleType):
    def __getattr__(self, name):
        return cosine_similarity if name == "cosine_similarity" else getattr(_keras.metrics, name)
