"""gradients: the values printed in the notes."""

import numpy as np
import pytest
import tensorflow as tf

from tests.examples.parity import assert_results


def test_golden_values():
    """Both sides give what the notes print."""
    for results in assert_results("gradients"):
        np.testing.assert_array_equal(results["right"], [[[2, 1]]])
        np.testing.assert_array_equal(results["grad_ys"], [[2, 2, 3], [2, 2, 3], [5, 4, 7], [3, 2, 4]])
        assert results["stopped"].tolist() == ["None", "6.0"]
        np.testing.assert_array_equal(results["stopped on one way"], [1, 1])
        assert results["third derivative"] == 0
        np.testing.assert_array_equal(results["derivatives of x^5 at 2"], [80, 160, 240, 240])
        np.testing.assert_allclose(results["after a step"], [2.0, 1.4], rtol=1e-6)
        assert results["unrelated, fetched"] == "TypeError"


def test_zeros_instead_of_none():
    """What the notes wished for: a gradient of 0 where nothing flows."""
    w1, w2 = tf.Variable(2.0), tf.Variable(2.0)
    with tf.GradientTape() as tape:
        b = tf.stop_gradient(3.0 * w1) * w2
    zero, six = tape.gradient(b, [w1, w2], unconnected_gradients="zero")
    assert (float(zero), float(six)) == (0.0, pytest.approx(6.0))
