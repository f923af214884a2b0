"""TF1 checkpoints into Keras 3 models, and back.

    from tf2notes import checkpoint

    print(checkpoint.show(checkpoint.read("model.ckpt-1000")))
    print(checkpoint.load(model, "model.ckpt-1000", optimizer=True))

The same from the command line: ``python -m tf2notes.checkpoint inspect|convert|verify|back``.
"""

from tf2notes.checkpoint.errors import CheckpointError, MismatchError
from tf2notes.checkpoint.reading import Checkpoint, read
from tf2notes.checkpoint.table import rows, show


def __getattr__(name):
    """What needs Keras is imported when it is asked for: reading and listing start at once."""
    if name in ("load",):
        from tf2notes.checkpoint import loading

        return getattr(loading, name)
    if name in ("propose", "WeightMap"):
        from tf2notes.checkpoint import weight_map

        return getattr(weight_map, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = ["Checkpoint", "CheckpointError", "MismatchError", "WeightMap", "load", "propose", "read", "rows", "show"]
