"""towers_mnist: two towers of TensorFlow 1.15, one device with both batches, and MirroredStrategy over two devices."""

import numpy as np
import pytest
import tensorflow as tf
from tf2notes.legacy.record import start_weights

from tests.examples.metrics import assert_learns
from tests.examples.parity import assert_parity, first_failure, recording_of
from tf2notes import legacy
from tf2notes.examples import towers_mnist
from tf2notes.pairs import towers_mnist as pairs


def test_all_rungs():
    """One device with the towers' batches put together."""
    assert_parity("towers_mnist")


def test_sum_of_gradients_fails_at_first_step():
    """Gradients added over two towers instead of averaged: twice the step."""
    build = lambda: towers_mnist.build(towers_mnist.Config(devices=1, learning_rate=0.2))  # noqa: E731
    assert first_failure("towers_mnist", build=build) == "first_step"


def test_strategy_equals_the_towers():
    """`fit` under MirroredStrategy on two devices goes the way of TensorFlow 1.15's two towers, step by step."""
    recording = recording_of("towers_mnist")
    shapes = {name: recording[f"variables/{name}"] for name in ("model/W1:0", "model/b1:0", "model/W2:0", "model/b2:0")}
    weights = towers_mnist.weights_from_legacy(start_weights(shapes, seed=0))
    model = towers_mnist.build(towers_mnist.Config(devices=2))
    model.set_weights([weights[v.path.removeprefix("towers_mnist/")] for v in model.weights])
    data = tf.data.Dataset.from_generator(
        lambda: map(pairs.data, pairs.batches(100)),
        output_signature=(tf.TensorSpec([None, 28, 28, 1]), tf.TensorSpec([None], tf.int32)),
    )
    history = model.fit(data.repeat(), epochs=100, steps_per_epoch=1, shuffle=False, verbose=0).history
    assert model.distribute_strategy.num_replicas_in_sync == 2
    np.testing.assert_allclose(history["loss"], recording["trajectory/loss"], rtol=1e-4)


def test_both_averages_of_the_notes():
    """The notes' second average_gradients, said not to work, does what the first one does."""
    original = legacy.load("towers_mnist")
    with tf.Graph().as_default(), tf.compat.v1.Session() as sess:
        towers = [[tf.constant([1.0, 2.0]), tf.constant(4.0)], [tf.constant([3.0, 6.0]), tf.constant(0.0)]]
        long, short = sess.run([original.average_gradients(towers), original.average_gradients_short(towers)])
    for a, b, expected in zip(long, short, [[2.0, 4.0], 2.0], strict=True):
        np.testing.assert_array_equal(a, expected)
        np.testing.assert_array_equal(b, expected)


def test_refusals():
    """A batch that cannot be shared out, and devices that TensorFlow did not start with."""
    with pytest.raises(ValueError, match=r"batch_size=99: expected a multiple of devices=2"):
        towers_mnist.build(towers_mnist.Config(batch_size=99))
    tf.constant(1.0)
    with pytest.raises(ValueError, match=r"devices=5: TensorFlow has started already"):
        towers_mnist.strategy(5)


@pytest.mark.slow
def test_learns():
    """As well as the original under TensorFlow 1.15 after 1,000 steps, on two devices."""
    assert_learns("towers_mnist")
