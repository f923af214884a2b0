"""Python and NumPy as TF1's programs knew them: names that were dropped since, put back for one process.

Only what was an alias, or has one exact successor, and only where the name is free today (NumPy's in `numpy1`).
"""

import collections
import collections.abc
import inspect
import math
import time

from tf2notes.legacy import numpy1


def restore(is_program):
    """Put the names back.

    Args:
        is_program: whether the module with these globals belongs to the TF1 program.
    """
    numpy1.restore(is_program)
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
