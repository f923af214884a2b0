"""The runs that TensorFlow 1.15 began, with the optimizers that go on with them."""

import keras
import numpy as np
from keras.optimizers.schedules import ExponentialDecay, PiecewiseConstantDecay

from tests.checkpoint import models, recorded
from tf2notes import checkpoint
from tf2notes.optimizers import sum_repeated_ids, tf1

# The model, its optimizer with TF1's settings, and how far from 1.15's losses it may be (relative).
RUNS = {
    "sgd": (models.small, lambda: keras.optimizers.SGD(ExponentialDecay(0.5, 10, 0.9)), 1e-5),
    "adam": (models.small, lambda: keras.optimizers.Adam(0.01, epsilon=1e-8), 1e-5),
    "adam_decay": (
        models.small,
        lambda: keras.optimizers.Adam(ExponentialDecay(0.05, 30, 0.5), 0.8, 0.99, epsilon=1e-4),
        1e-5,
    ),
    "adam_lstm": (models.adam_lstm, lambda: sum_repeated_ids(keras.optimizers.Adam(0.01, epsilon=1e-8)), 1e-5),
    "partitioned": (models.small, lambda: keras.optimizers.Adam(0.05, epsilon=1e-8), 1e-5),
    "adagrad": (models.small, lambda: keras.optimizers.Adagrad(0.1), 1e-5),
    "rmsprop": (models.small, lambda: tf1.RMSprop(0.01), 1e-5),
    "rmsprop_centered": (models.small, lambda: tf1.RMSprop(0.005, momentum=0.5, centered=True), 1e-5),
    "momentum": (models.small, lambda: tf1.Momentum(0.05, 0.9), 1e-5),
    "momentum in Keras' SGD": (models.small, lambda: keras.optimizers.SGD(0.05, momentum=0.9), 1e-5),
    "nesterov": (
        models.small,
        lambda: tf1.Momentum(PiecewiseConstantDecay([40, 80], [0.05, 0.02, 0.01]), 0.9, nesterov=True),
        1e-5,
    ),
    "adadelta": (models.small, lambda: keras.optimizers.Adadelta(1.0, epsilon=1e-8), 1e-5),
    "ftrl": (
        models.small,
        lambda: keras.optimizers.Ftrl(0.1, l1_regularization_strength=0.001, l2_regularization_strength=0.01),
        1e-5,
    ),
}


def begun(run):
    """The model of a run with weights and optimizer of TF 1.15 after 20 steps, and the recording."""
    build, optimizer, _ = RUNS[run]
    model, case = build(), run.split()[0]
    model.compile(optimizer=optimizer(), loss="mse", jit_compile=False)
    checkpoint.load(model, recorded.path(case), optimizer=True)
    return model, recorded.expected(case)


def losses(model, expected, steps=100):
    """Train on; the loss of each step before its update."""
    batches, found = list(zip(expected["batches_x"], expected["batches_target"], strict=True)), []
    for i in range(steps):
        model.reset_metrics()  # otherwise it is a running mean
        found.append(model.train_on_batch(*batches[i % len(batches)]))
    return np.array(found)
