"""With which options a run was started, as far as its checkpoints presuppose them: going on with others is refused."""

import re
import warnings

import tensorflow as tf

SIZED = ("Batch", "PaddedBatch", "ParallelBatch", "Rebatch", "Repeat", "Shard", "Shuffle", "Skip", "Take", "Window")
LONG = 200  # characters: what is longer is no option


def asked(model, feed):
    """{name: number, text, bool or None} of model, optimizer, loss and data.

    Left out is what may differ between two starts of the same program: names that count on (``dense_1``), addresses,
    how many threads read, where files lie.
    """
    found = {}
    try:
        _flatten("model", model.get_config(), found)
    except NotImplementedError:  # a subclass that does not say; its variables are compared anyway
        found["model"] = type(model).__name__
    _flatten("optimizer", {"class": type(model.optimizer).__name__, **model.optimizer.get_config()}, found)
    for i, loss in enumerate(tf.nest.flatten(model.loss)):
        config = loss.get_config() if hasattr(loss, "get_config") else {}
        _flatten(f"loss {i}", {"is": getattr(loss, "__name__", None) or _kind(loss), **config}, found)
    for i, part in enumerate(tf.nest.flatten(feed.spec)):
        found[f"data, tensor {i}"] = f"{part.dtype.name} {part.shape}"
    for i, (name, values) in enumerate(node for node in feed.nodes if node[0].startswith(SIZED)):
        found[f"data, step {i}, {name}"] = values[0] if values else None
        if name.startswith("Shuffle"):
            found[f"data, step {i}, {name} seeds"] = str(values[1:])
    found["batches of the data"] = int(feed.once.cardinality())
    found["steps_per_epoch"] = feed.steps_per_epoch
    return found


def check(folder, was, now):
    """Compare what a checkpoint in `folder` was written with to how the run is started now.

    A seed of ``shuffle`` that has changed, as it does where none was given, is warned of.

    Raises:
        ValueError: anything else has changed.
    """
    for name in {**was, **now}:
        if was.get(name) == now.get(name):
            continue
        if name.endswith(" seeds"):
            warnings.warn(
                "the data is shuffled with other seeds than before: records of this epoch may come twice or not at all",
                stacklevel=6,
            )
            continue
        raise ValueError(
            f"{folder} was written by a run with {name}: {was.get(name)}, and now it is {now.get(name)}; go on with "
            "the same options, or start a new run in another folder"
        )


def _flatten(name, value, found):
    if isinstance(value, dict):
        for key, inner in value.items():
            _flatten(f"{name}.{key}", inner, found)
    elif isinstance(value, (list, tuple)):
        for i, inner in enumerate(value):
            _flatten(f"{name}[{i}]", inner, found)
    elif isinstance(value, str):
        if len(value) <= LONG and "0x" not in value:
            found[name] = re.sub(r"_\d+$", "", value)
    elif isinstance(value, (bool, int, float, type(None))):
        found[name] = value


def _kind(loss):
    return loss if isinstance(loss, str) else type(loss).__name__
