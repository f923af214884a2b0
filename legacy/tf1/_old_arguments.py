"""Functions whose argument order or names changed between TensorFlow 0.x and 1.x: they take both.

An old call is told from a new one by what cannot be meant otherwise (a Python int is never a list of tensors). A call
in TF1's order goes straight through.
"""

import contextlib
import functools

import numpy as np
import tensorflow.compat.v1 as _v1


def _is_axis(value):
    return isinstance(value, (int, np.integer)) and not isinstance(value, bool)


def _old(kwargs, **names):
    """`kwargs` with 0.x names replaced by TF1's."""
    for old, new in names.items():
        if old in kwargs:
            if new in kwargs:
                raise ValueError(f"Cannot specify both '{old}' and '{new}'")
            kwargs[new] = kwargs.pop(old)
    return kwargs


@functools.wraps(_v1.concat)
def concat(*args, **kwargs):
    """Replaces: ``tf.concat``, also as ``concat(concat_dim, values)`` of TensorFlow before 1.0."""
    if "concat_dim" in kwargs:
        kwargs = _old(kwargs, concat_dim="axis")
    elif args and _is_axis(args[0]):
        if len(args) > 1:
            args = (args[1], args[0], *args[2:])
        else:
            args, kwargs = (), {**kwargs, "axis": args[0]}
    return _v1.concat(*args, **kwargs)


@functools.wraps(_v1.split)
def split(*args, **kwargs):
    """Replaces: ``tf.split``, also as ``split(split_dim, num_split, value)`` of TensorFlow before 1.0."""
    if args and _is_axis(args[0]):
        old = dict(zip(("split_dim", "num_split", "value", "name"), args, strict=False))
        args, kwargs = (), {**old, **kwargs}
    if not args:
        kwargs = _old(kwargs, split_dim="axis", num_split="num_or_size_splits")
    return _v1.split(*args, **kwargs)


@functools.wraps(_v1.reverse)
def reverse(*args, **kwargs):
    """Replaces: ``tf.reverse``, also with a list of bools, one for each axis, as before 1.0."""
    axis = args[1] if len(args) > 1 else kwargs.pop("dims", kwargs.get("axis"))
    if isinstance(axis, (list, tuple, np.ndarray)) and len(axis) and all(isinstance(a, (bool, np.bool_)) for a in axis):
        axis = [at for at, flipped in enumerate(axis) if flipped]
    if len(args) > 1:
        return _v1.reverse(args[0], axis, *args[2:], **kwargs)
    return _v1.reverse(*args, **{**kwargs, "axis": axis})


def linspace(start, stop, num, name=None):
    """Replaces: ``tf.linspace`` and ``tf.lin_space``: one op, where later versions build many for whole tensors."""
    start = _v1.convert_to_tensor(start) if isinstance(start, (_v1.Tensor, _v1.Variable)) else start
    return _v1.raw_ops.LinSpace(start=start, stop=stop, num=num, name=name or "LinSpace")


lin_space = linspace


def batch_matmul(x, y, adj_x=None, adj_y=None, name=None):
    """Replaces: ``tf.batch_matmul`` of TensorFlow before 1.0."""
    return _v1.matmul(x, y, adjoint_a=bool(adj_x), adjoint_b=bool(adj_y), name=name)


@contextlib.contextmanager
def op_scope(values, name, default_name=None):
    """Replaces: ``tf.op_scope``."""
    with _v1.name_scope(name, default_name=default_name, values=values) as scope:
        yield scope


@contextlib.contextmanager
def variable_op_scope(values, name_or_scope, default_name=None, initializer=None, regularizer=None, reuse=None, **rest):
    """Replaces: ``tf.variable_op_scope``."""
    with _v1.variable_scope(
        name_or_scope, default_name, values, initializer=initializer, regularizer=regularizer, reuse=reuse, **rest
    ) as scope:
        yield scope


class _ShapeFirst(type(_v1.zeros_initializer)):
    """``zeros_initializer(shape, dtype)`` gave a tensor before 1.0; a dtype is never a list."""

    def __call__(cls, *args, **kwargs):
        shape = args[0] if args else kwargs.get("shape")
        if isinstance(shape, (list, tuple, _v1.TensorShape)):
            dtype = args[1] if len(args) > 1 else kwargs.get("dtype", _v1.float32)
            return super().__call__()(shape, dtype=dtype)
        return super().__call__(*args, **kwargs)

    def __instancecheck__(cls, instance):
        return isinstance(instance, cls.__mro__[1])


class zeros_initializer(_v1.zeros_initializer, metaclass=_ShapeFirst):
    """Replaces: ``tf.zeros_initializer``, also as ``zeros_initializer(shape, dtype)`` of TensorFlow before 1.0."""


class ones_initializer(_v1.ones_initializer, metaclass=_ShapeFirst):
    """Replaces: ``tf.ones_initializer``, also as ``ones_initializer(shape, dtype)`` of TensorFlow before 1.0."""


@functools.wraps(_v1.image.resize_images)
def resize_images(*args, **kwargs):
    """Replaces: ``tf.image.resize_images``, also as ``(images, new_height, new_width, ...)`` of before 1.0."""
    if len(args) > 2 and _is_axis(args[1]) and _is_axis(args[2]):
        args = (args[0], [args[1], args[2]], *args[3:])
    elif "new_height" in kwargs:
        kwargs["size"] = [kwargs.pop("new_height"), kwargs.pop("new_width")]
    return _v1.image.resize_images(*args, **kwargs)
