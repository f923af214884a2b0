"""Feature columns of tf.contrib.layers, and how to parse what they need.

Replaces: tensorflow.contrib.layers.python.layers.feature_column
"""

# ruff: noqa: F401

import collections
import functools

import tensorflow.compat.v1 as tf
from tensorflow.python.feature_column.feature_column import InputLayer
from tf2notes.legacy.tf1.contrib._tf_slim import tf_slim
from tf2notes.legacy.tf1.contrib.layers.column_base import _FeatureColumn, reshape_real_valued_tensor
from tf2notes.legacy.tf1.contrib.layers.column_base import feature_config as _get_feature_config
from tf2notes.legacy.tf1.contrib.layers.dense_columns import (
    _BucketizedColumn,
    _real_valued_var_len_column,
    _RealValuedColumn,
    _RealValuedVarLenColumn,
    bucketized_column,
    real_valued_column,
)
from tf2notes.legacy.tf1.contrib.layers.embedding_columns import (
    _EmbeddingColumn,
    _embeddings_from_arguments,
    _OneHotColumn,
    _ScatteredEmbeddingColumn,
    embedding_column,
    one_hot_column,
    scattered_embedding_column,
    shared_embedding_columns,
)
from tf2notes.legacy.tf1.contrib.layers.sparse_columns import (
    _CrossedColumn,
    _SparseColumn,
    _SparseColumnHashed,
    _SparseColumnIntegerized,
    _SparseColumnKeys,
    _SparseColumnVocabulary,
    _SparseIdLookupConfig,
    _WeightedSparseColumn,
    crossed_column,
    sparse_column_with_hash_bucket,
    sparse_column_with_integerized_feature,
    sparse_column_with_keys,
    sparse_column_with_vocabulary_file,
    weighted_sparse_column,
)

layers = tf_slim("layers.layers")  # public by accident in TF1, as InputLayer and `experimental` are


def experimental(func):
    """Decorator: every call of `func` logs that it is experimental.

    Replaces: tf.contrib.framework.python.framework.experimental.experimental
    """

    @functools.wraps(func)
    def call(*args, **kwargs):
        tf.logging.warning(
            "%s (from %s) is experimental and may change or be removed at any time, and without warning.",
            func.__qualname__,
            func.__module__,
        )
        return func(*args, **kwargs)

    return call


class DataFrameColumn(_FeatureColumn, collections.namedtuple("DataFrameColumn", ["column_name", "series"])):
    """A column computed by a `series` with `required_base_features()` and `build(tensors)`."""

    @property
    def name(self):
        return self.column_name

    @property
    def key(self):
        return self.column_name

    @property
    def config(self):
        return self.series.required_base_features()

    def insert_transformed_feature(self, columns_to_tensors):
        columns_to_tensors[self] = self.series.build(columns_to_tensors)

    def _to_dnn_input_layer(self, input_tensor, weight_collections=None, trainable=True, output_rank=2):
        return reshape_real_valued_tensor(tf.cast(input_tensor, tf.float32), output_rank, self.name)

    def _to_dense_tensor(self, input_tensor):
        return self._to_dnn_input_layer(input_tensor)


def create_feature_spec_for_parsing(feature_columns):
    """{feature name: parsing configuration} that `tf.parse_example` needs for the columns (a dict's are its values).

    Raises:
        TypeError: something that is no feature column.

    Replaces: tf.contrib.layers.create_feature_spec_for_parsing
    """
    if isinstance(feature_columns, dict):
        feature_columns = feature_columns.values()
    return {name: feature for column in feature_columns for name, feature in _get_feature_config(column).items()}


def _create_sequence_feature_spec_for_parsing(sequence_feature_columns, allow_missing_by_default=False):
    """The same for the lists of a SequenceExample: features of fixed length become sequences of them."""
    spec = {}
    for key, feature in create_feature_spec_for_parsing(sequence_feature_columns).items():
        if not isinstance(feature, tf.VarLenFeature):
            missing = allow_missing_by_default or feature.default_value is not None
            feature = tf.FixedLenSequenceFeature(feature.shape, feature.dtype, allow_missing=missing)
        spec[key] = feature
    return spec


def make_place_holder_tensors_for_base_features(feature_columns):
    """{feature name: placeholder}, sparse where the feature is.

    Replaces: tf.contrib.layers.make_place_holder_tensors_for_base_features
    """
    placeholders = {}
    for name, feature in create_feature_spec_for_parsing(feature_columns).items():
        if isinstance(feature, tf.VarLenFeature):
            placeholders[name] = tf.sparse_placeholder(feature.dtype, name=f"Placeholder_{name}")
        else:
            shape = (None, feature.shape[0])
            placeholders[name] = tf.placeholder(feature.dtype, shape, name=f"Placeholder_{name}")
    return placeholders
