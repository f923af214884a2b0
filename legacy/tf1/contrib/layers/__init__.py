"""Replaces: ``tf.contrib.layers``.

Layers, initializers, regularizers, ``optimize_loss`` and summaries are tf_slim's, TF1's own code carried on, with the
names mended that it misses today (``contrib/_tf_slim.py``). Feature columns, encoders, embedding lookups and targets
stand in this package. TF1's private modules keep their names as attributes:
``from tensorflow.contrib.layers.python.layers import utils``.
"""

from tf2notes.legacy.tf1.contrib._tf_slim import public, tf_slim
from tf2notes.legacy.tf1.contrib.layers import (
    embedding_ops,
    encoders,
    feature_column,
    feature_column_ops,
    sparse_feature_cross_op,
    target_column,
)

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

_COLUMNS = [
    "bucketized_column",
    "create_feature_spec_for_parsing",
    "crossed_column",
    "embedding_column",
    "make_place_holder_tensors_for_base_features",
    "one_hot_column",
    "real_valued_column",
    "scattered_embedding_column",
    "shared_embedding_columns",
    "sparse_column_with_hash_bucket",
    "sparse_column_with_integerized_feature",
    "sparse_column_with_keys",
    "sparse_column_with_vocabulary_file",
    "weighted_sparse_column",
]
_PUBLIC = [
    *[public("", m) for m in (layers, normalization, initializers, regularizers, optimizers, summaries, rev_block_lib)],
    *[public("", m) for m in (encoders, feature_column_ops)],
    {name: getattr(feature_column, name) for name in _COLUMNS},
    {name: getattr(embedding_ops, name) for name in ("embedding_lookup_unique", "safe_embedding_lookup_sparse")},
    {name: getattr(target_column, name) for name in ("multi_class_target", "regression_target")},
    {name: getattr(optimizers, name) for name in ("OPTIMIZER_CLS_NAMES", "OPTIMIZER_SUMMARIES")},
    {"SPARSE_FEATURE_CROSS_DEFAULT_HASH_KEY": sparse_feature_cross_op.SPARSE_FEATURE_CROSS_DEFAULT_HASH_KEY},
]
_MODULES = (
    *(layers, normalization, initializers, regularizers, optimizers, summaries, rev_block_lib, sparse_ops, utils),
    *(feature_column, feature_column_ops, embedding_ops, encoders, target_column, sparse_feature_cross_op),
    bucketization_op,
)

__all__ = ["feature_column", "summaries", *(name for names in _PUBLIC for name in names)]
for _names in _PUBLIC:
    globals().update(_names)


def __getattr__(name):
    """What TF1 programs import from the private modules: ``contrib.layers.python.layers.utils.smart_cond``."""
    for module in _MODULES:
        if not name.startswith("__") and name in vars(module):
            return getattr(module, name)
    raise AttributeError(f"tf.contrib.layers.{name} is not here")
