"""NumPy 1.18 for the programs of one process: names, arguments and conversions that NumPy has dropped since.

Only where NumPy lacks them today. What a program gets is what 1.18 did; installed packages see nothing but more names,
since the conversions that NumPy now refuses are made for callers of the program alone, or on arrays of one element.
"""

import builtins
import ctypes
import functools
import gc
import sys

import numpy as np
from tf2notes.legacy.tf1._tensor_class import opaque_to_numpy

_NAMES = {
    "int": builtins.int,
    "float": builtins.float,
    "object": builtins.object,
    "str": builtins.str,
    "complex": builtins.complex,
    "unicode": builtins.str,
    "float_": np.float64,
    "complex_": np.complex128,
    "unicode_": np.str_,
    "string_": np.bytes_,
    "bool8": np.bool_,
    "int0": np.intp,
    "uint0": np.uintp,
    "Inf": np.inf,
    "Infinity": np.inf,
    "infty": np.inf,
    "NaN": np.nan,
    "NAN": np.nan,
    "PINF": np.inf,
    "NINF": -np.inf,
    "NZERO": -0.0,
    "PZERO": 0.0,
    "alen": lambda a: len(np.atleast_1d(a)),
    "alltrue": np.all,
    "asfarray": lambda a, dtype=np.float64: np.asarray(a, dtype if np.issubdtype(dtype, np.inexact) else np.float64),
    "asscalar": lambda a: a.item(),
    "cumproduct": np.cumprod,
    "in1d": np.isin,
    "mat": np.asmatrix,
    "msort": lambda a: np.sort(a, axis=0),
    "product": np.prod,
    "rank": np.ndim,
    "round_": np.round,
    "row_stack": np.vstack,
    "sometrue": np.any,
    "trapz": getattr(np, "trapezoid", None),
}


def restore(is_program):
    """Put NumPy 1.18's ways back, and let NumPy print its scalars as numbers (``3``, not ``np.int64(3)``).

    Args:
        is_program: whether the module with these globals belongs to the TF1 program.
    """
    for name, value in _NAMES.items():
        if name not in vars(np) and value is not None:
            setattr(np, name, value)
    if not hasattr(np.lib, "pad"):
        np.lib.pad = np.pad
    np.set_printoptions(legacy="1.25")
    for name in ("array", "asarray", "asanyarray"):
        setattr(np, name, _ragged(getattr(np, name), is_program))
    np.reshape = _reshape(np.reshape)
    for names, places in _OF_RAGGED.items():
        for name in names.split():
            setattr(np, name, _of_ragged(getattr(np, name), places, is_program))
    np.random.permutation = _of_ragged(np.random.permutation, (0,), is_program)
    np.random.choice = _of_ragged(np.random.choice, (0,), is_program)
    for name in ("stack", "vstack", "hstack", "dstack", "column_stack"):
        setattr(np, name, _of_any_iterable(getattr(np, name)))
    np.fromstring = _fromstring(np.fromstring)
    np.histogram = _histogram(np.histogram)
    _add_methods()
    _convert_one_element()


def _ragged(make, is_program):
    @functools.wraps(make)
    def array(*args, **options):
        if options.get("copy") is False and is_program(sys._getframe(1).f_globals):
            options["copy"] = None  # where it need not be: that was the meaning of False
        try:
            return make(*args, **options)
        except NotImplementedError as error:
            if not _holds_tensors(args[:1], error) or not is_program(sys._getframe(1).f_globals):
                raise
            with opaque_to_numpy():
                return ragged(args, options)
        except ValueError as error:
            if not _is_ragged(args, options, error) or not is_program(sys._getframe(1).f_globals):
                raise
        return make(*args, **{**options, "dtype": object})

    def ragged(args, options):
        try:
            return make(*args, **options)
        except ValueError as error:
            if not _is_ragged(args, options, error):
                raise
        return make(*args, **{**options, "dtype": object})

    return array


def _is_ragged(args, options, error):
    return "inhomogeneous" in str(error) and len(args) < 2 and options.get("dtype") is None


def _holds_tensors(args, error):
    """Whether the error is of a graph's tensor inside a list: NumPy 1 took it for an object."""
    return "Cannot convert a symbolic" in str(error) and any(isinstance(value, (list, tuple)) for value in args)


