"""A run begun in TensorFlow 1.15 goes on in Keras 3: the next 100 losses are those of 1.15's own continuation."""

import keras
import numpy as np
import pytest
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


def losses_one_by_one(model, expected):
    """`train_on_batch` without its running mean."""
    found = []
    for i in range(100):
        model.reset_metrics()
        batch = i % len(expected["batches_x"])
        found.append(model.train_on_batch(expected["batches_x"][batch], expected["batches_target"][batch]))
    return np.array(found)


@pytest.mark.parametrize("run", RUNS)
def test_the_next_100_losses(run):
    """From 20 steps in TF 1.15 on, Keras 3 takes the steps 21 to 120 that 1.15 took."""
    build, optimizer, tolerance = RUNS[run]
    case = run.split()[0]
    model, expected = build(), recorded.expected(case)
    model.compile(optimizer=optimizer(), loss="mse", jit_compile=False)
    checkpoint.load(model, recorded.path(case), optimizer=True)
    assert int(model.optimizer.iterations.numpy()) == 20
    got = losses_one_by_one(model, expected)
    np.testing.assert_allclose(got, expected["losses"], rtol=tolerance)
    np.testing.assert_allclose(np.asarray(model(expected["x"])), expected["y_after"], rtol=1e-3, atol=1e-4)
