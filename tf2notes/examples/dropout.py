"""Dropout: what is kept is scaled so that the mean stays, and nothing happens outside of training.

Legacy: legacy/examples/dropout.py
Parity: tests/examples/test_dropout.py

`rate` is the share that is dropped, TF1's `1 - keep_prob`. The layer drops only when it is called with
`training=True`, as `fit` does; there is no keep_prob to feed. Which units are dropped cannot agree with TF1, whose
generator is another; what holds for every mask is compared.
"""

import keras
import numpy as np
import tensorflow as tf


def results():
    """What holds for every mask, by the original's names."""
    x = tf.ones((100, 1000))
    layer = keras.layers.Dropout(0.5, seed=1)
    half = np.asarray(layer(x, training=True))
    quarter = np.asarray(keras.layers.Dropout(0.25, seed=1)(x, training=True))
    columns = np.asarray(keras.layers.Dropout(0.5, noise_shape=(1, 1000), seed=1)(x, training=True))
    with tf.GradientTape() as tape:
        tape.watch(x)
        value = layer(x, training=True)
    slope = np.asarray(tape.gradient(value, x))
    return {
        "values at keep_prob 0.5": sorted(set(half.ravel())),
        "values at rate 0.25": sorted(set(quarter.ravel())),
        "share kept at keep_prob 0.5 is a half": abs((half > 0).mean() - 0.5) < 0.01,
        "share kept at rate 0.25 is three quarters": abs((quarter > 0).mean() - 0.75) < 0.01,
        "the mean stays": abs(half.mean() - 1) < 0.02 and abs(quarter.mean() - 1) < 0.02,
        "all is kept at keep_prob 1": bool((np.asarray(layer(x)) == 1).all()),
        "noise_shape [1, n] drops whole columns": bool((columns == columns[0]).all()),
        "the gradient has the same mask": bool((slope == np.asarray(value)).all()),
        "two runs drop the same": bool((np.asarray(value) == half).all()),
    }