# functions that make an array of their arguments at these places
_OF_RAGGED = {
    "size shape ndim sum prod sort squeeze ravel reshape unique repeat take copy delete": (0,),
    "append array_equal": (0, 1),
    "save": (1,),
}


def _of_ragged(function, places, is_program):
    @functools.wraps(function)
    def on_lists(*args, **options):
        try:
            return function(*args, **options)
        except (ValueError, NotImplementedError) as error:
            is_one = "inhomogeneous" in str(error) or _holds_tensors(args, error)
            if not is_one or not is_program(sys._getframe(1).f_globals):
                raise
        lists = [place in places and isinstance(value, (list, tuple)) for place, value in enumerate(args)]
        with opaque_to_numpy():
            values = [np.array(value, dtype=object) if one else value for value, one in zip(args, lists, strict=True)]
        return function(*values, **options)

    return on_lists


def _of_any_iterable(stack):
    @functools.wraps(stack)
    def stack_any(arrays, *args, **options):
        return stack(arrays if hasattr(arrays, "__getitem__") else list(arrays), *args, **options)

    return stack_any


def _reshape(living):
    @functools.wraps(living)
    def reshape(a, *args, **options):
        if "newshape" in options:
            options["shape"] = options.pop("newshape")
        return living(a, *args, **options)

    return reshape


def _fromstring(living):
    @functools.wraps(living)
    def fromstring(string, dtype=float, count=-1, sep="", **options):
        if sep:
            return living(string, dtype, count, sep=sep, **options)
        data = string.encode("latin1") if isinstance(string, str) else string
        return np.frombuffer(data, dtype, count, **options).copy()

    return fromstring


def _histogram(living):
    @functools.wraps(living)
    def histogram(a, bins=10, range=None, normed=None, weights=None, density=None):
        return living(a, bins, range, density=density if density is not None else normed, weights=weights)

    return histogram


def _tostring(self, order="C"):
    """The array's bytes, as ``tobytes`` gives them."""
    return self.tobytes(order)


def _itemset(self, *args):
    """Put a scalar in one place."""
    *place, value = args
    place = place[0] if len(place) == 1 else tuple(place)
    if isinstance(place, int):
        self.flat[place] = value
    else:
        self[place] = value


def _ptp(self, axis=None, out=None, keepdims=False):
    """Peak to peak along an axis."""
    return np.ptp(self, axis, out, keepdims)


def _newbyteorder(self, new_order="S"):
    """A view with the other byte order."""
    return self.view(self.dtype.newbyteorder(new_order))


def _add_methods():
    """ndarray's dropped methods. The type is not open to ``setattr``; its dictionary is written instead."""
    methods = {"tostring": _tostring, "itemset": _itemset, "ptp": _ptp, "newbyteorder": _newbyteorder}
    _write_dictionary({name: method for name, method in methods.items() if not hasattr(np.ndarray, name)})


def _write_dictionary(entries):
    if sys.implementation.name == "cpython" and entries:
        gc.get_referents(np.ndarray.__dict__)[0].update(entries)
        ctypes.pythonapi.PyType_Modified(ctypes.py_object(np.ndarray))


class _Number:
    """A class of Python, for the address of the slots that call ``__float__`` and ``__int__``."""

    def __float__(self):
        return 0.0

    def __int__(self):
        return 0


# where CPython's type object keeps its number protocol, that protocol its slots, and a slot's wrapper its function
_AS_NUMBER, _SLOTS, _WRAPPED = 96, {"__int__": 16 * 8, "__float__": 18 * 8}, 48


def _convert_one_element():
    """``float`` and ``int`` of an array with one element, whatever its shape: ``'%f' % sess.run(loss)``."""
    try:
        float(np.ones([1]))
        return
    except TypeError:
        pass
    if sys.implementation.name != "cpython" or ctypes.sizeof(ctypes.c_void_p) != 8:
        return
    for name, offset in _SLOTS.items():
        living = np.ndarray.__dict__[name]
        slot = _word(_word(id(np.ndarray) + _AS_NUMBER).value + offset)
        if slot.value != _word(id(living) + _WRAPPED).value:
            return  # not the layout that this was written for
        _write_dictionary({name: _of_one_element(living)})
        slot.value = _word(_word(id(_Number) + _AS_NUMBER).value + offset).value


def _word(address):
    return ctypes.c_void_p.from_address(address)


def _of_one_element(living):
    def convert(self):
        return living(self.reshape(()) if self.ndim and self.size == 1 else self)

    return convert
