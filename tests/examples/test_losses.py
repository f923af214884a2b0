"""losses: sampled and sequence losses value by value, and the divisors that differ in silence."""

import keras
import numpy as np

from tests.examples.parity import assert_results
from tf2notes.examples import losses
from tf2notes.losses.sequence import MeanOverTimeCrossentropy


def test_values():
    """Both sides agree; what has weight 0 has no gradient."""
    for results in assert_results("losses"):
        assert results["one loss for each example"].tolist() == [3]
        assert not results["gradient"][losses.WEIGHTS == 0].any()
        assert results["gradient"][losses.WEIGHTS == 1].any()
        np.testing.assert_allclose(results["mean_squared_error"], (2 * 1 + 0.5 * 4 + 0.25) / 3, rtol=1e-6)


def test_three_divisors():
    """tf.losses divides by the weights that are not 0, Keras by all elements or by the weights' sum."""
    weights, off = np.float32([2, 0.5, 1, 0]), np.float32([[1], [2], [0.5], [5]])
    by_default = keras.losses.MeanSquaredError()(np.zeros((4, 1)), off, sample_weight=weights)
    by_weight = keras.losses.MeanSquaredError(reduction="mean_with_sample_weight")(0 * off, off, sample_weight=weights)
    counted = losses.by_nonzero_weights(np.zeros(4), off[:, 0], weights)
    np.testing.assert_allclose([by_default, by_weight, counted], [4.25 / 4, 4.25 / 3.5, 4.25 / 3], rtol=1e-6)


def test_mean_over_time():
    """The loss class gives sequence_loss where the padding's id marks what has weight 0."""
    logits = np.swapaxes(losses.fixed(3, 3, 5) * 3, 0, 1)
    targets = np.where(losses.WEIGHTS > 0, losses.TARGETS % 4 + 1, 0)
    each = keras.ops.sparse_categorical_crossentropy(targets, logits, from_logits=True) * losses.WEIGHTS
    expected = np.mean(np.sum(each, axis=1) / losses.WEIGHTS.sum(axis=1))
    np.testing.assert_allclose(MeanOverTimeCrossentropy(ignore_class=0)(targets, logits), expected, rtol=1e-6)
