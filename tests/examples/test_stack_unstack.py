"""stack_unstack: the arrays printed in the notes."""

import numpy as np

from tests.examples.parity import assert_results


def test_golden_values():
    """Both sides give the printed arrays."""
    for results in assert_results("stack_unstack"):
        np.testing.assert_array_equal(results["c"], [[3, 2, 4, 5, 6], [1, 6, 7, 8, 0]])
        np.testing.assert_array_equal(results["d"], [[3, 1], [2, 6], [4, 7], [5, 8], [6, 0]])
        np.testing.assert_array_equal(results["e"], [[3, 2, 4, 5, 6], [1, 6, 7, 8, 0]])
        np.testing.assert_array_equal(results["f"], [[3, 1], [2, 6], [4, 7], [5, 8], [6, 0]])
