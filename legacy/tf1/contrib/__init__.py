"""Replaces: ``tf.contrib``, gone since TensorFlow 2.0. Submodules are imported when they are first used."""

import importlib
from pathlib import Path

from tf2notes.legacy.unsupported import missing as _missing

_FOLDER = Path(__file__).parent


def _modules():
    found = {path.stem for path in _FOLDER.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
    return sorted(name for name in found if not name.startswith("_"))


def __getattr__(name):
    if name == "__all__":
        return _modules()
    if not name.startswith("_") and name in _modules():
        return importlib.import_module(f"{__name__}.{name}")
    raise _missing(f"contrib.{name}", _modules())


def __dir__():
    return _modules()
