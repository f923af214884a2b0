"""control_dependencies: what works, and what only seems to."""

import numpy as np
import tensorflow as tf

from tests.examples.parity import assert_results


def test_series():
    """Both sides: the average moves with identity and stands still without it."""
    for results in assert_results("control_dependencies"):
        np.testing.assert_allclose(results["updated weight"], [0.5, 0.25, 0.125], rtol=1e-6)
        np.testing.assert_array_equal(results["the average alone"], [[0], [0], [0]])
        np.testing.assert_allclose(results["with identity"], [[0.2], [0.48], [0.832]], rtol=1e-6)
        np.testing.assert_array_equal(results["a variable made inside"], [[0, 2]] * 3)


def test_what_was_read_before_stays():
    """In a tf.function the place of the read decides, not the fetch."""
    w = tf.Variable(1.0)

    @tf.function
    def around():
        before = w.read_value()
        w.assign_add(1.0)
        return before, w.read_value()

    assert [float(value) for value in around()] == [1.0, 2.0]
