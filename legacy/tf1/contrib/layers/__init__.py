"""Replaces: ``tf.contrib.layers``.

Layers, initializers, regularizers, ``optimize_loss`` and summaries are tf_slim's, TF1's own code carried on, with the
names mended that it misses today (``contrib/_tf_slim.py``). Its private modules keep their names as attributes:
``from tensorflow.contrib.layers.python.layers import utils``.
"""

from tf2notes.legacy.tf1.contrib._tf_slim import public, tf_slim

initializers = tf_slim("layers.initializers")
layers = tf_slim("layers.layers")
normalization = tf_slim("layers.normalization")
optimizers = tf_slim("layers.optimizers")
regularizers = tf_slim("layers.regularizers")
rev_block_lib = tf_slim("layers.rev_block_lib")
sparse_ops = tf_slim("layers.sparse_ops")
summaries = tf_slim("layers.summaries")
utils = tf_slim("layers.utils")
bucketization_op = tf_slim("layers.bucketization_op")

_PUBLIC = (layers, normalization, initializers, regularizers, optimizers, summaries, rev_block_lib)
_PRIVATE = (*_PUBLIC, sparse_ops, utils)
__all__ = ["summaries"]
for _module in _PUBLIC:
    globals().update(public("", _module))
    __all__ += public("", _module)


def __getattr__(name):
    """What TF1 programs import from the private modules: ``contrib.layers.python.layers.utils.smart_cond``."""
    for module in _PRIVATE:
        if not name.startswith("__") and name in vars(module):
            return getattr(module, name)
    raise AttributeError(f"tf.contrib.layers.{name} is not here")
