"""Random functions whose graphs TF1 built with more ops than later versions: built as TF1 did.

With only a graph-level seed every op counts (`_seeds`): the values of what is made afterwards depend on it.
"""

import functools
import numbers

import tensorflow.compat.v1 as _v1
from tensorflow.python.framework import random_seed, tensor_util
from tf2notes.legacy.tf1._private import shape_tensor

_living_random_uniform = _v1.random_uniform
_living_dropout = _v1.nn.dropout


@functools.wraps(_v1.random_uniform)
def random_uniform(shape, minval=0, maxval=None, dtype=_v1.float32, seed=None, name=None):
    """Replaces: ``tf.random_uniform``. Later versions leave out scaling from 0 and to 1."""
    dtype = _v1.as_dtype(dtype)
    from_zero = isinstance(minval, numbers.Real) and minval == 0
    if _v1.executing_eagerly() or not dtype.is_floating or not from_zero:
        return _living_random_uniform(shape, minval, maxval, dtype, seed, name)
    with _v1.name_scope(name, "random_uniform", [shape, minval, maxval]) as scope:
        shape = shape_tensor(shape)
        low = _v1.convert_to_tensor(minval, dtype=dtype, name="min")
        high = _v1.convert_to_tensor(1 if maxval is None else maxval, dtype=dtype, name="max")
        graph_seed, op_seed = random_seed.get_seed(seed)
        unit = _v1.raw_ops.RandomUniform(shape=shape, dtype=dtype, seed=graph_seed or 0, seed2=op_seed or 0)
        return _v1.add(unit * (high - low), low, name=scope)


@functools.wraps(_v1.nn.dropout)
def dropout(x, keep_prob=None, noise_shape=None, seed=None, name=None, rate=None):
    """Replaces: ``tf.nn.dropout``."""
    if _v1.executing_eagerly() or (keep_prob is None) == (rate is None):
        return _living_dropout(x, keep_prob, noise_shape, seed, name, rate)
    drop = rate if rate is not None else _complement(keep_prob)
    with _v1.name_scope(name, "dropout", [x]):
        x = _v1.convert_to_tensor(x, name="x")
        if not x.dtype.is_floating:
            raise ValueError(f"x has to be a floating point tensor since it's going to be scaled. Got {x.dtype}")
        if isinstance(drop, numbers.Real):
            if not 0 <= drop < 1:
                raise ValueError(f"rate must be a scalar tensor or a float in the range [0, 1), got {drop:g}")
            if drop == 0:
                return x
        drop = _v1.convert_to_tensor(drop, dtype=x.dtype, name="rate")
        drop.get_shape().assert_has_rank(0)
        if tensor_util.constant_value(drop) == 0:
            return x
        uniform = random_uniform(_noise_shape(x, noise_shape), seed=seed, dtype=x.dtype)
        scale = 1 / (1 - drop)
        kept = x * scale * _v1.cast(uniform >= drop, x.dtype)
        kept.set_shape(x.get_shape())
        return kept


def _complement(keep_prob):
    try:
        return 1.0 - keep_prob
    except TypeError:
        raise ValueError(f"keep_prob must be a floating point number or Tensor (got {keep_prob!r})") from None


def _noise_shape(x, noise_shape):
    if noise_shape is None:
        return _v1.shape(x)
    if isinstance(noise_shape, _v1.Tensor):
        return noise_shape
    try:
        wanted = _v1.TensorShape(noise_shape).as_list()
    except (TypeError, ValueError):  # tensors among the sizes
        return noise_shape
    known = x.shape.as_list() if x.shape.rank == len(wanted) else wanted
    filled = [k if w is None else w for w, k in zip(wanted, known, strict=True)]
    return noise_shape if None in filled else filled
