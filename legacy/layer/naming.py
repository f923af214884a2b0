"""Functions by name, so that a ``.keras`` file can say which TF1 code a layer runs."""

import contextlib
import importlib
import importlib.util
import sys
import sysconfig
import types
from pathlib import Path

import keras
from tf2notes.legacy import imports

_seen = {}  # functions that this process itself made a layer of: trusted when a file names them


def remember(function):
    """Let files that are loaded later in this process name the function."""
    with contextlib.suppress(ValueError):  # it has no name to be found by; saving says so
        _seen[_key(describe(function))] = function


def describe(function):
    """{"module" or "file", "name"} of a function that can be found again.

    Raises:
        ValueError: it is a lambda, a function inside another, a method, or otherwise not importable.
    """
    name, module = getattr(function, "__qualname__", None), getattr(function, "__module__", None)
    if not isinstance(function, types.FunctionType) or "<" in name or "." in name:
        raise ValueError(
            f"build_fn {name or function!r} cannot be saved: a file names a function by module and name, so it must be "
            "a `def` at the top of a module, not a lambda, a method, a partial or a function inside another. Give "
            "what a closure would hold as arguments={...}"
        )
    found = getattr(sys.modules.get(module), name, None)
    if found is function or getattr(found, "__wrapped__", None) is function:
        return {"module": module, "name": name}
    file = function.__globals__.get("__file__")
    if not file:
        raise ValueError(f"build_fn {name!r} cannot be saved: module {module!r} is not imported under that name")
    path = Path(file)
    return {"file": path.stem if path.parent == imports.EXAMPLES else str(path.resolve()), "name": name}


def find(description, custom_objects=None):
    """The function that `describe` described.

    In Keras' safe mode only code that is the program's own is run: a function that was registered, given in
    ``custom_objects``, made a layer of earlier in this process, an original of this package, or one of a module
    outside Python's library and the installed packages.

    Raises:
        ValueError: safe mode, and it is none of these.
        ModuleNotFoundError, LookupError: there is no such module or function.
    """
    name, key = description["name"], _key(description)
    for known in (custom_objects or {}, keras.saving.get_custom_objects()):
        if name in known or key in known:
            return known.get(key, known.get(name))
    if key in _seen:
        return _seen[key]
    _refuse_foreign(description, key)
    if "file" in description:
        module = imports.load(description["file"])
    else:
        module = importlib.import_module(description["module"])
    function = getattr(module, name, None)
    function = getattr(function, "__wrapped__", function)
    if not isinstance(function, types.FunctionType):
        raise LookupError(f"{key} is no function: the file was saved with one of that name")
    return function


def _key(description):
    return f"{description.get('module') or description['file']}:{description['name']}"


def _refuse_foreign(description, key):
    from keras.src.saving.serialization_lib import in_safe_mode

    if in_safe_mode() is False:
        return
    own = (
        (imports.EXAMPLES / f"{description['file']}.py").is_file() and "/" not in description["file"]
        if ("file" in description)
        else _is_own(description["module"])
    )
    if not own:
        raise ValueError(
            f"the file wants to run {key}, which safe mode refuses: it is a path, or belongs to Python's library or to "
            f"an installed package. If you trust it, pass custom_objects={{{key!r}: the function}} or safe_mode=False"
        )


def _is_own(module):
    top = module.partition(".")[0]
    if top == "__main__":
        return True
    if top in sys.stdlib_module_names or top in sys.builtin_module_names:
        return False
    spec = importlib.util.find_spec(top)
    if spec is None:
        return True  # the import will say so
    places = [spec.origin] if spec.origin else list(spec.submodule_search_locations or ())
    roots = {sysconfig.get_paths()[kind] for kind in ("stdlib", "platstdlib", "purelib", "platlib")}
    return not any(Path(place).is_relative_to(root) for place in places for root in roots)
