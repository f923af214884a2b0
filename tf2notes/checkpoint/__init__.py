"""TF1 checkpoints into Keras 3 models, and back.

    from tf2notes import checkpoint

    print(checkpoint.show(checkpoint.read("model.ckpt-1000")))
    print(checkpoint.load(model, "model.ckpt-1000", optimizer=True))

The same from the command line: ``python -m tf2notes.checkpoint inspect|convert|verify|back``.
"""

from tf2notes.checkpoint.errors import CheckpointError, MismatchError
from tf2notes.checkpoint.reading import Checkpoint, read
from tf2notes.checkpoint.table import rows, show

LATER = {
    "load": "loading",
    "propose": "weight_map",
    "WeightMap": "weight_map",
    "save": "outputs",
    "back": "outputs",
    "differences": "outputs",
}


def __getattr__(name):
    """What needs Keras is imported when it is asked for: reading and listing start at once."""
    if name not in LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(f"{__name__}.{LATER[name]}"), name)


__all__ = ["Checkpoint", "CheckpointError", "MismatchError", "read", "rows", "show", *LATER]
