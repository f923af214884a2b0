"""Put a checkpoint into a model: everything is read and checked before anything is assigned."""

import numpy as np

from tf2notes.checkpoint import optimizer_state
from tf2notes.checkpoint.errors import MismatchError
from tf2notes.checkpoint.reading import Checkpoint, read
from tf2notes.checkpoint.units import paths_of
from tf2notes.checkpoint.weight_map import propose


def load(
    model,
    checkpoint,
    optimizer=False,
    ema=False,
    map=None,
    forget_bias=None,
    scope=None,
    ignore=(),
    iterations=None,
):
    """Load a TF1 checkpoint into a Keras 3 model.

    Args:
        model: a built model; compiled with the optimizer to go on with if `optimizer` is true.
        checkpoint: a path (see `read`) or a `Checkpoint`.
        optimizer: whether the optimizer goes on where TF1's stopped: its slots and its number of steps.
        ema: load the moving averages of ``tf.train.ExponentialMovingAverage``; True, or the name that it was given.
            Weights that were not averaged, such as a batch norm's statistics, come as they are.
        map, forget_bias, scope, ignore: see `propose`.
        iterations: the optimizer's number of steps, where the checkpoint does not say it, or says it twice.

    Returns:
        The `WeightMap` that was used; print it to see what went where.

    Raises:
        MismatchError: the checkpoint does not fit; the model is as it was.
        CheckpointError: a file is truncated or altered; the model is as it was.
    """
    if ema and optimizer:
        raise ValueError("ema and optimizer: the slots belong to the weights, not to their averages; choose one")
    checkpoint = checkpoint if isinstance(checkpoint, Checkpoint) else read(checkpoint)
    found = propose(model, checkpoint, map=map, forget_bias=forget_bias, scope=scope, ignore=ignore)
    arrays = found.arrays(values(checkpoint, found, ema))
    state = optimizer_state.convert(model, checkpoint, found, iterations) if optimizer else []
    variables = paths_of(model)
    pairs = [(variables[path], array) for path, array in arrays.items()] + state
    for variable, array in pairs:  # nothing is assigned unless everything can be
        if tuple(variable.shape) != np.shape(array):
            raise MismatchError(f"{checkpoint.path}: nothing was loaded", [f"{variable.path}: {np.shape(array)}"])
    for variable, array in pairs:
        variable.assign(np.asarray(array).astype(variable.dtype) if variable.dtype != "bfloat16" else array)
    return found


def values(checkpoint, weight_map, ema=False):
    """{TF1 name: array} of the variables that a map uses, or of their moving averages."""
    return {name: checkpoint[source] for name, source in sources(checkpoint, weight_map, ema).items()}


def sources(checkpoint, weight_map, ema=False):
    """{TF1 name: the name that is read for it}."""
    names = weight_map.names()
    if not ema:
        return {name: name for name in names}
    family = "ExponentialMovingAverage" if ema is True else ema
    hung = [row for row in weight_map.rows.values() if row.role in ("average", "slot") and row.of]
    shadows = {row.of: row.name for row in hung if row.name.rsplit("/", 1)[-1] == family}
    if not set(shadows) & set(names):
        known = sorted({row.name.rsplit("/", 1)[-1] for row in hung})
        raise MismatchError(
            f"{checkpoint.path} holds no moving averages named {family!r}",
            [f"hanging below its variables: {', '.join(known) or 'nothing'}"],
        )
    return {name: shadows.get(name, name) for name in names}
