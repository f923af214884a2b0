"""What an import of something unsupported gives, so that a program fails where it uses it, not where it imports it.

Programs import at their top what only some of their flags need (``from tensorflow.contrib import quantize``).
"""

import types

from tf2notes.legacy.unsupported import explain


class StandIn(types.ModuleType):
    """An unsupported module: its names can be had, but not called."""

    def __init__(self, path):
        super().__init__(f"tensorflow.{path}", f"Stands in for what is not there. {explain(path)}")
        self.__path__ = []
        self.__dict__["_path"] = path

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return _Name(f"{self._path}.{name}")

    def __call__(self, *args, **kwargs):  # a function or class imported by name
        raise NotImplementedError(explain(self._path))

    __mro_entries__ = __call__


class Beside:
    """What ``from module import a, b`` takes its names from: a module, and stand-ins for those it lacks."""

    def __init__(self, module, stand_ins):
        self._module = module
        vars(self).update(stand_ins)

    def __getattr__(self, name):
        return getattr(self._module, name)


class _Name:
    """A function, class or module of an unsupported module."""

    def __init__(self, path):
        self._path = path

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return _Name(f"{self._path}.{name}")

    def __call__(self, *args, **kwargs):
        raise NotImplementedError(explain(self._path))

    __mro_entries__ = __call__  # as the base of a class

    def __repr__(self):
        return f"<tf.{self._path}, which is not supported>"
