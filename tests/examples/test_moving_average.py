"""moving_average: the averages printed in the notes, and where Keras' use_ema goes another way."""

import keras
import numpy as np

from tests.examples.parity import assert_results


def test_golden_values():
    """Both sides give 1.1, 1.29 and 1.561 for the counter; a tensor's average starts from 0."""
    for results in assert_results("moving_average"):
        np.testing.assert_allclose(results["counter"], [1.1, 1.29, 1.561], rtol=1e-6)
        np.testing.assert_allclose(results["tensor"], [0.2, 0.48, 0.832], rtol=1e-6)
        np.testing.assert_allclose(results["with num_updates"][0], 0.9, rtol=1e-6)
        assert results["average_name"] == "w/ExponentialMovingAverage"
        assert results["asked too early"] == "None"


def test_use_ema_starts_elsewhere():
    """Keras' average is the weights after the first step; TF1's is half-way between the initial ones and these."""
    w = keras.Variable([4.0])
    optimizer = keras.optimizers.SGD(0.25, use_ema=True, ema_momentum=0.5)
    optimizer.build([w])
    optimizer.apply([keras.ops.ones(1) * 8.0])
    average = optimizer._model_variables_moving_average[0]
    assert float(average[0]) == 2.0, "TF1's would be 0.5 * 4 + 0.5 * 2 = 3"
