"""Weights of a layer from and into TF1 checkpoints, by name."""

import os

import numpy as np
import tensorflow.compat.v1 as tf
from tf2notes.legacy.layer.program import nearest


def load(path, weights, specs, names=None):
    """Assign {name: keras.Variable} from a checkpoint; all or none. Arguments as for `TF1Layer.load_tf1`."""
    prefix = _prefix(path)
    try:
        reader = tf.train.load_checkpoint(prefix)
        shapes = reader.get_variable_to_shape_map()
    except (tf.errors.OpError, ValueError, RuntimeError) as error:
        raise ValueError(f"{prefix} is no readable TF1 checkpoint: {error}") from error
    rename = names if callable(names) else (lambda name: (names or {}).get(name, name))
    wrong, values = [], {}
    for name, weight in weights.items():
        part = specs[name].part_of
        whole = rename(part[0] if part else name)
        expected = list(part[1]) if part else list(weight.shape)
        if whole not in shapes:
            wrong.append(f"  missing    {whole} {expected}.{nearest(whole, shapes)}")
        elif list(shapes[whole]) != expected:
            wrong.append(f"  misshapen  {whole} {shapes[whole]}, the layer has {expected}")
        else:
            values[name] = _read(reader, whole, part, weight.shape)
    if wrong:
        raise ValueError(f"{prefix} does not fit the layer; nothing was loaded:\n" + "\n".join(wrong))
    for name, value in values.items():
        weights[name].assign(value)


def _read(reader, name, part, shape):
    value = reader.get_tensor(name)
    if part:
        value = value[tuple(slice(o, o + n) for o, n in zip(part[2], shape, strict=True))]
    return value


def save(path, weights, specs):
    """Write a checkpoint in TF1's format, parts of a partitioned variable as one."""
    names, slices, tensors = [], [], []
    for name, weight in weights.items():
        part = specs[name].part_of
        names.append(part[0] if part else name)
        slices.append(_slice_spec(part, weight.shape) if part else "")
        tensors.append(np.asarray(weight.numpy()))
    os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
    with tf.Graph().as_default(), tf.Session() as sess:
        sess.run(tf.raw_ops.SaveV2(prefix=str(path), tensor_names=names, shape_and_slices=slices, tensors=tensors))
    return str(path)


def _slice_spec(part, shape):
    _, whole, begin = part
    ranges = ":".join(f"{o},{n}" for o, n in zip(begin, shape, strict=True))
    return " ".join(str(n) for n in whole) + " " + ranges


def _prefix(path):
    path = str(path)
    if os.path.isdir(path):
        found = tf.train.latest_checkpoint(path)
        if not found:
            raise FileNotFoundError(f"{path} has no checkpoint file that names a checkpoint")
        return found
    if not os.path.isfile(f"{path}.index") and not os.path.isfile(path):
        raise FileNotFoundError(
            f"no checkpoint {path}: expected a prefix, with {path}.index or the file itself beside it"
        )
    return path
