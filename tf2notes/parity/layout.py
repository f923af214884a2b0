"""Where each number of a Keras weight comes from in the TF1 variables.

``weights_from_legacy`` of an example says how TF1's variables become Keras weights: split, transpose, reorder, add a
constant (a forget bias). Such a map is learned here by sending positions through it instead of numbers, and can then be
run backwards: gradients and moves of the Keras model are compared under TF1's names and in TF1's layout.
"""

import numpy as np


class Layout:
    """The map from TF1 variables to Keras weights, both ways.

    Args:
        weights_from_legacy: takes {TF1 variable: array}, returns {Keras variable path: array}. Each number of the
            result is a number of the argument, or one plus a constant.
        shapes: {TF1 variable: shape}.

    Raises:
        ValueError: the function does more than move numbers and add constants.
    """

    def __init__(self, weights_from_legacy, shapes):
        self.weights_from_legacy = weights_from_legacy
        self.shapes = {name: tuple(int(n) for n in shape) for name, shape in shapes.items()}
        self.offsets, total = {}, 0
        for name, shape in self.shapes.items():
            self.offsets[name] = total
            total += int(np.prod(shape))
        self.constants = self._apply(lambda name, size: np.zeros(size))
        ramp = self._apply(lambda name, size: 1 + self.offsets[name] + np.arange(size, dtype=np.float64))
        self.positions = {}
        for path, positions in ramp.items():
            positions = positions - self.constants[path]
            rounded = np.rint(positions).astype(np.int64)
            if not np.allclose(rounded, positions, rtol=0, atol=1e-6) or rounded.min() < 0 or rounded.max() > total:
                raise ValueError(
                    f"weights_from_legacy: {path} is not a rearrangement of TF1 variables (plus a constant)"
                )
            self.positions[path] = rounded - 1  # -1: a constant that comes from nowhere
        self.total = total

    def to_keras(self, values):
        """TF1 variables as Keras weights: {path: array}."""
        return self.weights_from_legacy({name: np.asarray(values[name]) for name in self.shapes})

    def to_legacy(self, arrays, constants=False):
        """Gradients or moves of Keras weights (with `constants`: the weights themselves) under TF1's names.

        TF1 variables that `arrays` say nothing about are left out; numbers of a variable that are not covered are NaN.
        """
        flat = np.full(self.total, np.nan)
        for path, array in arrays.items():
            if path in self.positions:
                positions = self.positions[path].ravel()
                numbers = np.ravel(array - self.constants[path] if constants else array)
                flat[positions[positions >= 0]] = numbers[positions >= 0]
        found = {}
        for name, shape in self.shapes.items():
            part = flat[self.offsets[name] : self.offsets[name] + int(np.prod(shape))]
            if not np.isnan(part).all():
                found[name] = part.reshape(shape)
        return found

    def _apply(self, fill):
        values = {name: fill(name, int(np.prod(shape))).reshape(shape) for name, shape in self.shapes.items()}
        return {path: np.asarray(array, np.float64) for path, array in self.weights_from_legacy(values).items()}
