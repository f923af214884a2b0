"""tensorflow_estimator 1.15's modules, each executed with today's homes of the names that it imports.

TensorFlow 1.15's ``tf.estimator`` was a wheel of its own, of pure Python and without requirements: it still installs.
Its modules are executed here with an import statement of their own, in which ``tensorflow`` is the TF1 surface,
``tensorflow.python.keras`` is tf_keras, and the few modules that have gone since are answered by what replaced them.
Nothing enters ``sys.modules``, and neither TensorFlow nor an imported tensorflow_estimator is touched.
"""

import builtins
import collections
import collections.abc
import importlib
import importlib.util
import inspect
import sys
import types
from pathlib import Path

import numpy
from tf2notes.legacy.tf1.estimator._answers import answer

PACKAGE = "tensorflow_estimator"
_loaded = {}


def estimator_module(name):
    """The module ``tensorflow_estimator.<name>`` as loaded here, executed once; '' is the package itself.

    Raises:
        ModuleNotFoundError: there is no such module, or tensorflow_estimator 1.15 is not installed.
    """
    full = f"{PACKAGE}.{name}" if name else PACKAGE
    if full in _loaded:
        return _loaded[full]
    outer, _, last = name.rpartition(".")
    parent = estimator_module(outer) if outer else _loaded.get(PACKAGE)  # the package itself would import everything
    if full in _loaded:  # the parent's own imports were faster
        return _loaded[full]
    path = _file(name)
    if path is None:
        raise ModuleNotFoundError(f"No module named {full!r}", name=full)
    module = types.ModuleType(full)
    module.__file__ = str(path)
    module.__package__ = full if path.name == "__init__.py" else full.rpartition(".")[0]
    if path.name == "__init__.py":
        module.__path__ = [str(path.parent)]
    module.__builtins__ = {**vars(builtins), "__import__": _import}
    _loaded[full] = module
    try:
        exec(compile(path.read_bytes(), str(path), "exec", dont_inherit=True), module.__dict__)
    except BaseException:
        del _loaded[full]
        raise
    if parent:
        setattr(parent, last, module)
    return module


def _file(name):
    base = _folder().joinpath(*name.split(".")) if name else _folder()
    for path in (base / "__init__.py", base.with_suffix(".py")):
        if path.is_file():
            return path
    return None


def _folder():
    spec = importlib.util.find_spec(PACKAGE)
    folder = Path(spec.submodule_search_locations[0]) if spec else None
    if folder is None or not (folder / "contrib").is_dir():  # gone from the wheel with 2.0
        found = "another version is installed" if folder else "it is not installed"
        raise ModuleNotFoundError(
            f"tf.estimator needs tensorflow_estimator 1.15 ({found}): pip install 'tensorflow-estimator>=1.15.2,<1.16'",
            name=PACKAGE,
        )
    return folder


def find_module(name):
    """`estimator_module`, or None where the wheel has no such module."""
    return estimator_module(name) if _file(name) else None


def import_estimator(name, fromlist=()):
    """``import tensorflow_estimator.a.b`` or ``from tensorflow_estimator.a import b`` for a TF1 program."""
    module = estimator_module(name.partition(".")[2])
    if not fromlist:
        root = estimator_module("")
        vars(root).update(
            {part: _loaded[f"{PACKAGE}.{part}"] for part in ("python", "contrib") if f"{PACKAGE}.{part}" in _loaded}
        )
        return root
    for item in fromlist:
        if item != "*" and not hasattr(module, item) and _file(f"{name.partition('.')[2]}.{item}".lstrip(".")):
            estimator_module(f"{name.partition('.')[2]}.{item}".lstrip("."))
    return module


def _import(name, globals=None, locals=None, fromlist=(), level=0):
    top = name.partition(".")[0]
    if level == 0 and top == PACKAGE:
        return import_estimator(name, fromlist)
    if level == 0 and top == "tensorflow":
        return answer(name, fromlist)
    if name in _PYTHON:
        return _PYTHON[name]
    return builtins.__import__(name, globals, locals, fromlist, level)


class _Stand(types.ModuleType):
    """A module of today's Python with names that have left it."""

    def __init__(self, module, **names):
        super().__init__(module.__name__)
        self.__dict__.update(names)
        self.__dict__["__getattr__"] = lambda item: getattr(module, item)


class _WrappedModules(dict):
    """``sys.modules`` for the wheel's ``_api`` files, which wrap themselves to tell of deprecated names."""

    def __missing__(self, name):
        if name in _loaded:
            return _loaded[name]
        return sys.modules[name]


_ArgSpec = collections.namedtuple("ArgSpec", "args varargs keywords defaults")  # the wheel reads its fields by name
_PYTHON = {
    "collections": _Stand(collections, Iterable=collections.abc.Iterable, Mapping=collections.abc.Mapping),
    "inspect": _Stand(inspect, getargspec=lambda function: _ArgSpec(*inspect.getfullargspec(function)[:4])),
    "numpy": _Stand(numpy, product=numpy.prod),
    "sys": _Stand(sys, modules=_WrappedModules()),
}


def public_names(namespace, modules, package="python.estimator"):
    """``__all__``, ``__getattr__`` and ``__dir__`` of a module whose names are loaded when they are first used.

    Args:
        namespace: the module's ``globals()``.
        modules: {module below `package`: its public names, by blanks; ``KMeans=KMeansClustering`` renames}.
        package: below tensorflow_estimator.
    """
    where = {}
    for module, names in modules.items():
        for name in names.split():
            public, _, inner = name.partition("=")
            where[public] = (f"{package}.{module}".lstrip("."), inner or public)

    def find(name):
        if name not in where:
            raise AttributeError(f"module {namespace['__name__']!r} has no attribute {name!r}")
        module, inner = where[name]
        namespace[name] = getattr(estimator_module(module), inner)
        return namespace[name]

    return sorted(where), find, lambda: sorted({*namespace, *where})
