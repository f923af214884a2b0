"""Functions of ``tf.nn`` that also take the argument order of TensorFlow before 1.0, where that cannot be mistaken.

TF1 refuses cross-entropies by position, unless None comes first, so a call by position is one of 0.x: ``(logits,
labels)``. The sampled losses swapped ``inputs`` (floats) and ``labels`` (integers).
"""

import functools

import tensorflow.compat.v1 as _v1
from tf2notes.legacy.tf1._random_ops import dropout

__all__ = [
    "dropout",
    "nce_loss",
    "sampled_softmax_loss",
    "sigmoid_cross_entropy_with_logits",
    "softmax_cross_entropy_with_logits",
    "softmax_cross_entropy_with_logits_v2",
    "sparse_softmax_cross_entropy_with_logits",
]


def _takes_logits_first(function, old_order, order):

    order = ("_sentinel", *order)

    @functools.wraps(function)
    def both(*args, **kwargs):
        if args and args[0] is not None:
            kwargs = {**dict(zip(old_order, args, strict=False)), **kwargs}
        else:
            kwargs = {**dict(zip(order, args, strict=False)), **kwargs}
        if kwargs.pop("_sentinel", None) is not None:
            raise ValueError(f"Only call `{function.__name__}` with named arguments (labels=..., logits=..., ...)")
        if "targets" in kwargs and "labels" not in kwargs:
            kwargs["labels"] = kwargs.pop("targets")
        return function(**kwargs)

    return both


_OLD = ("logits", "labels", "name")
_NOW = ("labels", "logits", "name")
sigmoid_cross_entropy_with_logits = _takes_logits_first(_v1.nn.sigmoid_cross_entropy_with_logits, _OLD, _NOW)
softmax_cross_entropy_with_logits = _takes_logits_first(
    _v1.nn.softmax_cross_entropy_with_logits,
    ("logits", "labels", "dim", "name"),
    ("labels", "logits", "dim", "name", "axis"),
)
sparse_softmax_cross_entropy_with_logits = _takes_logits_first(
    _v1.nn.sparse_softmax_cross_entropy_with_logits, _OLD, _NOW
)
softmax_cross_entropy_with_logits_v2 = _v1.nn.softmax_cross_entropy_with_logits_v2


def _takes_inputs_first(function):
    @functools.wraps(function)
    def both(*args, **kwargs):
        if len(args) > 3 and _is_floating(args[2]) and _is_integer(args[3]):
            args = (*args[:2], args[3], args[2], *args[4:])
        return function(*args, **kwargs)

    return both


def _is_floating(value):
    return hasattr(value, "dtype") and _v1.as_dtype(value.dtype).base_dtype.is_floating


def _is_integer(value):
    return hasattr(value, "dtype") and _v1.as_dtype(value.dtype).base_dtype.is_integer


nce_loss = _takes_inputs_first(_v1.nn.nce_loss)
sampled_softmax_loss = _takes_inputs_first(_v1.nn.sampled_softmax_loss)
