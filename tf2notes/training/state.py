"""All that a training run is made of at one moment, written to a folder and read back."""

import errno
import itertools
import json
import random

import keras
import numpy as np
import tensorflow as tf
from keras.src.backend.common import global_state  # Keras' own random numbers hang there, and nowhere public

from tf2notes.training import options
from tf2notes.training.feed import place
from tf2notes.training.store import DamagedCheckpointsError, damage

GLOBAL_SEEDS = "global_seed_generator"
COMPARES = "monitor_op"  # keras.ops.less or greater, of callbacks that watch a metric
NUMBERS = (int, float, bool, type(None))


def optimizers(model):
    """{name of the attribute: optimizer}: the one a model was compiled with, and others that it holds itself."""
    held = {
        n: v for n, v in vars(model).items() if isinstance(v, keras.optimizers.Optimizer) and v is not model.optimizer
    }
    return {"optimizer": model.optimizer, **held}


def variables(model, callbacks):
    """{number and name: tf.Variable} of weights, seeds, metrics, optimizer and what callbacks keep in variables."""
    named = [(f"model/{v.path}", v) for v in model.variables]
    for name, optimizer in optimizers(model).items():
        named += [(f"{name}/{v.path}", v) for v in optimizer.variables]
    named += [(f"metrics/{v.path}", v) for metric in model.metrics for v in metric.variables]
    for callback in callbacks:
        kept = getattr(callback, "saved_variables", list)()
        named += [(f"{type(callback).__name__}/{i}", v) for i, v in enumerate(kept)]
    seeds = global_state.get_global_attribute(GLOBAL_SEEDS)
    if seeds is not None:
        named.append((GLOBAL_SEEDS, seeds.state))
    found, seen = {}, set()
    named = [(f"{i:05d}/{name}", variable) for i, (name, variable) in enumerate(named)]
    for name, variable in named:
        variable = variable.value if isinstance(variable, keras.Variable) else variable
        if id(variable) not in seen:
            seen.add(id(variable))
            found[name] = variable
    return found


def size(model, callbacks):
    """About how many bytes a checkpoint has, what the data's own state needs left out.

    Raises:
        ValueError: the model holds an optimizer that has no variables yet, which could not be found again.
    """
    for name, optimizer in optimizers(model).items():
        if not optimizer.built:
            raise ValueError(
                f"model.{name} would be missing in checkpoints, as it has no variables yet: call "
                f"model.{name}.build(variables) before fit"
            )
    held = variables(model, callbacks).values()
    return sum(v.dtype.size * v.shape.num_elements() for v in held) + 4096 * (8 + len(held))


def write(folder, model, callbacks, feed, progress, asked):
    """Write everything; `progress` is the loop's own count, a dict for JSON, `asked` what `options` found."""
    held = variables(model, callbacks)
    _written(_numbered(held), folder / "variables", "variables")
    if feed.saves_state:
        _written(feed.iterator, folder / "iterator", "iterator")
    numbers, arrays = {}, {}
    for i, callback in enumerate(callbacks):
        numbers[str(i)], found = _attributes(callback)
        arrays.update({f"{i}/{name}": value for name, value in found.items()})
    version, internal, gauss = random.getstate()
    kind, keys, *rest = np.random.get_state()
    arrays["numpy keys"] = keys
    state = {
        "progress": {**progress, "read": feed.read, "iterator": feed.saves_state},
        "variables": {name: [v.dtype.name, list(v.shape)] for name, v in held.items()},
        "callbacks": numbers,
        "random": {"python": [version, list(internal), gauss], "numpy": [kind, *rest]},
        "workers": place(model.distribute_strategy)[0],
        "options": asked,
    }
    (folder / "state.json").write_text(json.dumps(state), encoding="utf-8")
    np.savez(folder / "arrays.npz", **arrays)


