"""Which module stands behind a TF1 module path.

A path is what follows ``tensorflow.``: public (``contrib.rnn``, ``nn``) or private, because TF1 programs also import
from the modules behind the public names (``contrib.rnn.python.ops.rnn_cell``, ``python.ops.array_ops``).
"""

import functools
import importlib
import importlib.util
import re
import sys
import types

from tf2notes.legacy.keras_files import KERAS_FILES
from tf2notes.legacy.module_aliases import module_held
from tf2notes.legacy.private import MOVED, TAKE_IN_FILES, is_contrib_file, living_behind, moved_name, renamed_roots

SURFACE = "tf2notes.legacy.tf1"
_V1 = re.compile(r"^(compat\.v1(\.|$))+")  # the surface itself, as 1.13 and later have it
_ESTIMATOR = re.compile(r"^(python\.estimator|contrib\.estimator\.python)\.")
_TPU_ESTIMATOR = re.compile(  # stubs for modules of tensorflow_estimator
    r"^(?:contrib\.tpu\.)?python\.tpu\.(_tpu_estimator_embedding|error_handling|tpu_config|tpu_context|tpu_estimator|util)$"
)
_PRIVATE_CONTRIB = re.compile(r"^(contrib\.\w+)\.(python|ops)(\..*)?$")


def surface_module(name):
    """The module that a TF1 program gets for ``tensorflow`` or ``tensorflow.anything``.

    Ours where one stands in for what is gone, else the ``tf.compat.v1`` module of that name, else TensorFlow's own
    with what has left it since (a `View`).

    Raises:
        ModuleNotFoundError: there is no such module; says why where that is known.
    """
    path = _V1.sub("", name.partition(".")[2])
    if not path:
        return importlib.import_module(SURFACE)
    module = _find(path)
    if module is None:
        from tf2notes.legacy.unsupported import explain

        raise ModuleNotFoundError(explain(path) or f"No module named 'tensorflow.{path}'", name=name)
    _attach(path, module)
    return module


@functools.cache
def _find(path):
    if _has_spec(f"{SURFACE}.{path}"):
        return importlib.import_module(f"{SURFACE}.{path}")
    if _ESTIMATOR.match(path):
        from tf2notes.legacy.tf1.estimator._load import find_module

        return find_module(path)
    stub = _TPU_ESTIMATOR.match(path)
    if stub:
        return _find(f"python.estimator.tpu.{stub[1]}")
    targets = [_find(public) for public in (*renamed_roots(path), *MOVED.get(path, ()))]
    targets = [target for target in targets if target]
    private = _PRIVATE_CONTRIB.match(path)
    if private and not targets and is_contrib_file(path):
        targets = [target for target in [_find(private[1])] if target]
        files = [target.__dict__.get(path.rpartition(".")[2]) for target in targets]
        targets = [file for file in files if isinstance(file, types.ModuleType)] + targets
        targets += [target for target in [_find(living) for living in living_behind(path)] if target]
    if not targets and path.split(".")[0] not in ("python", "core", "contrib", "models"):
        module = _attribute(importlib.import_module(SURFACE), path)
        if isinstance(module, types.ModuleType):
            return module
    outer, _, last = path.rpartition(".")
    if not targets and outer.startswith("contrib."):  # a module that its parent holds: contrib.slim.nets.vgg
        module = getattr(_find(outer), last, None)
        if isinstance(module, types.ModuleType):
            return module
    if not path.startswith(("contrib", "python.keras", "python.layers")) and _has_spec(f"tensorflow.{path}"):
        real = importlib.import_module(f"tensorflow.{path}")
        if path.split(".")[0] != "python":
            return real
        targets.append(real)
    if path.startswith("python.keras."):
        below = path[len("python.keras.") :]
        for inner in (*KERAS_FILES.get(below, ()), below):
            full = inner if inner.startswith("tf2notes.") else f"tf_keras.src.{inner}"
            targets += [importlib.import_module(full)] if _has_spec(full) else []
    if (
        targets
        or moved_name(path, None)
        or any(other.startswith(f"{path}.") for other in MOVED)
        or _is_keras_package(path)
    ):
        return View(path, targets)
    return None


def _is_keras_package(path):
    return any(f"python.keras.{other}".startswith(f"{path}.") for other in KERAS_FILES)


