"""Replaces: ``tf.compat.v2.keras``: the Keras of ``tf.keras`` but for what 1.15 had in a second version.

These are the initializers, batch normalization, the recurrent layers and a few more (`_SECOND`); optimizers, models and
the other layers are the same objects under both names.
"""

import types

import tf_keras.api._v2.keras as _v2
from tf2notes.legacy.tf1 import keras as _keras
from tf2notes.legacy.tf1.estimator._load import estimator_module as _estimator_module
from tf2notes.legacy.unsupported import missing as _missing

_SECOND = {
    "backend": "name_scope",
    "callbacks": "TensorBoard",
    "layers": "BatchNormalization DenseFeatures GRU GRUCell LSTM LSTMCell",
    "losses": "Reduction",
}


class _Overlay(types.ModuleType):
    """A module of ``tf.keras`` with other objects for some of its names."""

    def __init__(self, name, first, names):
        super().__init__(f"tensorflow.compat.v2.keras.{name}", first.__doc__)
        self.__dict__["_first"] = first
        self.__dict__.update(names)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self._first, name)

    def __dir__(self):
        own = [name for name in self.__dict__ if not name.startswith("_")]
        return sorted({*dir(self._first), *own})


def _overlays():
    for module, names in _SECOND.items():
        second = getattr(_v2, module)
        yield module, _Overlay(module, getattr(_keras, module), {name: getattr(second, name) for name in names.split()})


def _model_to_estimator(
    keras_model=None,
    keras_model_path=None,
    custom_objects=None,
    model_dir=None,
    config=None,
    checkpoint_format="checkpoint",
):
    """Replaces: ``tf.compat.v2.keras.estimator.model_to_estimator``."""
    make = _estimator_module("python.estimator.keras").model_to_estimator
    return make(
        keras_model, keras_model_path, custom_objects, model_dir, config, checkpoint_format, use_v2_estimator=True
    )


initializers = _v2.initializers
globals().update(_overlays())


def __getattr__(name):
    if name == "estimator":
        globals()[name] = _Overlay(name, _keras.estimator, {"model_to_estimator": _model_to_estimator})
        return globals()[name]
    if name.startswith("__") or not hasattr(_keras, name):
        raise _missing(f"compat.v2.keras.{name}", dir(_keras))
    return getattr(_keras, name)


def __dir__():
    return sorted({*dir(_keras), *_SECOND, "estimator"})
