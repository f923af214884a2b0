"""What ``import tensorflow`` means to a TF1 program.

A module's import statements call the ``__import__`` of its own ``__builtins__``. Giving one module another
``__import__`` therefore rebinds ``tensorflow`` for that module alone (`load`): everything else in the process, Keras 3
included, keeps importing the real one. A process of the program's own (``python -m tf2notes.legacy``) has one
``__import__`` that asks who is importing (`bind_process`).
"""

import builtins
import functools
import importlib
import importlib.machinery
import importlib.util
import os
import pydoc
import site
import sys
import sysconfig
import types
from pathlib import Path

from tf2notes.legacy.era import protobuf3
from tf2notes.legacy.resolve import surface_module
from tf2notes.legacy.stand_in import Beside, StandIn
from tf2notes.legacy.tf1 import _process
from tf2notes.legacy.unsupported import is_left_out

EXAMPLES = Path(__file__).parent / "examples"
_python_import = builtins.__import__
_python_import_module = importlib.import_module
_python_find_spec = importlib.util.find_spec
_python_locate = pydoc.locate


def tf1_import(name, globals=None, locals=None, fromlist=(), level=0):
    """``__import__`` for a TF1 module: as Python's own, but ``tensorflow`` is the TF1 surface."""
    top = name.partition(".")[0]
    if level or top not in _BOUND:
        return _python_import(name, globals, locals, fromlist, level)
    return _BOUND[top](name, fromlist)


def _import_tensorflow(name, fromlist):
    module = _module_or_stand_in(name)
    if not fromlist:
        return surface_module("tensorflow")
    missing = [item for item in fromlist if item != "*" and not hasattr(module, item)]
    found = {item: _module_or_stand_in(f"{name}.{item}") for item in missing}
    stand_ins = {item: value for item, value in found.items() if isinstance(value, StandIn)}
    return Beside(module, stand_ins) if stand_ins else module


def _module_or_stand_in(name):
    """The module, or for one that is left out deliberately what fails when it is used."""
    path = name.partition(".")[2]
    try:
        return surface_module(name)
    except ModuleNotFoundError:
        if not path.startswith("contrib.") or not is_left_out(path):
            raise
    module = StandIn(path)
    if _process.is_programs_own:  # ``import a.b.c as d`` walks the attributes
        outer, _, last = name.rpartition(".")
        vars(_module_or_stand_in(outer))[last] = module
    return module


def _import_addons(name, fromlist):
    from tf2notes.legacy.addons import import_addons

    import_addons()
    return _python_import(name, None, None, fromlist, 0)


def _import_estimator(name, fromlist):
    from tf2notes.legacy.tf1.estimator._load import import_estimator

    return import_estimator(name, fromlist)


# What else a TF1 program means by a name: tensorflow_addons needs the Keras that it was written for, and
# tensorflow_estimator the TensorFlow.
_BOUND = {
    "tensorflow": _import_tensorflow,
    "tensorflow_addons": _import_addons,
    "tensorflow_estimator": _import_estimator,
}


def _import_keras(name, fromlist):
    from tf2notes.legacy.keras2 import import_keras2

    return import_keras2(name, fromlist)


def load(name):
    """Import a TF1 file with ``tensorflow`` bound to the TF1 surface for that module only.

    Files and packages beside it that it imports are bound likewise, and belong to this call alone: they do not enter
    ``sys.modules``.

    Args:
        name: the stem of an original in ``legacy/examples``, or the path of any TF1 ``.py`` file.

    Returns:
        The module, executed afresh: two calls give two modules.

    Raises:
        FileNotFoundError: there is no such original and no such file.
    """
    path = Path(name) if str(name).endswith(".py") else EXAMPLES / f"{name}.py"
    if not path.is_file():
        known = ", ".join(sorted(p.stem for p in EXAMPLES.glob("[!_]*.py")))
        raise FileNotFoundError(f"no TF1 file {path}; expected a path ending in .py, or one of: {known}")
    return _Folder(path.parent).execute(path.stem, path)


class _Folder:
    """The modules of one folder for one `load`: its files are bound, everything else is imported as ever."""

    def __init__(self, root):
        self.root = root
        self.modules = {}

    def execute(self, name, path, package=None):
        module = types.ModuleType(name)
        module.__file__ = str(path)
        module.__package__ = package if package is not None else name.rpartition(".")[0]
        module.__builtins__ = {**vars(builtins), "__import__": self.import_}
        if path.name == "__init__.py":
            module.__path__ = [str(path.parent)]
        self.modules[name] = module
        source = path.read_bytes()
        if path.name.endswith("_pb2.py"):
            code = protobuf3.compile_source(source, str(path))
        else:
            code = compile(source, str(path), "exec", dont_inherit=True)
        exec(code, module.__dict__)
        return module

    def import_(self, name, globals=None, locals=None, fromlist=(), level=0):
        if level and (globals or {}).get("__package__"):
            name = importlib.util.resolve_name("." * level + name, globals["__package__"])
            found = self.find(name)
            return self._with_items(found, name, fromlist) if found else _missing(name)
        top = name.partition(".")[0]
        if level or top in _BOUND or top in sys.stdlib_module_names or not self.find(top):
            return tf1_import(name, globals, locals, fromlist, level)
        found = self.find(name) or _missing(name)
        return self._with_items(found, name, fromlist) if fromlist else self.find(top)

    def _with_items(self, module, name, fromlist):
        for item in fromlist or ():
            if item != "*" and not hasattr(module, item):
                self.find(f"{name}.{item}")
        return module

    def find(self, name):
        """The module of that name in this folder, executed once, or None."""
        if name in self.modules:
            return self.modules[name]
        outer, _, last = name.rpartition(".")
        parent = self.find(outer) if outer else None
        if outer and not parent:
            return None
        base = self.root.joinpath(*name.split("."))
        if (base / "__init__.py").is_file():
            module = self.execute(name, base / "__init__.py", package=name)
        elif base.with_suffix(".py").is_file():
            module = self.execute(name, base.with_suffix(".py"))
        elif base.is_dir() and any(base.glob("*.py")):
            module = self.modules[name] = types.ModuleType(name)
            module.__path__ = [str(base)]
        else:
            return None
        if parent:
            setattr(parent, last, module)
        return module


