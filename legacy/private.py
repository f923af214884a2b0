"""Private modules of TF1 whose contents have moved since: the public modules of the surface that hold them now."""

import functools
import gzip
import json
from pathlib import Path

_LAYERS = ("layers",)
_CELLS = ("nn.rnn_cell", "contrib.rnn")

MOVED = {
    "python.layers.base": _LAYERS,
    "python.layers.core": _LAYERS,
    "python.layers.convolutional": _LAYERS,
    "python.layers.layers": _LAYERS,
    "python.layers.normalization": _LAYERS,
    "python.layers.pooling": _LAYERS,
    "python.ops.rnn_cell": _CELLS,
    "python.ops.rnn_cell_impl": _CELLS,
    "python.ops.seq2seq": ("contrib.legacy_seq2seq",),
    "python.platform.app": ("app",),
    "python.platform.flags": ("flags",),
    "python.platform.tf_logging": ("logging",),
    "python.platform.gfile": ("gfile",),
    "python.summary.summary": ("summary",),
    "python.training.training": ("train",),
    "python.training.basic_session_run_hooks": ("train",),
    "contrib.learn.datasets.mnist": ("examples.tutorials.mnist.input_data",),
    "contrib.learn.datasets.base": ("_datasets",),
    "contrib.learn.python.learn.datasets.mnist": ("examples.tutorials.mnist.input_data",),
    "contrib.learn.python.learn.datasets.base": ("_datasets",),
    "models.image.mnist": ("examples.tutorials.mnist",),
}


# everything below the left is below the right
RENAMED_ROOTS = {
    "contrib.keras.python.keras": "keras",
    "contrib.keras.api.keras": "keras",
    "contrib.keras": "keras",
    "python.keras": "keras",
    "python.estimator": "estimator",
}


def renamed_roots(path):
    """The public paths that a private path below one of `RENAMED_ROOTS` may be."""
    for root, public in RENAMED_ROOTS.items():
        if path == root or path.startswith(f"{root}."):
            yield public + path[len(root) :]


@functools.cache
def _origins():
    """Where TF1 defined the functions and classes of its public names (tests/record_names.py writes it)."""
    with gzip.open(Path(__file__).parent / "private_names.json.gz") as file:
        return json.load(file)


def moved_name(path, name):
    """The public TF1 name of what stood at ``path.name``, or None; without a `name`, whether anything did."""
    origins = _origins().get(path, {})
    return origins.get(name) if name else bool(origins)
