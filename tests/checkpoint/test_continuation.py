"""A run begun in TensorFlow 1.15 goes on in Keras 3: the next 100 losses are those of 1.15's own continuation."""

import numpy as np
import pytest

from tests.checkpoint.continuation import RUNS, begun, losses


@pytest.mark.parametrize("run", RUNS)
def test_the_next_100_losses(run):
    """From 20 steps in TF 1.15 on, Keras 3 takes the steps 21 to 120 that 1.15 took."""
    model, expected = begun(run)
    assert int(model.optimizer.iterations.numpy()) == 20
    np.testing.assert_allclose(losses(model, expected), expected["losses"], rtol=RUNS[run][2])
    np.testing.assert_allclose(np.asarray(model(expected["x"])), expected["y_after"], rtol=1e-3, atol=1e-4)
