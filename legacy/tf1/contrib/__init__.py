"""Replaces: ``tf.contrib``, gone since TensorFlow 2.0. Submodules are imported when they are first used."""

import importlib
import importlib.util


def __getattr__(name):
    if not name.startswith("_") and importlib.util.find_spec(f"{__name__}.{name}"):
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(f"tf.contrib.{name} is not here")
