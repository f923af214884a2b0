"""Living functions that check their arguments as TF1 did, in the runner's process, which belongs to the TF1 program."""

import functools
import importlib

import numpy as np
import tensorflow.compat.v1 as tf
from tf2notes.legacy import tf1


def checked_functions():
    """Pairs of a living function and what stands for it."""
    for module, name, wrap in (
        ("framework.tensor_util", "make_tensor_proto", _dense),
        ("ops.array_ops", "one_hot", _one_dtype),
        ("ops.functional_ops", "foldl", _calling),
        ("ops.functional_ops", "foldr", _calling),
        ("ops.functional_ops", "scan", _calling),
        ("ops.map_fn", "map_fn", _mapping),
        ("ops.nn_impl", "fused_batch_norm", _own_moments),
    ):
        living = getattr(importlib.import_module(f"tensorflow.python.{module}"), name)
        yield living, wrap(living)
        counted = getattr(tf1, name, living)  # the surface's own, where it counts what TF1 built
        if counted is not living:
            yield counted, wrap(counted)


def _calling(living):
    """Said in words: the living one asks what cannot be called for its name."""

    @functools.wraps(living)
    def call(fn, elems, *args, **kwargs):
        if not callable(fn):
            raise TypeError("fn must be callable.")
        return living(fn, elems, *args, **kwargs)

    return call


def _mapping(living):
    """Neither over the rows of a sparse tensor nor over numbers in a list."""

    @functools.wraps(living)
    def map_fn(fn, elems, *args, **kwargs):
        if not callable(fn):
            raise TypeError("fn must be callable.")
        if isinstance(elems, tf.SparseTensor):
            raise TypeError(
                "To perform a map on the values of a sparse tensor use either "
                " SparseTensor(input.indices, fn(input.values), input.dense_shape) or "
                " SparseTensor(input.indices, map_fn(fn, input.values), input.dense_shape)"
            )
        if isinstance(elems, (list, tuple)) and any(np.isscalar(part) for part in tf.nest.flatten(elems)):
            raise ValueError("elements in elems must be 1+ dimensional Tensors, not scalars")
        return living(fn, elems, *args, **kwargs)

    return map_fn


def _dense(living):
    """A list whose rows differ in length is said to be no dense tensor; with a dtype NumPy speaks."""

    @functools.wraps(living)
    def make_tensor_proto(values, dtype=None, *args, **kwargs):
        try:
            return living(values, dtype, *args, **kwargs)
        except ValueError as error:
            if dtype is not None or not str(error).startswith("setting an array element with a sequence"):
                raise
        got = list(np.array(values, dtype=object).shape)
        wanted = _leading_sizes(values)
        raise ValueError(f"Argument must be a dense tensor: {values} - got shape {got}, but wanted {wanted}.")

    return make_tensor_proto


def _leading_sizes(values):
    if not isinstance(values, (list, tuple)):
        return []
    return [len(values), *_leading_sizes(values[0])] if values else [0]


def _one_dtype(living):
    """Values of another dtype than `dtype` are not converted."""

    @functools.wraps(living)
    def one_hot(indices, depth, on_value=None, off_value=None, axis=None, dtype=None, name=None):
        for value, which in ((on_value, "on"), (off_value, "off")):
            if dtype is not None and value is not None:
                found = value.dtype if tf.is_tensor(value) else tf.as_dtype(tf.make_tensor_proto(value).dtype)
                if found.base_dtype != tf.as_dtype(dtype):
                    raise TypeError(f"dtype {found.base_dtype} of {which}_value does not match dtype parameter {dtype}")
        return living(indices, depth, on_value, off_value, axis, dtype, name)

    return one_hot


def _own_moments(living):
    """Training takes no moments from outside; today's op may average them."""

    @functools.wraps(living)
    def fused_batch_norm(
        x,
        scale,
        offset,
        mean=None,
        variance=None,
        epsilon=0.001,
        data_format="NHWC",
        is_training=True,
        name=None,
        **new,
    ):
        if is_training and not new and (mean is not None or variance is not None):
            raise ValueError("Both 'mean' and 'variance' must be None if is_training is True.")
        return living(x, scale, offset, mean, variance, epsilon, data_format, is_training, name, **new)

    return fused_batch_norm
