"""exponential_decay: both series by their formula."""

import keras
import numpy as np

from tests.examples.parity import assert_results


def test_series():
    """Both sides: 0.1 · 0.9^(step / 10), and 0.1 · 0.96^floor(step / 100)."""
    for results in assert_results("exponential_decay"):
        np.testing.assert_allclose(results["series"], 0.1 * 0.9 ** (np.arange(11) / 10), rtol=1e-6)
        floors = np.array([0, 1, 99, 100, 199, 200, 1000]) // 100
        np.testing.assert_allclose(results["staircase"], 0.1 * 0.96**floors, rtol=1e-6)
        rates = [0.1, 0.1, 0.05, 0.05, 0.025, 0.025]
        np.testing.assert_allclose(results["weight"], np.cumprod(1 - 2 * np.array(rates)), rtol=1e-6)
        assert results["steps"] == 6


def test_two_optimizers_count_for_themselves():
    """TF1's rate follows the step it was given; a Keras schedule follows the steps of its own optimizer."""
    schedule = keras.optimizers.schedules.ExponentialDecay(1.0, 1, 0.5)
    first, second = keras.optimizers.SGD(schedule), keras.optimizers.SGD(schedule)
    w = keras.Variable(0.0)
    first.apply([keras.ops.ones(())], [w])
    assert (float(first.learning_rate), float(second.learning_rate)) == (0.5, 1.0)
