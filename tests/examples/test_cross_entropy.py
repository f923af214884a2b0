"""cross_entropy: the values printed in the notes, and the default that is wrong for logits."""

import keras
import numpy as np
import pytest

from tests.examples.parity import assert_results


def test_golden_values():
    """Both sides give what the notes print, to its last digit."""
    for results in assert_results("cross_entropy"):
        np.testing.assert_allclose(results["softmax"], [[0.09003057, 0.24472848, 0.66524094]] * 3, rtol=1e-6)
        np.testing.assert_allclose([results["c_e"], results["c_e2"]], 1.22282, rtol=5e-6)
        np.testing.assert_allclose(results["result1"], [1.41436887, 1.66425455], rtol=1e-6)
        np.testing.assert_allclose(results["result2"], [1.41436887, 1.66425455], rtol=1e-6)
        np.testing.assert_allclose(results["result3 (wrong)"], [1.17185783, 1.17571414], rtol=1e-6)
        np.testing.assert_allclose(results["sparse"], [0.46436879, 0.17425454], rtol=1e-6)
        assert results["gradient for labels"] == "None"


def test_losses_expect_probabilities_by_default():
    """A Keras loss that is given logits without from_logits=True computes something else, in silence."""
    labels, logits = np.array([[0.2, 0.3, 0.5]]), np.array([[2, 0.5, 1]])
    right = float(keras.losses.CategoricalCrossentropy(from_logits=True)(labels, logits))
    wrong = float(keras.losses.CategoricalCrossentropy()(labels, logits))
    np.testing.assert_allclose(right, 1.41436887, rtol=1e-6)
    assert abs(wrong - right) > 0.05


def test_softmax_taken_for_logits_is_noticed_if_it_is_fresh():
    """Keras warns of from_logits=True on what its own softmax returns, and of nothing else."""
    probabilities = keras.ops.softmax(np.array([[2, 0.5, 1]]))
    with pytest.warns(UserWarning, match="does not represent logits"):
        keras.ops.categorical_crossentropy(np.array([[0.2, 0.3, 0.5]]), probabilities, from_logits=True)
    keras.ops.categorical_crossentropy(np.array([[0.2, 0.3, 0.5]]), probabilities * 1, from_logits=True)


def test_probabilities_are_clipped():
    """From probabilities Keras' loss is bounded by its epsilon; from logits it is exact."""
    labels, logits = np.array([[0.0, 1.0]]), np.array([[60.0, 0.0]])
    probabilities = keras.ops.softmax(logits)
    exact = float(keras.losses.CategoricalCrossentropy(from_logits=True)(labels, logits))
    clipped = float(keras.losses.CategoricalCrossentropy()(labels, probabilities))
    assert exact == 60.0
    np.testing.assert_allclose(clipped, -np.log(keras.config.epsilon()), rtol=1e-3)
