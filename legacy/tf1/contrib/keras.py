"""Replaces: ``tf.contrib.keras``: ``tf.keras`` of TF1 under its first name."""

from tf2notes.legacy.tf1 import keras as _keras

__path__ = []  # tensorflow.contrib.keras.layers is tensorflow.keras.layers


def __getattr__(name):
    if name == "api":
        return __import__("types").SimpleNamespace(keras=_keras)
    return getattr(_keras, name)


def __dir__():
    return dir(_keras)
