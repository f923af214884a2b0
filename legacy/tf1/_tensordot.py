"""``tf.tensordot`` with the ops that TF1 made: graph-level seeds count them (`_seeds`)."""

import functools
import numbers

import numpy as np
import tensorflow.compat.v1 as _v1

_living = _v1.tensordot


@functools.wraps(_living)
def tensordot(a, b, axes, name=None):
    """Replaces: ``tf.tensordot``. Later versions leave out a transposition or reshape that would change nothing."""
    pair = _axes(axes)
    if _v1.executing_eagerly() or pair is None:
        return _living(a, b, axes, name)
    a, b = _v1.convert_to_tensor(a, name="a"), _v1.convert_to_tensor(b, name="b")
    if a.shape.rank is None or b.shape.rank is None or not (_is_static(a) or _is_static(b)):
        return _living(a, b, axes, name)
    a_axes, b_axes = pair if pair[0] is not None else (list(range(a.shape.rank - axes, a.shape.rank)), pair[1])
    with _v1.name_scope(name, "Tensordot", [a, b, axes]) as scope:
        a_matrix, a_free = _as_matrix(a, a_axes, axes_first=False)
        b_matrix, b_free = _as_matrix(b, b_axes, axes_first=True)
        product = _v1.matmul(a_matrix, b_matrix)
        if isinstance(a_free, list) and isinstance(b_free, list):
            return _v1.reshape(product, a_free + b_free, name=scope)
        a_free, b_free = (_v1.convert_to_tensor(free, dtype=_v1.int32) for free in (a_free, b_free))
        product = _v1.reshape(product, _v1.concat([a_free, b_free], 0), name=scope)
        product.set_shape(_sizes(a, _free(a, a_axes)) + _sizes(b, _free(b, b_axes)))
        return product


def _axes(axes):
    """Both lists of axes; the first is None where it depends on the rank; None altogether for tensors and mistakes."""
    if isinstance(axes, numbers.Integral):
        return (None, list(range(axes))) if axes >= 0 else None
    if not isinstance(axes, (list, tuple)) or len(axes) != 2:
        return None
    first, second = ([side] if isinstance(side, numbers.Integral) else side for side in axes)
    fine = isinstance(first, (list, tuple)) and isinstance(second, (list, tuple)) and len(first) == len(second)
    return (list(first), list(second)) if fine else None


def _is_static(tensor):
    return tensor.shape.is_fully_defined()


def _free(tensor, axes):
    contracted = {axis % tensor.shape.rank for axis in axes}
    return [axis for axis in range(tensor.shape.rank) if axis not in contracted]


def _sizes(tensor, axes):
    sizes = tensor.shape.as_list()
    return [sizes[axis] for axis in axes]


def _as_matrix(tensor, axes, axes_first):
    """`tensor` as a matrix, the contracted `axes` along one side; and the sizes of the others."""
    axes = [axis % tensor.shape.rank for axis in axes]
    free = _free(tensor, axes)
    if _is_static(tensor):
        sizes = [int(np.prod(_sizes(tensor, side))) for side in (axes, free)]
        order = axes + free if axes_first else free + axes
        return _v1.reshape(_v1.transpose(tensor, order), sizes if axes_first else sizes[::-1]), _sizes(tensor, free)
    axes = _v1.convert_to_tensor(axes, dtype=_v1.int32, name="axes")
    free = _v1.convert_to_tensor(free, dtype=_v1.int32, name="free")
    shape = _v1.shape(tensor)
    free_sizes, axes_sizes = _v1.gather(shape, free), _v1.gather(shape, axes)
    products = [_v1.reduce_prod(free_sizes), _v1.reduce_prod(axes_sizes)]
    if axes_first:
        order, sizes = _v1.concat([axes, free], 0), _v1.stack(products[::-1])
    else:
        order, sizes = _v1.concat([free, axes], 0), _v1.stack(products)
    return _v1.reshape(_v1.transpose(tensor, order), sizes), free_sizes
