"""Replaces: ``tf.flags`` and ``tf.app.flags``: ``tf.compat.v1.flags``, whose FLAGS also know their ways of 1.0-1.4."""

import dis
import sys
import types

import tensorflow.compat.v1 as _v1
from tensorflow.python.platform.flags import _FlagValuesWrapper
from tf2notes.legacy.unsupported import missing

_LIVING = _v1.flags


class _Flags(_FlagValuesWrapper):
    """FLAGS with ``_parse_flags()`` and ``__flags``, which programs of TensorFlow 1.0 to 1.4 use to list them all.

    ``__flags`` held values then, and absl's flags since 1.5: they come to code that asks for a flag's ``value``.
    """

    def __getattribute__(self, name):
        if name == "_parse_flags":
            return lambda args=None: self(sys.argv if args is None else [sys.argv[0], *args])
        if name == "__flags":
            flags = self.__dict__["__wrapped"]
            if _reads(sys._getframe(1).f_code, _OF_A_FLAG):
                return {key: flags[key] for key in flags}
            return {key: flags[key].value for key in flags if key not in _ABSL_OWN}
        return super().__getattribute__(name)


def _reads(code, attributes):
    """Whether a function, or one within it, reads one of these attributes of anything."""
    if any(i.argval in attributes for i in dis.get_instructions(code) if i.opname in ("LOAD_ATTR", "LOAD_METHOD")):
        return True
    return any(_reads(each, attributes) for each in code.co_consts if isinstance(each, types.CodeType))


_OF_A_FLAG = {"value", "default", "using_default_value"}
_ABSL_OWN = set(_v1.flags.FLAGS)
FLAGS = _Flags(_v1.flags.FLAGS.__dict__["__wrapped"])


def __getattr__(name):
    if hasattr(_LIVING, name):
        return getattr(_LIVING, name)
    raise missing(f"flags.{name}", dir(_LIVING))


def __dir__():
    return sorted({*dir(_LIVING), "FLAGS"})
