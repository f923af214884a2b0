"""The MovingAverage callback against tf.train.ExponentialMovingAverage of TensorFlow 1.15."""

from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

from tests.legacy.cases import moving_average as case
from tf2notes.callbacks.moving_average import MovingAverage

GOLDEN = np.load(Path(__file__).parents[1] / "goldens" / "legacy" / "moving_average.npz")
KINDS = {"fixed_decay": (0.9, False), "num_updates": (0.5, True), "num_updates_large_decay": (0.9999, True)}


def dense(strategy=None, **compiled):
    """The model of the TF1 case, at its start."""
    with (strategy or tf.distribute.get_strategy()).scope():
        model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
        model.compile(keras.optimizers.SGD(0.1), "mse", **compiled)
    model.set_weights([np.ones([3, 1], np.float32), np.float32([0.5])])
    return model


def batches(steps=slice(None)):
    return tf.data.Dataset.from_tensor_slices(tuple(part[steps] for part in case.data()))


class Steps(keras.callbacks.Callback):
    """Weights and averages after each batch, as the TF1 case has them."""

    def __init__(self, average):
        super().__init__()
        self.average, self.found = average, []

    def on_train_batch_end(self, batch, logs=None):
        values = [*self.model.get_weights(), *self.average.values().values()]
        self.found.append(np.concatenate([v.ravel() for v in values]))


@pytest.mark.parametrize("kind", KINDS)
def test_equals_tf_1_15(kind):
    """Weights and averages agree after each of twelve steps."""
    average = MovingAverage(*KINDS[kind])
    steps = Steps(average)
    dense().fit(batches(), callbacks=[average, steps], shuffle=False, verbose=0)
    np.testing.assert_allclose(steps.found, GOLDEN[f"case_{kind}/steps"], rtol=1e-5, atol=1e-6)


def test_second_fit_goes_on():
    """Twelve steps in two calls of fit give the averages of twelve steps in one."""
    average, model = MovingAverage(0.9999, num_updates=True), dense()
    for half in (slice(0, 5), slice(5, 12)):
        model.fit(batches(half), callbacks=[average], shuffle=False, verbose=0)
    expected = GOLDEN["case_num_updates_large_decay/steps"][-1][4:]
    np.testing.assert_allclose(np.concatenate([v.ravel() for v in average.values().values()]), expected, rtol=1e-5)


def test_in_place_and_back():
    """Inside the block the weights are the averages; afterwards, and after an error, they are themselves again."""
    average, model = MovingAverage(0.9), dense()
    model.fit(batches(), callbacks=[average], shuffle=False, verbose=0)
    before = model.get_weights()
    with pytest.raises(ZeroDivisionError), average.in_place():
        np.testing.assert_array_equal(model.get_weights()[0], next(iter(average.values().values())))
        1 / 0
    np.testing.assert_array_equal(model.get_weights()[0], before[0])
    average.assign()
    np.testing.assert_array_equal(model.get_weights()[0], next(iter(average.values().values())))


def test_validation():
    """The history has the averages' metrics beside the weights' own."""
    average, model = MovingAverage(0.9, validation_data=batches()), dense()
    history = model.fit(batches(), validation_data=batches(), callbacks=[average], shuffle=False, verbose=0).history
    assert {"val_loss", "averaged_loss"} <= set(history)
    with average.in_place():
        np.testing.assert_allclose(model.evaluate(batches(), verbose=0), history["averaged_loss"][-1], rtol=1e-6)


def test_under_a_strategy():
    """Two replicas keep the averages that one keeps."""
    expected = GOLDEN["case_num_updates/steps"][-1][4:]
    average = MovingAverage(0.5, num_updates=True)
    model = dense(tf.distribute.MirroredStrategy(["cpu:0", "cpu:1"], tf.distribute.ReductionToOneDevice()))
    model.fit(batches(), callbacks=[average], shuffle=False, verbose=0)
    np.testing.assert_allclose(np.concatenate([v.ravel() for v in average.values().values()]), expected, rtol=1e-5)


def test_refusals():
    """A decay out of range, several steps at a time, and averages that do not exist yet."""
    with pytest.raises(ValueError, match=r"decay=1\.5"):
        MovingAverage(1.5)
    with pytest.raises(ValueError, match="steps_per_execution=1"):
        dense(steps_per_execution=4).fit(batches(), callbacks=[MovingAverage()], shuffle=False, verbose=0)
    average = MovingAverage()
    average.set_model(dense())
    with pytest.raises(ValueError, match="no averages yet"):
        average.assign()


def test_keras_use_ema_differs():
    """Keras' own average starts from the weights after the first step, TF1's from the initial ones."""
    model = dense()
    model.compile(keras.optimizers.SGD(0.1, use_ema=True, ema_momentum=0.9), "mse")
    model.fit(batches(), shuffle=False, verbose=0)
    model.optimizer.finalize_variable_values(model.trainable_variables)
    expected = GOLDEN["case_fixed_decay/steps"][-1][4:]
    got = np.concatenate([v.ravel() for v in model.get_weights()])
    assert np.abs(got - expected).max() > 0.01
