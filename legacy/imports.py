"""What ``import tensorflow`` means to a TF1 program.

A module's import statements call the ``__import__`` of its own ``__builtins__``. Giving one module another
``__import__`` therefore rebinds ``tensorflow`` for that module alone: everything else in the process, Keras 3
included, keeps importing the real one.
"""

import builtins
import importlib
import importlib.util
import re
import types
from pathlib import Path

SURFACE = "tf2notes.legacy.tf1"
EXAMPLES = Path(__file__).parent / "examples"

# TF1 programs also import from the modules behind the public names: contrib.rnn.python.ops.rnn_cell is contrib.rnn.
_PRIVATE_CONTRIB = re.compile(r"^(contrib\.\w+)\.(python|ops)(\..*)?$")


def surface_module(name):
    """The module that a TF1 program gets for ``tensorflow`` or ``tensorflow.anything``.

    Ours where one stands in for what is gone, else the ``tf.compat.v1`` module of that name, else TensorFlow's own.
    """
    path = name.partition(".")[2]
    if not path:
        return importlib.import_module(SURFACE)
    for candidate in (path, _PRIVATE_CONTRIB.sub(r"\1", path)):
        if _has_spec(f"{SURFACE}.{candidate}"):
            return importlib.import_module(f"{SURFACE}.{candidate}")
    module = _attribute(importlib.import_module(SURFACE), path)
    return module if isinstance(module, types.ModuleType) else importlib.import_module(name)


def tf1_import(name, globals=None, locals=None, fromlist=(), level=0):
    """``__import__`` for a TF1 module: as Python's own, but ``tensorflow`` is the TF1 surface."""
    if level or name.partition(".")[0] != "tensorflow":
        return builtins.__import__(name, globals, locals, fromlist, level)
    module = surface_module(name)
    if not fromlist:
        return surface_module("tensorflow")
    for item in fromlist:
        if item != "*" and not hasattr(module, item):
            surface_module(f"{name}.{item}")
    return module


def load(name):
    """Import a TF1 file with ``tensorflow`` bound to the TF1 surface for that module only.

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
    module = types.ModuleType(path.stem)
    module.__file__ = str(path)
    module.__builtins__ = {**vars(builtins), "__import__": tf1_import}
    code = compile(path.read_bytes(), str(path), "exec", dont_inherit=True)
    exec(code, module.__dict__)
    return module


def _has_spec(name):
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def _attribute(module, path):
    for part in path.split("."):
        module = getattr(module, part, None)
    return module
