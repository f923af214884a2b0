"""N replicas with batches of B / N compute what one device computes with B."""

import functools

import keras
import numpy as np
import pytest
import tensorflow as tf

from tests.training import models
from tf2notes import training
from tf2notes.callbacks.moving_average import MovingAverage

SGD, Adam = keras.optimizers.SGD, keras.optimizers.Adam


def two_devices():
    return tf.distribute.MirroredStrategy(["cpu:0", "cpu:1"], tf.distribute.ReductionToOneDevice())


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
    "two outputs": (two_outputs, two_targets),
    "compute_loss of a subclass": (own_loss, models.batches),
    "batch smaller than the replicas": (models.dense, lambda: models.batches(4)),
}


def trained(strategy, build, data, epochs=2):
    keras.utils.set_random_seed(0)
    with strategy.scope():
        model = build()
    history = training.fit(model, data(), epochs=epochs, validation_data=data())
    return history.history, model.get_weights(), [v.numpy() for v in model.optimizer.variables]


@pytest.mark.parametrize("case", CASES)
def test_two_devices_equal_one(case):
    """Losses, metrics, validation, weights and the optimizer's variables, over two epochs with a partial batch."""
    build, data = CASES[case]
    one, two = (trained(strategy, build, data) for strategy in (tf.distribute.get_strategy(), two_devices()))
    assert one[0].keys() == two[0].keys()
    for name in one[0]:
        np.testing.assert_allclose(two[0][name], one[0][name], rtol=1e-5, err_msg=name)
    for found, expected in zip(two[1] + two[2], one[1] + one[2], strict=True):
        np.testing.assert_allclose(found, expected, rtol=2e-5, atol=2e-6)


@pytest.mark.parametrize("case", ["plain", "batch normalization", "Adam, EMA", "masks", "two outputs", "add_loss"])
def test_one_device_is_keras_fit(case):
    """On one device the same values as `model.fit`, to the last bit."""
    build, data = CASES[case]
    keras.utils.set_random_seed(0)
    model = build()
    expected = model.fit(data(), epochs=2, validation_data=data(), shuffle=False, verbose=0).history
    found, weights, _ = trained(tf.distribute.get_strategy(), build, data)
    assert found == expected
    for ours, theirs in zip(weights, model.get_weights(), strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_moving_average_inside_the_loop():
    """`MovingAverage` sees every step also where a call has several, and agrees with `model.fit`."""

    def run(train, strategy):
        average = MovingAverage(0.9, num_updates=True)
        with strategy.scope():
            model = models.dense()
        train(model, average)
        return list(average.values().values())

    one = run(
        lambda m, a: m.fit(models.batches(), shuffle=False, verbose=0, callbacks=[a]), tf.distribute.get_strategy()
    )
    settings = training.Settings(steps_per_call=3)
    ours = lambda m, a: training.fit(m, models.batches(), callbacks=[a], settings=settings)  # noqa: E731
    for strategy in (tf.distribute.get_strategy(), two_devices()):
        for found, expected in zip(run(ours, strategy), one, strict=True):
            np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-7)


def test_no_retracing():
    """One trace, whatever the length of the calls and the size of the last batch."""
    traces = []

    class Counts(keras.layers.Layer):
        def call(self, inputs):
            traces.append(1)
            return inputs

    model = models.dense(hidden=[Counts()])
    model(np.zeros([1, 4], "f"))
    traces.clear()
    training.fit(model, models.batches(), epochs=3, settings=training.Settings(steps_per_call=2))
    before = len(traces)
    assert before <= 3, "built symbolically, and traced once"


def test_models_that_cannot():
    """Refused with what to do instead."""
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])
    with pytest.raises(ValueError, match="not compiled"):
        training.fit(model, models.batches())
    model.compile("sgd", "mse")
    with pytest.raises(TypeError, match=r"expected a tf\.data\.Dataset"):
        training.fit(model, models.arrays())
    with pytest.raises(ValueError, match="does not end"):
        training.fit(model, models.batches().repeat())
    with pytest.raises(ValueError, match="empty"):
        training.fit(model, models.batches().take(0))
    with pytest.raises(ValueError, match=r"on_nan='stopp'"):
        training.Settings(on_nan="stopp")
