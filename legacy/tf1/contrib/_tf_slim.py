"""tf_slim's modules, each executed in a copy of ours with the names it misses on today's TensorFlow.

tf_slim 1.1.0 is TF1's contrib.layers, contrib.slim, contrib.losses and contrib.metrics carried on until 2020. Since
then TensorFlow moved a few private names (``framework.ops.Tensor``, ``array_ops.stack``, ...) and Keras 3 took
``tensorflow.python.layers`` away. The modules are therefore loaded here with an import statement of their own, which
answers those names; neither TensorFlow nor an imported tf_slim is touched.
"""

import builtins
import importlib
import importlib.util
import types
from pathlib import Path

import tensorflow.compat.v1 as tf

# Names that moved: module -> the attributes tf_slim expects there.
_MOVED = {
    "tensorflow.python.framework.ops": {"Tensor": tf.Tensor, "IndexedSlices": tf.IndexedSlices},
    "tensorflow.python.ops.array_ops": {"stack": tf.stack, "unstack": tf.unstack},
    "tensorflow.python.ops.control_flow_ops": {
        "Assert": tf.Assert,
        "case": tf.case,
        "cond": tf.cond,
        "while_loop": tf.while_loop,
    },
    "tensorflow.python.ops.variable_scope": {"variable": tf.Variable},
}
# Names that ours replace: module -> our module.
_REPLACED = {"tensorflow.python.training.supervisor": "tf2notes.legacy.tf1._supervisor"}
_LAYERS = "tf2notes.legacy.tf1.layers"
_loaded = {}


class _Stand(types.ModuleType):
    """A module that answers from its own attributes, else asks `find`."""

    def __init__(self, name, find, attributes=()):
        super().__init__(name)
        self.__dict__.update(attributes, __getattr__=find)


def tf_slim(name):
    """The module ``tf_slim.<name>`` as loaded here, executed once.

    Raises:
        ModuleNotFoundError: tf_slim, or that module of it, is not installed.
    """
    if name not in _loaded:
        path = _folder().joinpath(*name.split(".")).with_suffix(".py")
        if not path.is_file():
            raise ModuleNotFoundError(f"tf_slim has no module {name!r}: no file {path}", name=f"tf_slim.{name}")
        module = types.ModuleType(f"{__name__}.{name}")
        module.__file__ = str(path)
        module.__builtins__ = {**vars(builtins), "__import__": _import}
        _loaded[name] = module
        exec(compile(path.read_bytes(), str(path), "exec", dont_inherit=True), module.__dict__)
        _REPAIRS.get(name, lambda module: None)(module)
    return _loaded[name]


def public(name, module=None):
    """{name: object} of what the module lists in ``__all__``, or of all its public functions and classes."""
    module = module or tf_slim(name)
    names = getattr(module, "__all__", None) or [
        n for n, v in vars(module).items() if n[0] != "_" and getattr(v, "__module__", None) == module.__name__
    ]
    return {n: getattr(module, n) for n in names}


def _repair_gdn(module):
    """GDN's lower bound names a gradient that TF1 registered and tf_slim does not: here it brings its own."""

    @tf.custom_gradient
    def lower_bound(inputs, bound):
        def gradient(upstream):
            passes = tf.logical_or(inputs >= bound, upstream < 0)
            return tf.cast(passes, upstream.dtype) * upstream, None

        return tf.maximum(inputs, bound), gradient

    def named(inputs, bound, name=None):
        with tf.name_scope(name, "GDNLowerBound", [inputs, bound]):
            inputs = tf.convert_to_tensor(inputs, name="inputs")
            return lower_bound(inputs, tf.convert_to_tensor(bound, inputs.dtype, name="bound"))

    module.GDN._lower_bound = staticmethod(named)


def _repair_partitioned(module):
    """assign_from_checkpoint cuts arrays with a list of slices, which NumPy no longer takes for a tuple."""
    from tf2notes.legacy.tf1.contrib.framework.partitioned import assign_from_checkpoint

    module.assign_from_checkpoint = assign_from_checkpoint


_REPAIRS = {"layers.layers": _repair_gdn, "ops.variables": _repair_partitioned}


def _folder():
    spec = importlib.util.find_spec("tf_slim")
    if spec is None:
        raise ModuleNotFoundError("tf.contrib.layers, slim, losses and metrics need tf_slim: pip install tf-slim")
    return Path(spec.submodule_search_locations[0])


def _import(name, globals=None, locals=None, fromlist=(), level=0):
    package, _, rest = name.partition(".")
    if level or package not in ("tensorflow", "tf_slim") or not fromlist:
        return _top(name) if package == "tf_slim" else builtins.__import__(name, globals, locals, fromlist, level)
    return _module(name) if package == "tf_slim" and _is_file(rest) else _package(name)


def _top(name):
    return _package(name.partition(".")[0])


def _is_file(name):
    return bool(name) and _folder().joinpath(*name.split(".")).with_suffix(".py").is_file()


def _module(name):
    """What stands for the module of that full name."""
    package, _, rest = name.partition(".")
    if package == "tf_slim":
        return tf_slim(rest) if _is_file(rest) else _package(name)
    if name.startswith("tensorflow.python.layers."):
        return importlib.import_module(_LAYERS + name[len("tensorflow.python.layers") :])
    if name in _REPLACED:
        return importlib.import_module(_REPLACED[name])
    module = importlib.import_module(name)
    return _Stand(name, lambda item: getattr(module, item), _MOVED[name]) if name in _MOVED else module


def _package(name):
    """What stands for a package, or a module that holds the names imported from it."""

    def find(item):
        full = f"{name}.{item}"
        if name == "tf_slim.layers" and not _is_file(full.partition(".")[2]):
            return getattr(importlib.import_module("tf2notes.legacy.tf1.contrib.layers"), item)
        if name.partition(".")[0] == "tf_slim":
            return _module(full)
        if full in _MOVED or full in _REPLACED or name == "tensorflow.python.layers":
            return _module(full)
        if name in _MOVED and item in _MOVED[name]:
            return _MOVED[name][item]
        module = importlib.import_module(name)
        return getattr(module, item) if hasattr(module, item) else importlib.import_module(full)

    return _Stand(name, find, {"__path__": []})
