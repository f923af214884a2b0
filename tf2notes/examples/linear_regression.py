"""Fits a plane to 100 points of y = 0.1 x1 + 0.2 x2 + 0.3: one dense unit, plain gradient descent.

Legacy:   legacy/examples/linear_regression.py
Parity:   tests/examples/test_linear_regression.py
"""

from dataclasses import dataclass

import keras
import numpy as np
from keras import layers

from tf2notes.training import rounds
from tf2notes.training.resident import fit_resident


@dataclass(frozen=True)
class Config:
    """Options of linear_regression."""

    steps: int = 201  # training steps, as in the notes
    points: int = 100  # points of the plane
    batch_size: int = 100  # points a step; the notes take all of them at every step
    learning_rate: float = 0.5  # of plain SGD
    seed: int = 0  # of points, weights and order


def plane(points, seed):
    """Points float32 [N, 2] in [0, 1) and their heights [N, 1]."""
    x = np.random.default_rng(seed).random((points, 2), np.float32)
    return x, x @ np.float32([[0.1], [0.2]]) + np.float32(0.3)


def build(config):
    """The compiled model: float32 [batch, 2] -> [batch, 1]."""
    start = keras.initializers.RandomUniform(-1.0, 1.0)
    plane = layers.Dense(1, kernel_initializer=start, name="plane")
    model = keras.Sequential([keras.Input((2,)), plane], name="linear_regression")
    model.compile(optimizer=keras.optimizers.SGD(config.learning_rate), loss="mse", jit_compile=False)
    return model


def train(config, callbacks=(), folder=None):
    """Fit the plane and print it; returns the loss and the three numbers found."""
    keras.utils.set_random_seed(config.seed)
    x, y = plane(config.points, config.seed)
    model = build(config)
    epochs, steps = rounds(config.steps, every=20)
    fit_resident(  # measured: a step takes 2 microseconds, and 800 in Keras' fit
        model,
        x,
        y,
        batch_size=config.batch_size,
        epochs=epochs,
        steps_per_epoch=steps,
        callbacks=list(callbacks),
        seed=config.seed,
    )
    (w1,), (w2,) = model.get_layer("plane").kernel.numpy().tolist()
    (b,) = model.get_layer("plane").bias.numpy().tolist()
    print(f"y = {w1:.4f} x1 + {w2:.4f} x2 + {b:.4f}")
    return {"loss": model.evaluate(x, y, batch_size=len(x), verbose=0), "w1": w1, "w2": w2, "b": b}


def weights_from_legacy(values):
    """The bias was made first; TF1 multiplies from the left, [1, 2] x [2, N], where Keras has [N, 2] x [2, 1]."""
    return {"plane/kernel": values["Variable_1:0"].T, "plane/bias": values["Variable:0"]}
