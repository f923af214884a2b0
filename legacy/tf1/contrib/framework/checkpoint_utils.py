"""Reading checkpoints. Replaces: tensorflow.contrib.framework.python.framework.checkpoint_utils"""

import tensorflow.compat.v1 as tf

__all__ = ["init_from_checkpoint", "list_variables", "load_checkpoint", "load_variable"]


def load_checkpoint(filepattern):
    """The reader of a checkpoint, or of the latest one in a folder.

    Raises:
        ValueError: the folder holds no checkpoint.

    Replaces: tf.contrib.framework.load_checkpoint
    """
    return tf.train.load_checkpoint(filepattern)


def load_variable(checkpoint_dir, name):
    """The value of one variable, as an array; ":0" at the end of the name is cut off.

    Replaces: tf.contrib.framework.load_variable
    """
    return tf.train.load_variable(checkpoint_dir, name)


def list_variables(checkpoint_dir):
    """[(name, shape)] of all variables, by name.

    Replaces: tf.contrib.framework.list_variables
    """
    return tf.train.list_variables(checkpoint_dir)


def init_from_checkpoint(checkpoint_dir, assignment_map):
    """Let the initializers of variables of the current graph read a checkpoint.

    Args:
        checkpoint_dir: a checkpoint or a folder with some.
        assignment_map: {name in the checkpoint: variable, list of its partitions, or its name} or
            {"scope of the checkpoint/": "scope/"}.

    Raises:
        ValueError: a name or shape is not in the checkpoint or not in the graph.

    Replaces: tf.contrib.framework.init_from_checkpoint
    """
    tf.train.init_from_checkpoint(checkpoint_dir, assignment_map)
