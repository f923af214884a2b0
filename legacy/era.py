"""Python and NumPy as TF1's programs knew them: names that were dropped since, put back for one process.

Only what was an alias, or has one exact successor, and only where the name is free today.
"""

import builtins
import collections
import collections.abc
import inspect
import math
import time

import numpy as np

_NUMPY = {
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
    "Inf": np.inf,
    "Infinity": np.inf,
    "infty": np.inf,
    "NaN": np.nan,
    "PINF": np.inf,
    "NINF": -np.inf,
    "product": np.prod,
    "cumproduct": np.cumprod,
    "sometrue": np.any,
    "alltrue": np.all,
    "round_": np.round,
    "rank": np.ndim,
    "trapz": getattr(np, "trapezoid", None),
    "row_stack": np.vstack,
    "in1d": np.isin,
    "asscalar": lambda a: a.item(),
}


def restore():
    """Put the names back and let NumPy print its scalars as numbers (``3``, not ``np.int64(3)``)."""
    for name, value in _NUMPY.items():
        if name not in vars(np) and value is not None:
            setattr(np, name, value)
    np.set_printoptions(legacy="1.25")
    for name in collections.abc.__all__:
        if not hasattr(collections, name):
            setattr(collections, name, getattr(collections.abc, name))
    if not hasattr(time, "clock"):
        time.clock = time.perf_counter
    if not hasattr(inspect, "getargspec"):
        inspect.getargspec = _getargspec
    import fractions

    if not hasattr(fractions, "gcd"):
        fractions.gcd = math.gcd


_ArgSpec = collections.namedtuple("ArgSpec", "args varargs keywords defaults")


def _getargspec(func):
    return _ArgSpec(*inspect.getfullargspec(func)[:4])