def read(folder, model, callbacks, feed, asked, own_folder=None):
    """Put everything back; returns `progress`. `own_folder` is where this worker wrote, if it is not the chief.

    Raises:
        ValueError: the checkpoint is of another model, or of other options, or of another number of workers that each
            read files.
    """
    state = json.loads((folder / "state.json").read_text(encoding="utf-8"))
    if any(GLOBAL_SEEDS in name for name in state["variables"]):
        keras.src.random.seed_generator.global_seed_generator()
    held = variables(model, callbacks)
    options.check(folder, state["options"], asked)
    _check_same(folder, state["variables"], held)
    tf.train.Checkpoint(variables=_numbered(held)).read(str(folder / "variables")).assert_consumed()
    _read_position(folder, state, feed, own_folder, place(model.distribute_strategy)[0])
    with np.load(folder / "arrays.npz") as arrays:
        for i, callback in enumerate(callbacks):
            _set_attributes(callback, state["callbacks"].get(str(i), {}))
            prefix = f"{i}/"
            _set_attributes(callback, _lists({n[len(prefix) :]: arrays[n] for n in arrays if n.startswith(prefix)}))
        version, internal, gauss = state["random"]["python"]
        random.setstate((version, tuple(internal), gauss))
        kind, *rest = state["random"]["numpy"]
        np.random.set_state((kind, arrays["numpy keys"], *rest))
    return state["progress"]


def _read_position(folder, state, feed, own_folder, workers):
    source = folder
    if not feed.whole_batches and own_folder is not None:
        source = own_folder
        if fault := damage(source):
            raise DamagedCheckpointsError(f"{source}, this worker's part of {folder}: {fault}")
    if not feed.whole_batches and state["workers"] != workers:
        raise ValueError(
            f"{folder} was written by {state['workers']} workers that each read their own data, and now there are "
            f"{workers}: start as many, or share the data by --shard data"
        )
    progress = json.loads((source / "state.json").read_text(encoding="utf-8"))["progress"]
    iterator = source / "iterator" if progress["iterator"] and feed.saves_state else None
    feed.resume(progress["epoch"], progress["read"], iterator)


def _written(thing, path, name):
    try:
        tf.train.Checkpoint(**{name: thing}).write(str(path))
    except tf.errors.OpError as error:  # a full disk, as TensorFlow says it
        code = errno.ENOSPC if isinstance(error, tf.errors.ResourceExhaustedError) else errno.EIO
        said = error.message.splitlines()[0].partition(" [Op:")[0].rpartition("}} ")[2]
        raise OSError(code, said.rpartition("; ")[2]) from error


def _numbered(held):
    """By number: the names Keras gives (dense_1, dense_2) go on counting within a process."""
    return {name.partition("/")[0]: variable for name, variable in held.items()}


def _check_same(folder, saved, held):
    for was, name in itertools.zip_longest(saved, held):
        now = name and [held[name].dtype.name, list(held[name].shape)]
        if saved.get(was) != now:
            raise ValueError(
                f"{folder} is a checkpoint of another model, optimizer or set of callbacks: it has {was} "
                f"{saved.get(was)}, here stands {name} {now}; resume with the same options"
            )


def _attributes(callback):
    """A callback's plain attributes: (numbers and their containers, arrays)."""
    numbers, arrays = {}, {}
    for name, value in vars(callback).items():
        if name in ("params", "_params"):
            continue
        if isinstance(value, np.generic):
            value = value.item()
        if name == COMPARES and value is not None:  # Keras negates min_delta when it chooses this, once
            numbers[name] = value.__name__
        elif _plain(value):
            numbers[name] = value
        elif isinstance(value, np.ndarray) and value.dtype != object:
            arrays[name] = value
        elif isinstance(value, list) and value and all(isinstance(v, np.ndarray) for v in value):
            arrays.update({f"{name}/{i:05d}": v for i, v in enumerate(value)})
    return numbers, arrays


def _plain(value):
    if isinstance(value, dict):
        return all(isinstance(k, str) and _plain(v) for k, v in value.items())
    if isinstance(value, list):
        return all(_plain(v) for v in value)
    return isinstance(value, NUMBERS)


def _lists(arrays):
    found = {name: value for name, value in arrays.items() if "/" not in name}
    for name in sorted(arrays.keys() - found.keys()):
        found.setdefault(name.partition("/")[0], []).append(arrays[name])
    return found


def _set_attributes(callback, values):
    for name, value in values.items():
        held = getattr(callback, name, None)
        if name == COMPARES and value is not None:
            value = getattr(keras.ops, value)
        if isinstance(held, dict) and isinstance(value, dict):
            held.clear()
            held.update(value)  # others may hold the same dict, as model.history does
        elif not callable(held):
            setattr(callback, name, value)
