"""Checkpoints: whole, in part, under other names, several in a row, and what a file holds.

Legacy: legacy/examples/saver.py
Parity: tests/examples/test_saver.py

A checkpoint's names are the attributes through which it reaches a variable, so an argument's name does what the
Saver's dict did. `write` saves just these; `CheckpointManager` keeps the last few and finds the latest. A whole model's
weights are better kept by `model.save_weights("model.weights.h5")`.
"""

import tempfile
from pathlib import Path

import tensorflow as tf

SUFFIX = "/.ATTRIBUTES/VARIABLE_VALUE"


def variables(one=1.0, two=2.0):
    """Two variables."""
    return tf.Variable(one), tf.Variable(two)


def names(path):
    """The names in a checkpoint, without those that it keeps for itself."""
    return [name.removesuffix(SUFFIX) for name, _ in tf.train.list_variables(path) if name.endswith(SUFFIX)]


def printed(path):
    """Names and values, one line each."""
    reader = tf.train.load_checkpoint(path)
    return [
        line for name in names(path) for line in (f"tensor_name: {name}", str(reader.get_tensor(name + SUFFIX).item()))
    ]


def restored(path, checkpoint_of):
    """Two variables of -1 and -2 after restoring some of what is at `path`."""
    v1, v2 = variables(-1.0, -2.0)
    checkpoint_of(v1, v2).read(path).assert_existing_objects_matched().expect_partial()
    return [v1.numpy(), v2.numpy()]


def names_and_values(folder):
    """Saved and restored under the arguments' names."""
    v1, v2 = variables()
    by_dict = tf.train.Checkpoint(variable_1=v1, variable_2=v2).write(folder / "dict")
    by_list = tf.train.Checkpoint(v1=v1, v2=v2).write(folder / "list")
    of_a_module = tf.Module()
    of_a_module.v1, of_a_module.v2 = v1, v2
    return {
        "saved by dict": names(by_dict),
        "saved by list": names(by_list),
        "saved by op name": names(tf.train.Checkpoint(v1=v1, v2=v2).write(folder / "op")),
        "saved without a list": names(tf.train.Checkpoint(of_a_module).write(folder / "all")),
        "printed of the dict": printed(by_dict),
        "printed of the list": printed(by_list),
        "restored": restored(by_list, lambda v1, v2: tf.train.Checkpoint(v1=v1, v2=v2)),
        "restored with names swapped": restored(
            by_dict, lambda v1, v2: tf.train.Checkpoint(variable_1=v2, variable_2=v1)
        ),
        "a subset restored": restored(by_list, lambda v1, v2: tf.train.Checkpoint(v1=v1)),
        "a name that the file lacks": lacks(by_list),
    }


def lacks(path):
    """Whether restoring complains of a name that the file lacks: only if it is asked to."""
    try:
        restored(path, lambda v1, v2: tf.train.Checkpoint(variable_1=v1, variable_2=v2))
    except AssertionError:
        return True
    return False


def latest(folder):
    """Four checkpoints, of which two are kept, and the quick way to the last one."""
    step = tf.Variable(0)
    checkpoint = tf.train.Checkpoint(step=step)
    manager = tf.train.CheckpointManager(checkpoint, folder / "many", max_to_keep=2, checkpoint_name="model")
    for _ in range(4):
        manager.save(checkpoint_number=step.assign_add(10))
    step.assign(0)
    manager.restore_or_initialize()
    return {
        "latest": Path(tf.train.latest_checkpoint(folder / "many")).name,
        "kept": [Path(path).name for path in manager.checkpoints],
        "step of the latest": step.numpy(),
    }


def results():
    """All values by the original's names."""
    with tempfile.TemporaryDirectory() as folder:
        return {**names_and_values(Path(folder)), **latest(Path(folder))}
