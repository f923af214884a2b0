"""reverse_sequence: both of the documentation's examples, slice by slice."""

import numpy as np

from tests.examples.parity import assert_results

LENGTHS = [7, 2, 3, 5]


def test_both_examples():
    """Both sides reverse up to the length, copy the rest, and give back the input when done twice."""
    batch_major, time_major = np.arange(32).reshape(4, 8), np.arange(64).reshape(8, 2, 4)
    for results in assert_results("reverse_sequence"):
        for i, n in enumerate(LENGTHS):
            np.testing.assert_array_equal(results["batch 0, time 1"][i, :n], batch_major[i, :n][::-1])
            np.testing.assert_array_equal(results["batch 0, time 1"][i, n:], batch_major[i, n:])
            np.testing.assert_array_equal(results["batch 2, time 0"][:n, :, i], time_major[:n, :, i][::-1])
            np.testing.assert_array_equal(results["batch 2, time 0"][n:, :, i], time_major[n:, :, i])
        np.testing.assert_array_equal(results["twice"], batch_major)
