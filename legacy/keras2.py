"""``import keras`` in a TF1 program's process: Keras 2, whose today's carrier is tf_keras.

``keras.x`` is the surface's ``tf.keras.x``. Keras 2 also let programs import from the files behind its packages
(``keras.layers.core``, ``keras.utils.np_utils``, ``keras.engine``): each is a view of the package's own names.
"""

import contextlib
import importlib.util
import sys
import types

from tf2notes.legacy.resolve import surface_module

VERSION = "2.2.5"
_LAYER_FILES = """
    advanced_activations convolutional convolutional_recurrent core cudnn_recurrent embeddings local merge noise
    normalization pooling recurrent wrappers
"""
# files of Keras 2 below ``keras.`` -> the packages of tf.keras that hold their names
FILES = {
    **{f"layers.{name}": ("layers",) for name in _LAYER_FILES.split()},
    "backend.common": ("backend",),
    "backend.tensorflow_backend": ("backend",),
    "engine": ("layers", "models"),
    "engine.base_layer": ("layers",),
    "engine.input_layer": ("layers",),
    "engine.network": ("models",),
    "engine.sequential": ("models",),
    "engine.topology": ("layers", "models"),
    "engine.training": ("models",),
    "objectives": ("losses",),
    "utils.conv_utils": (),
    "utils.data_utils": ("utils",),
    "utils.generic_utils": ("utils",),
    "utils.io_utils": ("utils",),
    "utils.layer_utils": ("utils",),
    "utils.np_utils": ("utils",),
    "utils.training_utils": ("utils",),
    "utils.vis_utils": ("utils",),
}


class _File(types.ModuleType):
    """One module of Keras 2: names of the surface's packages first, then those of tf_keras' file of that name."""

    def __init__(self, path, targets):
        super().__init__(f"keras.{path}" if path else "keras", "Keras 2, of tf_keras.")
        self.__path__ = []
        self.__dict__.update(_path=path, _targets=targets)

    def __getattr__(self, name):
        if name.startswith("__"):
            if name == "__all__":
                return [item for item in dir(self) if not item.startswith("_")]
            raise AttributeError(name)
        path = f"{self._path}.{name}" if self._path else name
        for target in self._targets:
            if path not in FILES and hasattr(target, name):
                return getattr(target, name)
        inner = keras2_module(f"keras.{path}", required=False)
        if inner is None:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        return inner

    def __dir__(self):
        return sorted({*self.__dict__, *(name for target in self._targets for name in dir(target))})


_modules = {}


def keras2_module(name, required=True):
    """The module that a TF1 program gets for ``keras`` or ``keras.anything``.

    Raises:
        ModuleNotFoundError: Keras 2 had none of that name; None instead where it is not `required`.
    """
    if name in _modules:
        return _modules[name]
    path = name.partition(".")[2]
    targets = list(_targets(path))
    if not targets:
        if required:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None
    module = _modules[name] = _File(path, targets)
    if not path:
        module.__version__ = VERSION
    else:
        outer, _, last = name.rpartition(".")
        keras2_module(outer).__dict__[last] = module
    return module


def _targets(path):
    if not path:
        yield surface_module("tensorflow.keras")
        return
    if path in FILES:
        yield from (surface_module(f"tensorflow.keras.{public}") for public in FILES[path])
    else:
        with contextlib.suppress(ModuleNotFoundError):
            yield surface_module(f"tensorflow.keras.{path}")
    if _exists(f"tf_keras.src.{path}"):
        yield importlib.import_module(f"tf_keras.src.{path}")


def _exists(name):
    try:
        return name in sys.modules or importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def import_keras2(name, fromlist):
    """``__import__`` of ``keras`` for a TF1 program."""
    module = keras2_module(name)
    if not fromlist:
        return keras2_module("keras")
    for item in fromlist:
        if item != "*" and not hasattr(module, item):
            keras2_module(f"{name}.{item}")
    return module
