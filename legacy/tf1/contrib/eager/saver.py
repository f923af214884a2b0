"""Checkpoints by name in eager execution."""

import contextlib

import tensorflow.compat.v1 as tf


class Saver:
    """Replaces: ``tfe.Saver``: ``tf.train.Saver`` without a session.

    Args:
        var_list: variables, or {name in the checkpoint: variable}.

    Raises:
        RuntimeError: eager execution is not on.
    """

    def __init__(self, var_list):
        if not tf.executing_eagerly():
            raise RuntimeError(
                "tfe.Saver can only be used when eager execution is enabled. Use tf.train.Saver when building graphs."
            )
        self._saver = tf.train.Saver(var_list=var_list)

    def save(self, file_prefix, global_step=None):
        with tf.device("/device:CPU:0"):
            return self._saver.save(None, file_prefix, write_meta_graph=False, global_step=global_step)

    def restore(self, file_prefix):
        with tf.device("/device:CPU:0"):
            self._saver.restore(None, file_prefix)


def get_optimizer_variables(optimizer):
    """Replaces: ``tfe.get_optimizer_variables``."""
    return optimizer.variables()


@contextlib.contextmanager
def restore_variables_on_create(save_path, map_func=None):
    """Replaces: ``tfe.restore_variables_on_create``: variables made inside start with the checkpoint's values.

    Raises:
        ValueError: eager execution is not on, or `map_func` is no function.
        NotFoundError: the checkpoint lacks a variable that is made.
    """
    if not tf.executing_eagerly():
        raise ValueError("Currently, restore_variables_on_create can only be used with eager execution enabled.")
    if not save_path:
        yield
        return
    if map_func is not None and not callable(map_func):
        raise ValueError("map_func must be callable.")
    reader = tf.train.load_checkpoint(save_path)
    known = reader.get_variable_to_shape_map()
    restored = set()

    def creator(next_creator, **kwargs):
        variable = next_creator(**kwargs)
        name = variable.name.partition(":")[0]
        name = map_func(name) if map_func else name
        if name not in known:
            raise tf.errors.NotFoundError(None, None, f"{name} not found in checkpoint")
        if name not in restored:
            variable.assign(reader.get_tensor(name))
            restored.add(name)
        return variable

    with tf.variable_creator_scope(creator):
        yield
