"""conv2d_by_hand: the four sums, worked out by hand."""

import numpy as np

from tests.examples.parity import assert_results


def test_golden_values():
    """Both sides give the sums of products that the kernel covers; it is not flipped."""
    image = np.array([[4, 3, 1, 0], [2, 1, 0, 1], [1, 2, 4, 1], [3, 1, 0, 2]])
    kernel = np.array([[1, 0, 1], [2, 1, 0], [0, 0, 1]])
    by_hand = [[np.sum(image[r : r + 3, c : c + 3] * kernel) for c in (0, 1)] for r in (0, 1)]
    assert by_hand == [[14, 6], [6, 12]]
    for results in assert_results("conv2d_by_hand"):
        np.testing.assert_array_equal(results["res"], by_hand)
        assert results["sss"].shape == (1, 2, 2, 1)
