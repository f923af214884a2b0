"""``tf.contrib.framework.assign_from_checkpoint``, which tf_slim cannot do of partitioned variables any more."""

import tensorflow.compat.v1 as tf


def full_name(variable):
    """The name in a checkpoint: of a part, that of the whole variable."""
    return variable._save_slice_info.full_name if variable._save_slice_info else variable.op.name


def assign_from_checkpoint(model_path, var_list, ignore_missing_vars=False):
    """An op that assigns a checkpoint's values through placeholders, and their feed dict.

    Args:
        model_path: of the checkpoint.
        var_list: variables, or a dict from a name in the checkpoint to a variable or the list of its parts.
        ignore_missing_vars: leave out what the checkpoint lacks, with a warning.

    Returns:
        `(assign_op, feed_dict)`.

    Raises:
        ValueError: the checkpoint lacks a variable, or has it with another shape.

    Replaces: tf.contrib.framework.assign_from_checkpoint
    """
    if isinstance(var_list, (tuple, list)):
        grouped = {}
        for variable in var_list:
            grouped.setdefault(full_name(variable), []).append(variable)
    else:
        grouped = {name: v if isinstance(v, (tuple, list)) else [v] for name, v in var_list.items()}
    reader = tf.train.NewCheckpointReader(model_path)
    feeds, assigns = {}, []
    for name, variables in grouped.items():
        if not reader.has_tensor(name):
            message = f"Checkpoint is missing variable [{name}]"
            if not ignore_missing_vars:
                raise ValueError(message)
            tf.logging.warning(message)
            continue
        stored = reader.get_tensor(name)
        for variable in variables:
            placeholder = tf.placeholder(variable.dtype.base_dtype, variable.get_shape(), name=variable.op.name)
            assigns.append(variable.assign(placeholder))
            feeds[placeholder] = _part(name, stored, variable)
    return tf.group(*assigns), feeds


def _part(name, stored, variable):
    info = variable._save_slice_info
    if info:
        window = tuple(slice(start, start + size) for start, size in zip(info.var_offset, info.var_shape, strict=True))
        return stored[window].reshape(info.var_shape)
    if list(stored.shape) != variable.get_shape().as_list():
        raise ValueError(
            f"Total size of new array must be unchanged for {name} lh_shape: [{stored.shape}], "
            f"rh_shape: [{variable.get_shape()}]"
        )
    return stored
