"""Models and data on which every strategy has to agree with one device; shared by tests and their worker processes."""

import functools

import keras
import numpy as np
import tensorflow as tf

from tests.training import models
from tf2notes import training
from tf2notes.callbacks.moving_average import MovingAverage
from tf2notes.layers.embedding import Embedding
from tf2notes.optimizers import sum_repeated_ids

SGD, Adam = keras.optimizers.SGD, keras.optimizers.Adam


def weighted():
    x, y = models.arrays()
    weights = np.random.RandomState(1).rand(len(x)).astype("f")
    return tf.data.Dataset.from_tensor_slices((x, y, weights)).batch(8)


def two_outputs():
    inputs = keras.Input((4,))
    hidden = keras.layers.Dense(5, kernel_initializer=models.glorot(1))(inputs)
    outs = [
        keras.layers.Dense(2, name=name, kernel_initializer=models.glorot(i))(hidden) for i, name in enumerate("ab")
    ]
    model = keras.Model(inputs, outs)
    model.compile(SGD(0.05), loss=["mse", keras.losses.MeanAbsoluteError(reduction="sum")], loss_weights=[1.0, 0.05])
    return model


def two_targets():
    return models.batches().map(lambda x, y: (x, (y, 1 - y)))


class OwnLoss(keras.Model):
    """A subclass that computes its loss itself, as a mean over the rows."""

    def __init__(self):
        super().__init__()
        self.dense = keras.layers.Dense(2, kernel_initializer=models.glorot(1))

    def call(self, inputs):
        return self.dense(inputs)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        return keras.ops.mean(keras.ops.abs(y - y_pred))


def own_loss():
    model = OwnLoss()
    model.compile(SGD(0.05))
    return model


schedule = functools.partial(keras.optimizers.schedules.ExponentialDecay, 0.1, 3, 0.5)
CASES = {
    "plain": (models.dense, models.batches),
    "sum as loss": (
        lambda: models.dense(SGD(0.005), loss=keras.losses.MeanSquaredError(reduction="sum")),
        models.batches,
    ),
    "regularizer": (
        lambda: models.dense(
            hidden=[keras.layers.Dense(3, kernel_regularizer="l2", kernel_initializer=models.glorot(3))]
        ),
        models.batches,
    ),
    "activity regularizer": (
        lambda: models.dense(
            hidden=[keras.layers.Dense(3, activity_regularizer="l2", kernel_initializer=models.glorot(3))]
        ),
        models.batches,
    ),
    "add_loss": (lambda: models.dense(hidden=[models.AddsLoss()]), models.batches),
    "batch normalization": (lambda: models.dense(hidden=[keras.layers.BatchNormalization()]), models.batches),
    "global_clipnorm": (lambda: models.dense(SGD(0.5, global_clipnorm=0.1)), models.batches),
    "clipnorm": (lambda: models.dense(SGD(0.5, clipnorm=0.05)), models.batches),
    "clipvalue": (lambda: models.dense(SGD(0.5, clipvalue=0.02)), models.batches),
    "Adam, EMA": (lambda: models.dense(Adam(0.01, use_ema=True, ema_momentum=0.9)), models.batches),
    "EMA written back": (lambda: models.dense(SGD(0.05, use_ema=True, ema_overwrite_frequency=3)), models.batches),
    "schedule, momentum": (lambda: models.dense(SGD(schedule(), momentum=0.9, nesterov=True)), models.batches),
    "weight decay": (lambda: models.dense(keras.optimizers.AdamW(0.01, weight_decay=0.1)), models.batches),
    "accumulated gradients": (lambda: models.dense(SGD(0.05, gradient_accumulation_steps=2)), models.batches),
    "sample weights": (models.dense, weighted),
    "mean by sample weights": (
        lambda: models.dense(loss=keras.losses.MeanSquaredError(reduction="mean_with_sample_weight")),
        weighted,
    ),
    "masks": (models.masked, models.masked_batches),
    "rows of a table": (
        lambda: models.masked(sum_repeated_ids(keras.optimizers.Adagrad(0.1)), Embedding),
        models.masked_batches,
    ),
    "two outputs": (two_outputs, two_targets),
    "compute_loss of a subclass": (own_loss, models.batches),
    "batch smaller than the replicas": (models.dense, lambda: models.batches(4)),
    "batch normalization, empty replica": (
        lambda: models.dense(hidden=[keras.layers.BatchNormalization()]),
        lambda: models.batches(4),
    ),
    "callbacks": (models.dense, models.batches),
    "moving average": (models.dense, models.batches),
}


def callbacks(case):
    """What a case hands to `fit` besides its data."""
    if case == "callbacks":
        return [
            keras.callbacks.LearningRateScheduler(lambda epoch, rate: rate * 0.5),
            keras.callbacks.EarlyStopping("loss", min_delta=10.0, patience=1, restore_best_weights=True),
        ]
    return [MovingAverage(0.9)] if case == "moving average" else []


def trained(strategy, case, epochs=2):
    """(history, weights, the optimizer's and callbacks' variables) after training a case."""
    build, data = CASES[case]
    keras.utils.set_random_seed(0)
    with strategy.scope():
        model = build()
    given = callbacks(case)
    history = training.fit(model, data(), epochs=epochs, validation_data=data(), callbacks=given)
    kept = [v for callback in given for v in getattr(callback, "saved_variables", list)()]
    return history.history, model.get_weights(), [v.numpy() for v in [*model.optimizer.variables, *kept]]


@functools.cache
def on_one_device(case):
    """`trained` without a strategy, once for all tests."""
    return trained(tf.distribute.get_strategy(), case)


def assert_equal(found, expected):
    """Losses, metrics and validation to 1e-5; weights and the optimizer's variables to 2e-5: sums have another order.

    Returns:
        (the largest relative difference of a history, the largest absolute one of a variable).
    """
    assert found[0].keys() == expected[0].keys()
    for name in expected[0]:
        np.testing.assert_allclose(found[0][name], expected[0][name], rtol=1e-5, err_msg=name)
    for ours, theirs in zip(found[1] + found[2], expected[1] + expected[2], strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=2e-5, atol=2e-6)
    return distance(found, expected)


def distance(found, expected):
    """How far apart two results of `trained` are."""
    history = [np.max(np.abs(np.divide(found[0][n], expected[0][n]) - 1)) for n in expected[0]]
    pairs = zip(found[1] + found[2], expected[1] + expected[2], strict=True)
    return max(history), max(float(np.max(np.abs(np.subtract(a, b, dtype="d")), initial=0)) for a, b in pairs)
