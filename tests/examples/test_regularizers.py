"""regularizers: the penalties by their formulas, and the half that Keras leaves out."""

import keras
import numpy as np

from tests.examples.parity import assert_results


def test_formulas():
    """Both sides: 0.1 · Σ|x|, and 0.5 / 2 · Σx²."""
    for results in assert_results("regularizers"):
        np.testing.assert_allclose(results["l1"], 0.6, rtol=1e-6)
        np.testing.assert_allclose(results["l2"], 3.5, rtol=1e-6)
        np.testing.assert_allclose(results["sum"], 4.1, rtol=1e-6)
        np.testing.assert_allclose(results["regularization_loss"], 1.6, rtol=1e-6)


def test_l2_is_twice_as_strong_under_the_same_number():
    """keras.regularizers.L2(s) is twice TF1's l2_regularizer(s)."""
    assert float(keras.regularizers.L2(0.5)(np.array([1.0, -2.0, 3.0]))) == 7.0
