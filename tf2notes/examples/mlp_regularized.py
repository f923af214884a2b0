"""A 2-10-10-10-1 network with L2 penalties on its matrices, which learns what lies outside of a circle.

Legacy:   legacy/examples/mlp_regularized.py
Parity:   tests/examples/test_mlp_regularized.py

TF1's `l2_regularizer(scale)` halves: it is scale / 2 times the sum of squares. Keras' `L2(l)` is l times that sum.
"""

from dataclasses import dataclass

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from tf2notes.training import rounds
from tf2notes.training.resident import fit_resident


@dataclass(frozen=True)
class Config:
    """Options of mlp_regularized."""

    steps: int = 5000  # training steps
    batch_size: int = 8  # points a step
    learning_rate: float = 1e-3  # of Adam
    l2: float = 1e-3  # scale of the penalty as TF1 counts it: l2 / 2 times the sum of squares
    points: int = 1000  # points to train on; as many others are kept for testing
    seed: int = 0  # of points, weights and order


def circle(points, seed):
    """Points float32 [N, 2] in the square from -1 to 1, and 1.0 for those outside of a circle of radius 0.8: [N, 1]."""
    x = np.random.default_rng(seed).uniform(-1, 1, (points, 2)).astype(np.float32)
    return x, np.float32(np.linalg.norm(x, axis=1, keepdims=True) > 0.8)


def build(config):
    """The compiled network: float32 [batch, 2] -> [batch, 1]. The last layer is a ReLU too, as in the notes."""
    parts = {
        "activation": "relu",
        "kernel_initializer": "he_normal",  # the notes' N(0, 1) starts from outputs in the tens
        "bias_initializer": keras.initializers.Constant(0.1),
        "kernel_regularizer": keras.regularizers.L2(config.l2 / 2),
    }
    stack = [layers.Dense(units, name=f"dense{i}", **parts) for i, units in enumerate([10, 10, 10, 1], 1)]
    model = keras.Sequential([keras.Input((2,)), *stack], name="mlp_regularized")
    model.compile(
        optimizer=keras.optimizers.Adam(config.learning_rate, epsilon=1e-8),  # TF1's epsilon; Keras' own is 1e-7
        loss="mse",
        metrics=["mse", keras.metrics.BinaryAccuracy(name="accuracy")],
        jit_compile=False,
    )
    return model


def train(config, callbacks=(), folder=None):
    """Train; returns loss, mean squared error (the loss without the penalty) and accuracy on other points."""
    keras.utils.set_random_seed(config.seed)
    test = tf.data.Dataset.from_tensors(circle(config.points, config.seed + 1))
    model = build(config)
    epochs, steps = rounds(config.steps, every=1000)
    fit_resident(  # measured: a step takes 0.03 ms, and 0.9 in Keras' fit
        model,
        *circle(config.points, config.seed),
        batch_size=config.batch_size,
        epochs=epochs,
        steps_per_epoch=steps,
        validation_data=test,
        callbacks=list(callbacks),
        seed=config.seed,
    )
    return model.evaluate(test, return_dict=True, verbose=0)


def weights_from_legacy(values):
    """TF1's variables alternate, matrix and bias; no layout differs."""
    names = [f"dense{i}/{part}" for i in range(1, 5) for part in ("kernel", "bias")]
    return {name: values[f"Variable_{i}:0" if i else "Variable:0"] for i, name in enumerate(names)}
