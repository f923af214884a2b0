"""session_run: what the notes print, and that a tf.function leaves out no effect."""

import numpy as np
import tensorflow as tf

from tests.examples.parity import assert_results


def test_golden_values():
    """Both sides give what the notes print."""
    for results in assert_results("session_run"):
        assert results["tf.shape(x)"].tolist() == [2, 3]
        assert results["tf.shape(y)"].tolist() == [2, 3]
        assert results["tf.shape(z)"].tolist() == [2, 3, 4]
        assert results["fetch"].tolist() == [12.0, 4.0]
        assert results["feed"].tolist() == [56.0]
        assert results["update"].tolist() == [1.0, 2.0, 3.0]
        assert (results["y fed"], results["y not fed"]) == (3, 1)
        assert results["y.get_shape()"] == results["z.get_shape()"] == "AttributeError"


def test_an_unused_assignment_runs_in_a_tf_function():
    """A graph skips an assignment that is not fetched; a tf.function executes it, in order."""
    state = tf.Variable(0.0)

    @tf.function
    def step():
        new = state.assign_add(1.0)
        state.assign(10000.0)
        return new

    step()
    np.testing.assert_array_equal(state, 10000)
