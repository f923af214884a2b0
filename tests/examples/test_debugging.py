"""debugging: what is dumped, and where the checks stop."""

import numpy as np
import pytest
import tensorflow as tf

from tests.examples.parity import assert_results
from tf2notes.examples import debugging


def test_values():
    """Both sides dump log 0 = -inf and 0 log 0 = nan, and say so when asked to check."""
    for results in assert_results("debugging"):
        assert results["operations with inf or nan"].tolist() == ["Log", "Mul", "Sum"]
        np.testing.assert_array_equal(results["log"], [-np.inf, 0])
        np.testing.assert_array_equal(results["product"], [np.nan, 0])
        assert results["check_numerics of product"] == "0 log 0 : Tensor had NaN values"


def test_the_checks_stop_at_the_first_bad_operation():
    """Not at the sum that shows it, but at the logarithm; also inside of a function; and not once they are off."""
    assert debugging.stops_at() == "Log"
    with pytest.raises(tf.errors.InvalidArgumentError, match="Log"), debugging.checked():
        tf.function(debugging.entropy)(tf.constant([0.0, 1.0]))
    assert np.isnan(debugging.entropy(tf.constant([0.0, 1.0])))
