"""Initialization: a variable is made with its value, a layer's variables when the layer is built.

Legacy: legacy/examples/initializers.py
Parity: tests/examples/test_initializers.py

There is no step between making a variable and having it. What comes nearest to variables without values is a layer
that was not built; to run the initializers again is to assign what they give.
"""

import keras
import numpy as np
from keras import initializers, ops

INITIALIZERS = {"v1": lambda shape, dtype: ops.array([1.0, 2.0], dtype), "v2": initializers.Constant(5.0)}


class TwoVariables(keras.layers.Layer):
    """A layer with the variables v1 (1, 2) and v2 (5, 5, 5)."""

    def build_one(self):
        self.v1 = self.add_weight((2,), INITIALIZERS["v1"], name="v1")

    def build(self, input_shape=None):
        if not self.weights:
            self.build_one()
        self.v2 = self.add_weight((3,), INITIALIZERS["v2"], name="v2")

    def initialize(self):
        """Assign to each variable what its initializer gives: what TF1's operation did."""
        for variable in self.weights:
            variable.assign(INITIALIZERS[variable.name](variable.shape, variable.dtype))

    def missing(self):
        """How many of the two variables there are not."""
        return 2 - len(self.weights)


def numbers(layer):
    """All the numbers in a layer's variables, in one array."""
    return np.concatenate([np.ravel(value) for value in layer.get_weights()])


def results():
    """All values by the original's names; another layer stands for another session."""
    layer, found = TwoVariables(), {}
    found["reading too early is an error"] = not hasattr(layer, "v1")
    found["uninitialized before"] = layer.missing()
    layer.build_one()
    found["uninitialized after one"] = layer.missing()
    layer.build()
    found["uninitialized after all"] = layer.missing()
    found["variables"] = [f"{variable.name}:0" for variable in layer.weights]
    found["values"] = numbers(layer)
    layer.set_weights([np.full(2, 7.0), np.full(3, 8.0)])
    found["changed"] = numbers(layer)
    layer.initialize()
    found["initialized again"] = numbers(layer)
    found["uninitialized in another session"] = TwoVariables().missing()
    return found
