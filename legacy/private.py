"""Private modules of TF1 whose contents have moved since: the public modules of the surface that hold them now."""

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
    "python.keras": ("keras",),
    "python.platform.app": ("app",),
    "python.platform.flags": ("flags",),
    "python.platform.tf_logging": ("logging",),
    "python.platform.gfile": ("gfile",),
    "python.summary.summary": ("summary",),
    "python.training.training": ("train",),
    "python.training.basic_session_run_hooks": ("train",),
    "python.estimator": ("estimator",),
    "contrib.learn.datasets.mnist": ("examples.tutorials.mnist.input_data",),
    "contrib.learn.datasets.base": ("_datasets",),
    "contrib.learn.python.learn.datasets.mnist": ("examples.tutorials.mnist.input_data",),
    "contrib.learn.python.learn.datasets.base": ("_datasets",),
    "models.image.mnist": ("examples.tutorials.mnist",),
}


def moved_name(path, name):
    """The public TF1 name of what stood at ``path.name``, or None."""
    return None
