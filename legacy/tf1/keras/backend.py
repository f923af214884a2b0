"""Replaces: ``tf.keras.backend``: tf_keras' own, but random functions without a seed draw it from NumPy, as in TF1."""

import numpy as np
import tensorflow.compat.v1 as tf
import tf_keras.api._v1.keras.backend as _living
from tf2notes.legacy.unsupported import missing as _missing


def _seed(seed):
    return np.random.randint(10e6) if seed is None else seed


def random_normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
    """Replaces: ``tf.keras.backend.random_normal``."""
    return tf.random_normal(shape, mean, stddev, dtype=dtype or _living.floatx(), seed=_seed(seed))


def random_uniform(shape, minval=0.0, maxval=1.0, dtype=None, seed=None):
    """Replaces: ``tf.keras.backend.random_uniform``."""
    return tf.random_uniform(shape, minval, maxval, dtype=dtype or _living.floatx(), seed=_seed(seed))


def random_binomial(shape, p=0.0, dtype=None, seed=None):
    """Replaces: ``tf.keras.backend.random_binomial``."""
    dtype = dtype or _living.floatx()
    return tf.where(
        tf.random_uniform(shape, dtype=dtype, seed=_seed(seed)) <= p, tf.ones(shape, dtype), tf.zeros(shape, dtype)
    )


def truncated_normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
    """Replaces: ``tf.keras.backend.truncated_normal``."""
    return tf.truncated_normal(shape, mean, stddev, dtype=dtype or _living.floatx(), seed=_seed(seed))


def dropout(x, level, noise_shape=None, seed=None):
    """Replaces: ``tf.keras.backend.dropout``."""
    return tf.nn.dropout(x, rate=level, noise_shape=noise_shape, seed=_seed(seed))


def __getattr__(name):
    if hasattr(_living, name):
        return getattr(_living, name)
    raise _missing(f"keras.backend.{name}", dir(_living))


def __dir__():
    return sorted({*dir(_living), *(name for name in globals() if name.startswith("random_"))})
