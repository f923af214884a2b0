"""tensor_basics: the values printed in the notes, and what changed without a word."""

import keras
import numpy as np

from tests.examples.parity import assert_results


def test_golden_values():
    """Both sides give what the notes print."""
    for results in assert_results("tensor_basics"):
        assert (results["a+b"], results["a*b"]) == (5, 6)
        np.testing.assert_array_equal(results["product"], np.full((3, 3), 60))
        np.testing.assert_array_equal(results["linspace"], [10, 11, 12])
        np.testing.assert_array_equal(results["range from 3 to 18 by 3"], [3, 6, 9, 12, 15])
        np.testing.assert_array_equal(results["range to 5"], [0, 1, 2, 3, 4])
        np.testing.assert_array_equal(results["fill"], [[9, 9, 9], [9, 9, 9]])
        np.testing.assert_array_equal(results["random_shuffle keeps the rows"], [[1, 2], [2, 3], [3, 4]])
        assert not results["truncated_normal leaves two deviations"]
        assert not results["seed: two operations agree"]


def test_argmax_is_int32_in_keras():
    """TF1's argmax gives int64, Keras' int32."""
    assert keras.ops.argmax([[1.0, 2.0]], axis=1).dtype == "int32"


def test_a_plain_seed_repeats_the_draw():
    """A TF1 operation with a seed draws anew at each run; a Keras function with an integer seed draws the same."""
    first, second = keras.random.uniform((3,), seed=1), keras.random.uniform((3,), seed=1)
    np.testing.assert_array_equal(first, second)
