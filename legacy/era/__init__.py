"""Python and its libraries as TF1's programs knew them: names that were dropped since, put back for one process.

Only what was an alias, or has one exact successor, and only where the name is free today. Python's part stands here;
each library's has a file: `numpy1`, `pillow`, `h5py2`, `protobuf3` and `pkg_resources`.
"""

import collections
import collections.abc
import importlib.util
import inspect
import math
import sys
import time
from pathlib import Path

from tf2notes.legacy.era import h5py2, numpy1, pillow


def restore(is_program):
    """Put the names back.

    Args:
        is_program: whether the module with these globals belongs to the TF1 program.
    """
    numpy1.restore(is_program)
    pillow.restore()
    h5py2.restore(is_program)
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
    import gast  # what AutoGraph parses into; its Constant has been all of these since 0.3

    for name in ("Num", "Str", "Bytes", "Ellipsis", "NameConstant"):
        if not hasattr(gast, name):
            setattr(gast, name, gast.Constant)
    sys.meta_path.append(_Dropped)  # last: what is installed goes first


_ArgSpec = collections.namedtuple("ArgSpec", "args varargs keywords defaults")


def _getargspec(func):
    return _ArgSpec(*inspect.getfullargspec(func)[:4])


class _Dropped:
    """Finds the modules that were dropped: ``pkg_resources``, which setuptools 82 brought no more."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name != "pkg_resources":
            return None
        return importlib.util.spec_from_file_location(name, Path(__file__).with_name("pkg_resources.py"))
