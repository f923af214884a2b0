"""Replaces: ``tf.keras.initializers``: tf_keras' own; ``he_normal`` and its like are functions, as in TF1."""

import tensorflow.compat.v1 as _v1
import tf_keras.api._v1.keras.initializers as _living
from tf2notes.legacy.unsupported import missing as _missing

he_normal = _v1.initializers.he_normal
he_uniform = _v1.initializers.he_uniform
lecun_normal = _v1.initializers.lecun_normal
lecun_uniform = _v1.initializers.lecun_uniform


def __getattr__(name):
    if hasattr(_living, name):
        return getattr(_living, name)
    raise _missing(f"keras.initializers.{name}", dir(_living))


def __dir__():
    return dir(_living)
