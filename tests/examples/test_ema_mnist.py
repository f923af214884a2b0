"""ema_mnist: both sides against TensorFlow 1.15, and the averages of the callback against those of the original."""

import itertools

import keras
import numpy as np
import pytest
import tensorflow as tf
from tf2notes.legacy.record import start_weights

from tests.examples.metrics import assert_learns
from tests.examples.parity import assert_parity, first_failure
from tf2notes import legacy
from tf2notes.callbacks.moving_average import MovingAverage
from tf2notes.examples import ema_mnist
from tf2notes.pairs import ema_mnist as pairs


def test_all_rungs():
    """The weights that are averaged. (The callback alone is held against TF 1.15 in tests/callbacks.)"""
    assert_parity("ema_mnist")


def test_halved_rate_fails_at_first_step():
    """A planted mistake."""
    build = lambda: ema_mnist.build(ema_mnist.Config(learning_rate=0.25))  # noqa: E731
    assert first_failure("ema_mnist", build=build) == "first_step"


@pytest.fixture(scope="module")
def both_averages():
    """The averages after 60 steps from the same weights: of the original here, of the callback in `fit`, of use_ema."""
    batches = list(pairs.batches(60))
    with tf.Graph().as_default(), tf.compat.v1.Session() as sess:
        t = legacy.load("ema_mnist").build()
        start = start_weights({v.name: v.shape.as_list() for v in t["variables"]}, seed=0)
        sess.run([v.assign(start[v.name]) for v in t["variables"]])
        rest = [v for v in tf.compat.v1.global_variables() if v not in t["variables"]]
        sess.run(tf.compat.v1.variables_initializer(rest))
        for batch in batches:
            sess.run(t["training_op"], {t[name]: value for name, value in batch.items()})
        original = dict(zip(start, sess.run(t["averages"]), strict=False))
    data = tf.data.Dataset.from_generator(
        lambda: map(pairs.data, batches),
        output_signature=(tf.TensorSpec([100, 28, 28, 1]), tf.TensorSpec([100], tf.int64)),
    )
    average = MovingAverage(0.9999, num_updates=True)
    weights = ema_mnist.weights_from_legacy({**start})
    found = {}
    for name, callbacks in [("callback", [average]), ("use_ema", [])]:
        model = ema_mnist.build(ema_mnist.Config())
        if name == "use_ema":
            optimizer = keras.optimizers.SGD(0.5, use_ema=True, ema_momentum=0.9999)
            model.compile(optimizer, model.loss, jit_compile=False)
        model.set_weights([weights[v.path.removeprefix("ema_mnist/")] for v in model.weights])
        model.fit(data.repeat(), steps_per_epoch=60, callbacks=callbacks, shuffle=False, verbose=0)
        if name == "use_ema":
            model.optimizer.finalize_variable_values(model.trainable_variables)
            found[name] = model.get_weights()
    found["callback"] = list(average.values().values())
    return ema_mnist.weights_from_legacy(original), found


def test_averages_agree(both_averages):
    """Every average of the callback is the original's."""
    expected, found = both_averages
    for value, (name, average) in itertools.zip_longest(found["callback"], expected.items()):
        np.testing.assert_allclose(value, average, rtol=1e-4, atol=1e-5, err_msg=name)


def test_use_ema_differs(both_averages):
    """Keras' own average, given the same decay, is another one: it has no warm-up."""
    expected, found = both_averages
    assert np.abs(found["use_ema"][0] - expected["hidden/kernel"]).max() > 0.01


@pytest.mark.slow
def test_learns(tmp_path):
    """Weights and averages do as well as the original's under TensorFlow 1.15; the averages are kept.

    Ten seeds each: 0.9413 there and 0.9413 here on average, 0.9405 and 0.9408 with the averages.
    """
    metrics = assert_learns("ema_mnist", folder=tmp_path, seeds=(0, 1, 2))
    model = ema_mnist.build(ema_mnist.Config())
    model.load_weights(tmp_path / "averaged.weights.h5")
    _, test = ema_mnist.mnist.datasets("sample", 100)
    assert model.evaluate(test, return_dict=True, verbose=0)["accuracy"] == metrics["averaged_accuracy"]