class View(types.ModuleType):
    """A private module of TF1: the names of several modules, first come first served, and its own submodules."""

    def __init__(self, path, targets):
        super().__init__(
            f"tensorflow.{path}", None if targets else "Stands in for a package of TF1; it has parts only."
        )
        self.__dict__["_path"] = path
        self.__dict__["_targets"] = targets
        self.__dict__["_owners"] = {}
        self.__path__ = []

    def __getattr__(self, name):
        if name == "__all__":
            return [item for item in dir(self) if not item.startswith("_")]
        if name.startswith("__") and name != "__version__":
            raise AttributeError(name)
        if name in self._owners:  # a value is not kept here: a module's globals may change
            owner = vars(self._owners[name][0])
            return owner[name] if name in owner else self._gone(name)
        value = self._look_up(name)
        owners = [target for target in self._targets if vars(target).get(name, self) is value]
        if owners:
            self._owners[name] = owners
        else:
            self.__dict__[name] = value
        return value

    def __setattr__(self, name, value):
        """Set the name where it lives, because that is where TensorFlow's functions look: tests put mocks there."""
        if name not in self._owners and name not in self.__dict__:
            getattr(self, name, None)
        owners = self._owners.get(name, ())
        for owner in owners:
            setattr(owner, name, value)
        if not owners:
            super().__setattr__(name, value)

    def __delattr__(self, name):
        if name in self.__dict__ or name not in self._owners:
            super().__delattr__(name)
        else:
            for owner in self._owners[name]:
                delattr(owner, name)

    def _look_up(self, name):
        is_file = self._path.startswith("contrib.") and is_contrib_file(f"{self._path}.{name}")
        if is_file and self._path not in TAKE_IN_FILES:
            own = [target.__dict__.get(name) for target in self._targets]
            file = _find(f"{self._path}.{name}")
            if file is not None and not any(isinstance(value, types.ModuleType) for value in own):
                return file  # and not the function of that name, if there is one
        for target in self._targets:
            value = target.__dict__.get(name)
            if value is not None and not isinstance(value, types.ModuleType):
                return value
        inner = _find(f"{self._path}.{name}") if not self._path.startswith("contrib") else None
        if inner is not None:
            return inner
        for target in self._targets:
            if hasattr(target, name):
                value = getattr(target, name)
                is_module = is_file and isinstance(value, types.ModuleType)
                return _find(f"{self._path}.{name}") or value if is_module else value  # with the package's names
        public = moved_name(self._path, name)
        if public:
            return _attribute(importlib.import_module(SURFACE), public)
        for module in _inside(self._targets):
            if hasattr(module, name):
                return getattr(module, name)
        path = f"{self._path}.{name}"
        if self._path.startswith("contrib") and is_contrib_file(path):
            return (_find(path) if any(renamed_roots(path)) else None) or View(path, self._targets)
        value = _imported_by_python(self._path, name)
        if value is not None:
            return value
        held = module_held(self._path, name)
        held = _find(held) if held and held != self._path else None
        return self._gone(name) if held is None else held

    def _gone(self, name):
        from tf2notes.legacy.unsupported import explain

        raise AttributeError(
            explain(f"{self._path}.{name}") or f"module 'tensorflow.{self._path}' has no attribute {name!r}"
        )

    def __dir__(self):
        names = {name for target in self._targets for name in dir(target)}
        return sorted(names | set(self.__dict__))


def _imported_by_python(path, name):
    """What TF1's ``tensorflow.python`` held: its __init__ imported the public names and the files of ops."""
    if path == "python.ops":  # as an attribute of tensorflow.python it was the file in framework
        return getattr(_find("python.framework.ops"), name, None)
    if path != "python":
        return None
    public = getattr(sys.modules[SURFACE], name, None)
    if public is not None and not isinstance(public, types.ModuleType):
        return public
    modules = (_find(f"python.{folder}.{name}") for folder in ("ops", "framework", "util", "platform", "training"))
    return next((module for module in modules if module), public)


def _inside(targets):
    """The files of our packages: a private TF1 name may stand in one without being public."""
    for target in targets:
        prefix = target.__name__ + "."
        if prefix.startswith(SURFACE):
            yield from [module for name, module in list(sys.modules.items()) if name.startswith(prefix) and module]


def _attach(path, module):
    """Make ``tensorflow.a.b.c`` reachable as attributes: ``import a.b.c as d`` walks them."""
    outer, _, last = path.rpartition(".")
    parent = surface_module(f"tensorflow.{outer}" if outer else "tensorflow")
    if isinstance(parent, View) or parent.__name__.startswith(SURFACE):
        parent.__dict__.setdefault(last, module)


def _has_spec(name):
    try:
        return importlib.util.find_spec(name) is not None
    except (ModuleNotFoundError, ValueError):
        return False


def _attribute(module, path):
    for part in path.split("."):
        private = part == "_private"  # no program has imported it before
        module = importlib.import_module(f"{SURFACE}._private") if private else getattr(module, part, None)
    return module
