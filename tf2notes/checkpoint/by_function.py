"""A map that the user wrote as a function: what `tf2notes.parity` calls ``weights_from_legacy``."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tf2notes.checkpoint.errors import MismatchError
from tf2notes.checkpoint.matching import nearest
from tf2notes.checkpoint.units import Unit, paths_of


@dataclass
class Whole(Unit):
    """A whole model as one unit.

    Attributes:
        function: takes {TF1 name with ":0": array}, returns {path of a weight: array}; it may move numbers and add
            constants.
    """

    function: Callable = None

    def convert(self, values, forget_bias=0.0):
        """The weights; with a `forget_bias` of 0 without the constants that the function adds."""
        made = self.function({f"{name}:0": value for name, value in values.items()})
        if not forget_bias:
            plain = self.function({f"{name}:0": np.zeros(np.shape(value)) for name, value in values.items()})
            made = {path: np.asarray(made[path], np.float64) - plain[path] for path in made}
        return {path: made[path] for path in self.weights}


def whole(model, function, variables, where):
    """(unit, {role: TF1 name}) of a model that `function` fills from `variables`.

    Raises:
        MismatchError: the function asks for a variable that there is not, leaves a weight out, makes one of another
            shape, or does not use a variable.
    """
    weights = {path: w for path, w in paths_of(model).items() if not path.endswith("rnn_state")}
    total, ramps = 1, {}
    for name, row in variables.items():
        size = int(np.prod(row.shape))
        ramps[f"{name}:0"] = np.arange(total, total + size, dtype=np.float64).reshape(row.shape)
        total += size
    shapes = {name: row.shape for name, row in variables.items()}
    try:
        made = function(ramps)
        constants = function({name: np.zeros(ramp.shape) for name, ramp in ramps.items()})
    except KeyError as error:
        name = str(error.args[0]).removesuffix(":0")
        raise MismatchError(
            f"{where} does not fit the map", [f"missing: {name}; nearest: {nearest(name, (), shapes)}"]
        ) from None
    problems = [
        f"missing: the map makes nothing for {path} {list(w.shape)}" for path, w in weights.items() if path not in made
    ]
    for path, array in made.items():
        if path not in weights:
            near = nearest(path, np.shape(array), {p: tuple(w.shape) for p, w in weights.items()})
            problems.append(f"unexpected: the map makes {path}, which the model does not have; nearest: {near}")
        elif np.shape(array) != tuple(weights[path].shape):
            problems.append(
                f"misshapen: {path} needs {list(weights[path].shape)}, the map makes {list(np.shape(array))}"
            )
    if not problems:
        used = np.zeros(total, bool)
        for path, array in made.items():
            used[np.clip(np.rint(np.ravel(array - constants[path])).astype(np.int64), 0, total - 1)] = True
        unused = [name for name, ramp in ramps.items() if not used[ramp.ravel().astype(np.int64)].all()]
        problems = [f"unexpected: the map does not use {name.removesuffix(':0')}, or not all of it" for name in unused]
    if problems:
        raise MismatchError(f"{where} does not fit the model {model.name!r}", problems)
    unit = Whole("", "whole", weights, "model", model.name, False, None, shapes, function)
    return unit, {name: name for name in variables}
