"""``tf.einsum`` with the ops that TF1 made, products of matrices: graph-level seeds count them (`_seeds`)."""

import functools
import re
import string

import tensorflow.compat.v1 as _v1

_living = _v1.einsum


@functools.wraps(_living)
def einsum(equation, *inputs, **kwargs):
    """Replaces: ``tf.einsum``.

    Differs: the diagonal of an axis that stands twice in one input, and an axis summed over more than two inputs, are
    left to today's op.

    Raises:
        TypeError: an argument other than `name`.
        ValueError: the equation does not fit the inputs.
    """
    name = kwargs.pop("name", None)
    if kwargs:
        raise TypeError(f"invalid keyword arguments for this function: {', '.join(sorted(kwargs))}")
    inputs = [_v1.convert_to_tensor(each) for each in inputs]
    if _v1.executing_eagerly() or any(each.shape.rank is None for each in inputs):
        return _living(equation, *inputs, name=name)
    labels, wanted = _resolve(equation, [each.shape.rank for each in inputs])
    summed = set("".join(labels)) - set(wanted)
    if any(len(set(each)) < len(each) for each in labels) or any(
        sum(axis in each for each in labels) > 2 for axis in summed
    ):
        return _living(equation, *inputs, name=name)
    with _v1.name_scope(name, "einsum", [equation, inputs]):
        return _contract(inputs, labels, wanted, equation)


def _contract(inputs, labels, wanted, equation):
    """The inputs multiplied one after the other, what is left summed and put in order."""
    result, held = inputs[0], labels[0]
    for other, its in zip(inputs[1:], labels[1:], strict=True):
        result, held = _product(result, held, other, its, set(held) & set(its) - set(wanted))
    left = [at for at, axis in enumerate(held) if axis not in wanted]
    if left:
        result = _v1.reduce_sum(result, axis=left)
        held = "".join(axis for axis in held if axis in wanted)
    if sorted(held) != sorted(wanted):
        raise ValueError(f"Invalid equation: {equation}")
    return _transposed(result, [held.index(axis) for axis in wanted])


def _resolve(equation, ranks):
    """The letters of each input and those of the output, with letters for the axes of an ellipsis."""
    match = re.match("^([a-zA-Z,.]+)(->[a-zA-Z.]*)?$", equation.replace(" ", ""))
    if not match:
        raise ValueError(f"Indices have incorrect format: {equation}")
    labels = match[1].split(",")
    if len(labels) != len(ranks):
        raise ValueError(f'Got {len(ranks)} arguments for equation "{equation}", expecting {len(labels)}')
    spare = "".join(letter for letter in string.ascii_letters if letter not in match[1])
    hidden = ""
    for at, each in enumerate(labels):
        if "..." in each:
            count = ranks[at] - len(each.replace("...", "", 1))
            if each.count("...") > 1:
                raise ValueError("Unable to resolve ellipsis. Excess number found.")
            if count < 0:
                raise ValueError("Ellipses lengths do not match.")
            if count > len(spare):
                raise ValueError("Unable to resolve ellipsis, too many distinct labels.")
            letters = spare[len(spare) - count :]
            labels[at] = each.replace("...", letters)
            hidden = max(hidden, letters, key=len)
    wanted = match[2][2:].replace("...", hidden) if match[2] else None
    if any("." in each for each in (*labels, wanted or "")):
        raise ValueError('period "." found outside of ellipsis')
    if wanted is None:
        every = "".join(labels)
        wanted = hidden + "".join(sorted(axis for axis in set(every) - set(hidden) if every.count(axis) == 1))
    for each, rank in zip(labels, ranks, strict=True):
        if len(each) != rank:
            raise ValueError(f"Tensor of rank {rank} does not match einsum reduction of length {len(each)}")
    return labels, wanted


def _product(first, first_axes, second, second_axes, summed):
    """The product of two tensors summed over `summed`, and the letters of its axes.

    Axes of both come first; then those of the first alone, then those of the second alone.
    """
    kept = set(first_axes) & set(second_axes) - summed
    only_first, only_second = set(first_axes) - kept - summed, set(second_axes) - kept - summed
    orders = [
        sorted(first_axes, key=lambda axis: ((axis not in kept) + (axis in summed), axis)),
        sorted(second_axes, key=lambda axis: ((axis not in kept) + (axis in only_second), axis)),
    ]
    first = _transposed(first, [first_axes.find(axis) for axis in orders[0]])
    second = _transposed(second, [second_axes.find(axis) for axis in orders[1]])
    shared = len(kept)
    axes = "".join(orders[0][: shared + len(only_first)] + orders[1][len(second_axes) - len(only_second) :])
    if not summed:
        for _ in only_second:
            first = _v1.expand_dims(first, -1)
        for _ in only_first:
            second = _v1.expand_dims(second, shared)
        return _v1.multiply(first, second), axes
    sizes = _sizes(first)
    free = _total(sizes[shared : -len(summed)])
    contracted = _total(sizes[-len(summed) :])
    first = _reshaped(first, [*sizes[:shared], free, contracted])
    others = _sizes(second)
    other_free = _total(others[shared + len(summed) :])
    second = _reshaped(second, [*others[:shared], contracted, other_free])
    product = _v1.matmul(first, second)
    return _reshaped(product, sizes[: shared + len(only_first)] + others[len(others) - len(only_second) :]), axes


def _transposed(tensor, order):
    return tensor if order == list(range(len(order))) else _v1.transpose(tensor, perm=order)


def _sizes(tensor):
    """The sizes of all axes, a tensor for each that is unknown."""
    sizes = tensor.shape.as_list()
    if None in sizes:
        shape = _v1.shape(tensor)
        sizes = [shape[at] if size is None else size for at, size in enumerate(sizes)]
    return sizes


def _total(sizes):
    total = 1
    for size in sizes:
        total *= size
    return total


def _reshaped(tensor, sizes):
    known = tensor.shape.as_list()
    same = len(sizes) == len(known) and all(
        not isinstance(size, _v1.Tensor) and size in (old, -1) for size, old in zip(sizes, known, strict=True)
    )
    return tensor if same else _v1.reshape(tensor, tuple(sizes))
