"""h5py 2 for the programs of one process: a file's default mode, ``dataset.value`` and strings.

What is installed beside a program, Keras among it, keeps h5py's ways of today.
"""

import functools
import os
import sys

import h5py


def restore(is_program):
    """Put h5py 2's ways back.

    Args:
        is_program: whether the module with these globals belongs to the TF1 program.
    """
    h5py.File.__init__ = _writable(h5py.File.__init__, is_program)
    h5py.Dataset.__getitem__ = _decoding(h5py.Dataset.__getitem__, is_program)
    if not hasattr(h5py.Dataset, "value"):
        h5py.Dataset.value = property(_value)


def _writable(living, is_program):
    """Without a mode: to read and write if that may be, else to read, else a new file."""

    @functools.wraps(living)
    def init(self, name, mode=None, *args, **options):
        if mode is None:
            mode = _mode_of(name) if is_program(sys._getframe(1).f_globals) else "r"
        living(self, name, mode, *args, **options)

    return init


def _mode_of(name):
    if not isinstance(name, (str, bytes, os.PathLike)):
        return "a"
    return "r" if os.path.exists(name) and not os.access(name, os.W_OK) else "a"


def _decoding(living, is_program):
    """Strings of variable length in UTF-8 are ``str``; they are bytes today."""

    @functools.wraps(living)
    def getitem(self, args, *more, **options):
        if self.dtype.kind == "O" and not more and not options and is_program(sys._getframe(1).f_globals):
            text = h5py.check_string_dtype(self.dtype)
            if text is not None and text.length is None and text.encoding == "utf-8":
                return self.asstr()[args]
        return living(self, args, *more, **options)

    return getitem


def _value(dataset):
    """The whole data set as an array, or a scalar; text as ``dataset[()]`` gave it."""
    text = h5py.check_string_dtype(dataset.dtype)
    is_str = text is not None and text.length is None and text.encoding == "utf-8"
    return dataset.asstr()[()] if is_str else dataset[()]
