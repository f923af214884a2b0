"""A learning rate that decays exponentially, smoothly and in steps.

Legacy: legacy/examples/exponential_decay.py
Parity: tests/examples/test_exponential_decay.py

A schedule is a function of the step. Given to an optimizer in the rate's place it follows the optimizer's own count
(`optimizer.iterations`), not a global one.
"""

import keras
import numpy as np

ExponentialDecay = keras.optimizers.schedules.ExponentialDecay


def training():
    """A weight under a rate that is halved after every second step."""
    w = keras.Variable(1.0)
    optimizer = keras.optimizers.SGD(ExponentialDecay(0.1, 2, 0.5, staircase=True))
    weights = []
    for _ in range(6):
        optimizer.apply([2.0 * w.value], [w])  # the gradient of the weight's square
        weights.append(np.asarray(w))
    return {"weight": weights, "steps": np.asarray(optimizer.iterations)}


def results():
    """All series by the original's names."""
    smooth = ExponentialDecay(0.1, 10, 0.9)
    stairs = ExponentialDecay(0.1, 100, 0.96, staircase=True)
    return {
        "series": [smooth(step) for step in range(11)],
        "staircase": [stairs(step) for step in (0, 1, 99, 100, 199, 200, 1000)],
        **training(),
    }
