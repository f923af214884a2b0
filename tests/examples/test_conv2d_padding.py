"""conv2d_padding: 2 and 3 positions, one zero on the left and two on the right."""

import numpy as np

from tests.examples.parity import assert_results


def test_golden_values():
    """VALID drops the last two elements; SAME pads one on the left and two on the right."""
    row = np.arange(1, 14)
    padded = np.concatenate([[0], row, [0, 0]])
    for results in assert_results("conv2d_padding"):
        np.testing.assert_array_equal(results["VALID"], [row[0:6].sum(), row[5:11].sum()])
        np.testing.assert_array_equal(results["SAME"], [padded[i : i + 6].sum() for i in (0, 5, 10)])
        assert (results["positions, VALID"][0], results["positions, SAME"][0]) == (2, 3)
