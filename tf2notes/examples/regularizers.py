"""Regularizers: L1, L2, both, and the losses that layers keep.

Legacy: legacy/examples/regularizers.py
Parity: tests/examples/test_regularizers.py

A layer regularizes the weights it is told to, and keeps the losses in `layer.losses`; `fit` adds them. L2 has no
half in Keras: TF1's `l2_regularizer(s)` is `L2(s / 2)`.
"""

import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops, regularizers


def l2(scale):
    """TF1's l2_regularizer: scale / 2 times the sum of squares."""
    return regularizers.L2(scale / 2)


def functions():
    """The penalties of (1, -2, 3)."""
    weights = tf.Variable([1.0, -2.0, 3.0])
    l1, both = regularizers.L1(0.1), regularizers.L1L2(l1=0.1, l2=0.5 / 2)
    with tf.GradientTape() as tape:
        total = both(weights)
    return {
        "l1": l1(weights),
        "l2": l2(0.5)(weights),
        "sum": total,
        "gradient of the sum": tape.gradient(total, weights),
        "a scale of 0": "None" if float(regularizers.L1(0.0)(weights)) == 0 else "a penalty",
        "a scale less than 0": refused(lambda: regularizers.L1(-0.1)),
    }


def refused(function):
    """Whether a call raises a ValueError."""
    try:
        function()
    except ValueError:
        return True
    return False


def applied():
    """To arrays by themselves."""
    w1, w2 = ops.array([1.0, -2.0]), ops.array([[3.0]])
    penalty = sum(l2(0.5)(w) for w in (w1, w2))
    of_one = regularizers.L1(0.1)(w1)
    return {
        "applied to two": penalty,
        "applied to the collection": of_one,
        "regularization losses": [penalty, of_one],
    }


def scopes():
    """Two layers whose kernels are regularized, and whose biases are not."""
    inputs = keras.Input((8,))
    options = {"kernel_initializer": "ones", "bias_initializer": "ones", "kernel_regularizer": regularizers.L1(0.1)}
    model = keras.Model(inputs, [layers.Dense(1, name=name, **options)(inputs) for name in ("var", "var2")])
    return {"losses of the scopes": len(model.losses), "regularization_loss": np.sum(model.losses)}


def results():
    """All values by the original's names."""
    return {**functions(), **applied(), **scopes()}
