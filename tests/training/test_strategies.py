"""N replicas with batches of B / N compute what one device computes with B."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from tests.training import cases, models
from tf2notes import training
from tf2notes.callbacks.moving_average import MovingAverage
from tf2notes.training import losses


def two_devices():
    return tf.distribute.MirroredStrategy(["cpu:0", "cpu:1"], tf.distribute.ReductionToOneDevice())


@pytest.mark.parametrize("case", cases.CASES)
def test_two_devices_equal_one(case):
    """Losses, metrics, validation, weights and the optimizer's variables, over two epochs with a partial batch."""
    found = cases.assert_equal(cases.trained(two_devices(), case), cases.on_one_device(case))
    print("two devices: {}: history {:.1e}, variables {:.1e}".format(case, *found))


def test_equality_is_not_easy(monkeypatch):
    """Replicas of a last batch that all count alike, whatever rows they have, as under Keras' `fit`: found out."""
    monkeypatch.setattr(losses, "share_of", lambda amount: 0.5 * tf.ones_like(amount))
    with pytest.raises(AssertionError, match="Not equal to tolerance"):
        cases.assert_equal(cases.trained(two_devices(), "plain"), cases.on_one_device("plain"))


@pytest.mark.parametrize("case", ["plain", "batch normalization", "Adam, EMA", "masks", "two outputs", "add_loss"])
def test_one_device_is_keras_fit(case):
    """On one device the same values as `model.fit`, to the last bit."""
    build, data = cases.CASES[case]
    keras.utils.set_random_seed(0)
    model = build()
    expected = model.fit(data(), epochs=2, validation_data=data(), shuffle=False, verbose=0).history
    found, weights, _ = cases.on_one_device(case)
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


class Outputs(keras.metrics.Metric):
    """Adds up what a model of eight rows has put out."""

    def __init__(self):
        super().__init__(name="outputs")
        self.rows = self.add_weight(shape=(8, 10), initializer="zeros", name="rows")

    def update_state(self, y_true, y_pred, sample_weight=None):
        self.rows.assign_add(tf.math.unsorted_segment_sum(y_pred, tf.cast(y_true[:, 0], tf.int32), 8))

    def result(self):
        return tf.reduce_sum(self.rows)


def test_dropout_of_replicas():
    """Each row has a mask of its own, not each row of a replica only; other masks in each step."""
    rows = np.arange(8, dtype="f")[:, None] * np.ones([1, 10], "f")
    with two_devices().scope():
        seen = Outputs()
        model = keras.Sequential([keras.Input((10,)), keras.layers.Dropout(0.5, seed=3)])
        model.add(keras.layers.Dense(10, kernel_initializer="identity"))
        model.compile(keras.optimizers.SGD(0.0), "mse", metrics=[seen])
    masks = []
    for _ in range(2):
        training.fit(model, tf.data.Dataset.from_tensors((np.ones([8, 10], "f"), rows)))
        masks.extend(map(tuple, seen.rows.numpy()))
    assert len(set(masks)) == 16


class OwnStep(keras.Model):
    """Returns a value of the step, one that is no tensor's, and a metric."""

    def __init__(self):
        super().__init__()
        self.dense = keras.layers.Dense(2, kernel_initializer=models.glorot(1))
        self.mean = keras.metrics.Mean(name="mean")

    def call(self, inputs):
        return self.dense(inputs)

    def train_step(self, batch):
        x, y = batch
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(self(x) - y))
        weights = self.trainable_variables
        self.optimizer.apply(tape.gradient(loss, [v.value for v in weights]), weights)
        self.mean.update_state(loss)
        return {"my_loss": loss, "two": 2, "mean": self.mean.result(), "half": tf.cast(loss, tf.bfloat16)}


def own_step(strategy, train):
    with strategy.scope():
        model = OwnStep()
        model.compile(keras.optimizers.SGD(0.1 / strategy.num_replicas_in_sync), jit_compile=False)  # a sum of means
    return train(model, models.batches(8, rows=40)).history


def test_logs_of_a_train_step():
    """What a model's own `train_step` returned last, as under `model.fit`; of several replicas, the mean."""
    expected = own_step(tf.distribute.get_strategy(), lambda m, d: m.fit(d, epochs=2, shuffle=False, verbose=0))
    one = own_step(tf.distribute.get_strategy(), lambda m, d: training.fit(m, d, epochs=2))
    two = own_step(two_devices(), lambda m, d: training.fit(m, d, epochs=2))
    assert all(isinstance(value, float) for value in one["half"]), "not so in Keras 3.15, which leaves tensors"
    assert [float(value) for value in expected.pop("half")] == one.pop("half")
    assert one == expected and set(one) == {"my_loss", "two", "mean"}
    assert len(set(one["my_loss"] + one["mean"])) == 4 and two["two"] == [2, 2]
    for name in ("my_loss", "mean"):
        np.testing.assert_allclose(two[name], one[name], rtol=1e-5)


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
