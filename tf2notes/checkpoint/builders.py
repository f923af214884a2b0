"""The Keras model that a command line speaks of."""

import importlib
import importlib.util
import sys
from pathlib import Path


def build(spec=None, example=None):
    """The model that ``--model`` or ``--example`` names.

    Args:
        spec: ``module:function`` or ``file.py:function``, called without arguments; it may also be a model itself. Or a
            ``.keras`` file.
        example: the name of an example, built with its default options.

    Raises:
        ValueError, LookupError, FileNotFoundError: there is no such thing.
    """
    import keras

    if example:
        from tf2notes import catalog

        module = catalog.load_example(example)
        if not catalog.trains(example):
            raise ValueError(f"--example {example}: it has no model; python -m tf2notes.run --list says which train")
        return module.build(module.Config())
    if spec.endswith(".keras"):
        if not Path(spec).is_file():
            raise FileNotFoundError(f"--model {spec}: there is no such file")
        _register()
        return keras.models.load_model(spec)
    made = named(spec, "--model")
    made = made if isinstance(made, keras.Model) else made()
    if not isinstance(made, keras.Model):
        raise ValueError(f"--model {spec}: expected it to return a keras.Model, got {type(made).__name__}")
    return made


def named(spec, option):
    """What ``module:name`` or ``file.py:name`` names."""
    where, _, name = spec.rpartition(":")
    if not where or not name:
        raise ValueError(f"{option} {spec}: expected module:function, file.py:function or a file")
    module = _module(where)
    if not hasattr(module, name):
        near = [n for n in vars(module) if not n.startswith("_")]
        raise LookupError(f"{option} {spec}: {where} has no {name}; it has {', '.join(near)}")
    return getattr(module, name)


def _module(where):
    if not where.endswith(".py"):
        if "" not in sys.path:
            sys.path.insert(0, "")
        if importlib.util.find_spec(where) is None:
            raise LookupError(f"there is no module {where}")
        return importlib.import_module(where)
    path = Path(where)
    if not path.is_file():
        raise FileNotFoundError(f"there is no file {path}")
    sys.path.insert(0, str(path.parent.resolve()))
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


def _register():
    """Import what of ours a saved model may hold."""
    for name in ("layers.extended_lstm_cell", "optimizers.tf1", "optimizers.repeated_ids"):
        importlib.import_module(f"tf2notes.{name}")