def _missing(name):
    raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def bind_process(program_folder):
    """Bind the surface for the modules of this process: the program's, and those of installed packages of TensorFlow 1.

    Files that an older protoc wrote are imported as today's protobuf takes them, installed or not.

    Args:
        program_folder: where the program lies; bound even if that is inside ``site-packages``.

    Returns:
        The function that tells from a module's globals whether it belongs to the program, or to such a package.
    """
    _BOUND["keras"] = _import_keras
    roots = {_slashed(root): False for root in _own_roots()}
    roots |= {_slashed(root): None for root in _installed_roots()}
    roots[_slashed(EXAMPLES)] = roots[_slashed(program_folder)] = True
    packages_of_tf1 = set()

    @functools.cache
    def place(file):
        """True where the program is, False where it is not, and of an installed file the package's path."""
        inside = [root for root in roots if _slashed(file).startswith(root)] if file else []
        root = max(inside, key=len, default=None)
        if root is None or roots[root] is not None:
            return root is None or roots[root]
        return root + os.path.relpath(os.path.realpath(file), root).split(os.sep)[0]

    def is_bound(globals):
        """Reads the files of an installed package that imports TensorFlow, once."""
        if (globals.get("__name__") or "").partition(".")[0] in _BOUND:
            return False
        where = place(globals.get("__file__"))
        if isinstance(where, str) and _is_of_tf1(where):
            packages_of_tf1.add(where)
        return where in packages_of_tf1 if isinstance(where, str) else where

    def is_program(globals):
        """The same of what has imported TensorFlow by now, without reading."""
        if (globals.get("__name__") or "").partition(".")[0] in _BOUND:
            return False
        where = place(globals.get("__file__"))
        return where in packages_of_tf1 if isinstance(where, str) else where

    def import_(name, globals=None, locals=None, fromlist=(), level=0):
        if level or name.partition(".")[0] not in _BOUND:
            return _python_import(name, globals, locals, fromlist, level)
        if not is_bound(sys._getframe(1).f_globals if globals is None else globals):
            return _python_import(name, globals, locals, fromlist, level)
        return tf1_import(name, globals, locals, fromlist, level)

    def import_module(name, package=None):
        if name.partition(".")[0] in _BOUND and is_bound(sys._getframe(1).f_globals):
            tf1_import(name)
            return tf1_import(name, fromlist=("__name__",))
        return _python_import_module(name, package)

    def find_spec(name, package=None):
        if name.partition(".")[0] not in _BOUND or not is_bound(sys._getframe(1).f_globals):
            return _python_find_spec(name, package)
        try:
            tf1_import(name, fromlist=("__name__",))
        except ModuleNotFoundError:
            return None
        return importlib.machinery.ModuleSpec(name, loader=None, origin="tf2notes.legacy")

    def locate(path, forceload=0):
        if path.partition(".")[0] not in _BOUND or not is_bound(sys._getframe(1).f_globals):
            return _python_locate(path, forceload)
        return _locate(path)

    pydoc.locate = locate
    builtins.__import__ = import_
    importlib.import_module = import_module
    importlib.util.find_spec = find_spec
    protobuf3.install()
    return is_program


def _locate(path):
    """What the dotted path names, modules as far as there are some and attributes from there on; None for nothing."""
    parts = path.split(".")
    found = tf1_import(parts[0])
    modules = True
    for end, part in enumerate(parts[1:], start=2):
        try:
            found = _module_or_attribute(found, parts[:end]) if modules else getattr(found, part)
        except AttributeError:
            return None
        modules = isinstance(found, types.ModuleType)
    return found


def _module_or_attribute(outer, parts):
    try:
        return tf1_import(".".join(parts), fromlist=("__name__",))
    except ModuleNotFoundError:
        return getattr(outer, parts[-1])


def _is_of_tf1(package):
    from tf2notes.legacy.installed import is_of_tf1  # imports TensorFlow

    return is_of_tf1(package)


def _own_roots():
    """Python's own modules and ours."""
    paths = sysconfig.get_paths()
    ours = Path(__file__).parent
    import tf2notes

    return paths["stdlib"], paths["platstdlib"], ours, Path(tf2notes.__file__).parent, ours.parent / "pipelines"


def _installed_roots():
    paths = sysconfig.get_paths()
    return [paths["purelib"], paths["platlib"], *site.getsitepackages(), site.getusersitepackages()]


def _slashed(path):
    return os.path.join(os.path.realpath(path), "") if os.path.isdir(path) else os.path.realpath(path)
