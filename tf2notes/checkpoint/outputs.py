"""Files that appear under their names when they are complete, or not at all."""

import contextlib
import os
import tempfile
from pathlib import Path

import numpy as np

from tf2notes.checkpoint import loading, optimizer_state
from tf2notes.checkpoint.errors import MismatchError
from tf2notes.checkpoint.reading import Checkpoint, read
from tf2notes.checkpoint.units import paths_of
from tf2notes.checkpoint.weight_map import propose

ENDINGS = (".keras", ".weights.h5")


def save(model, path):
    """Write a model as ``.keras`` or ``.weights.h5``; an interrupted run leaves nothing under that name."""
    path = check_output(path)
    with _beside(path) as folder:
        made = folder / path.name
        if path.name.endswith(".keras"):
            model.save(made)
        else:
            model.save_weights(made)
        os.replace(made, path)


def check_output(path):
    """The path, or a ValueError if Keras would not write to it."""
    path = Path(path)
    if not path.name.endswith(ENDINGS):
        raise ValueError(f"{path}: expected a name that ends in {' or '.join(ENDINGS)}")
    if not path.parent.is_dir():
        raise FileNotFoundError(f"{path}: there is no folder {path.parent}")
    return path


def back(model, path, like, optimizer=False, map=None, forget_bias=None, scope=None, ignore=()):
    """Write a model's weights into a checkpoint that TF1 restores.

    Args:
        model: a built Keras model.
        path: prefix of the new checkpoint, such as ``out/model.ckpt-2000``; a ``checkpoint`` state file names it.
        like: a checkpoint of the TF1 program, a path or a `Checkpoint`: names, shapes and dtypes are its, and so is
            every value that the model has nothing for.
        optimizer: whether to write the optimizer's slots, beta powers and steps, too.
        map, forget_bias, scope, ignore: as they were when the model was loaded; see `propose`.

    Returns:
        The names of the variables that were copied from `like`.

    Raises:
        MismatchError: model and checkpoint do not fit; nothing is written.
    """
    like = like if isinstance(like, Checkpoint) else read(like)
    found = propose(model, like, map=map, forget_bias=forget_bias, scope=scope, ignore=ignore)
    arrays = {path: np.asarray(variable) for path, variable in paths_of(model).items()}
    shapes = {name: row.shape for name, row in found.rows.items()}
    values = {}
    for entry in found.entries:
        values.update(entry.variables(arrays, shapes))
    if optimizer:
        values.update(optimizer_state.back(model, found, like.path))
    copied = [name for name in like if name not in values and found.rows[name].role != "object graph"]
    values.update({name: like[name] for name in copied})
    typed = {name: np.asarray(value).astype(like[name].dtype) for name, value in values.items()}
    if bad := [name for name, value in typed.items() if value.dtype.kind == "f" and np.isnan(value).any()]:
        raise MismatchError(f"{path}: not written", [f"{name} holds numbers that are not numbers" for name in bad])
    write(path, typed)
    return copied


def write(path, values):
    """Write {name: array} as a TF1 checkpoint (format V2), the index last: without it there is no checkpoint."""
    import tensorflow as tf

    path = Path(path)
    if not path.parent.is_dir():
        raise FileNotFoundError(f"{path}: there is no folder {path.parent}")
    names = sorted(values)
    with _beside(path) as folder:
        tf.raw_ops.SaveV2(
            prefix=str(folder / path.name),
            tensor_names=names,
            shape_and_slices=[""] * len(names),
            tensors=[tf.constant(values[name]) for name in names],
        )
        Path(f"{path}.index").unlink(missing_ok=True)
        for made in sorted(folder.iterdir(), key=lambda file: file.suffix == ".index"):
            os.replace(made, path.parent / made.name)
        state = folder / "checkpoint"
        state.write_text(
            f'model_checkpoint_path: "{path.name}"\nall_model_checkpoint_paths: "{path.name}"\n', encoding="utf-8"
        )
        os.replace(state, path.parent / "checkpoint")


def differences(model, checkpoint, ema=False, **options):
    """How far a model's weights are from a checkpoint's: ({path: greatest difference}, the `WeightMap`)."""
    checkpoint = checkpoint if isinstance(checkpoint, Checkpoint) else read(checkpoint)
    found = propose(model, checkpoint, **options)
    arrays, variables = found.arrays(loading.values(checkpoint, found, ema)), paths_of(model)
    worst = {}
    for path, array in arrays.items():
        got = np.asarray(variables[path], np.float64)
        worst[path] = float(np.abs(got - np.asarray(array, np.float64)).max(initial=0.0))
    return worst, found


@contextlib.contextmanager
def _beside(path):
    """A folder on the same disk as `path`, gone afterwards."""
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as folder:
        yield Path(folder)
