"""control_flow: what the notes' loop and cases return."""

import numpy as np
from tf2notes.legacy import tf1

from tests.examples.parity import assert_results
from tf2notes import legacy


def test_golden_values():
    """Both sides: the loop ends at 3; of two predicates that hold the first decides, or both are refused."""
    for results in assert_results("control_flow"):
        assert results["while_loop"].tolist() == [3, 2, 6]
        assert (results["cond, x = 2"], results["cond, x = 7"]) == (14, 25)
        assert (results["gradient of cond, x = 2"], results["gradient of cond, x = 7"]) == (1, 0)
        assert results["case"] == 23
        assert results["case of a list"] == 17
        assert results["case, exclusive, two hold"] == "InvalidArgumentError"
        np.testing.assert_allclose(results["gradient of the power"], 4 * 1.5**3, rtol=1e-6)
        assert results["identity"].tolist() == [2, 3]


def test_a_python_bool_is_refused_by_the_original():
    """tf.cond wants a tensor."""
    with tf1.Graph().as_default():
        assert legacy.load("control_flow").not_a_tensor() == "TypeError"
