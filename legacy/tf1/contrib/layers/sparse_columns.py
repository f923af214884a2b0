"""Feature columns of categories: by id, hash, list or file; weighted; and crosses of them."""

import collections

import tensorflow.compat.v1 as tf
from tensorflow.python.feature_column import feature_column as core
from tensorflow.python.ops import lookup_ops
from tf2notes.legacy.tf1.contrib._tf_slim import tf_slim
from tf2notes.legacy.tf1.contrib.layers.column_base import (
    LinearArguments,
    _FeatureColumn,
    check_checkpoint_arguments,
    feature_config,
    reshape_real_valued_tensor,
)
from tf2notes.legacy.tf1.contrib.layers.dense_columns import _BucketizedColumn
from tf2notes.legacy.tf1.contrib.layers.sparse_feature_cross_op import sparse_feature_cross

_SparseIdLookupConfig = collections.namedtuple(
    "_SparseIdLookupConfig",
    ["vocabulary_file", "keys", "num_oov_buckets", "vocab_size", "default_value"],
    defaults=[None, None, 0, None, -1],
)


class _Categories(_FeatureColumn, core._CategoricalColumn):
    """Ids, perhaps with weights, of `length` categories."""

    def id_tensor(self, input_tensor):
        return input_tensor

    def weight_tensor(self, input_tensor):
        return None

    @property
    def _num_buckets(self):
        return self.length

    def _get_sparse_tensors(self, inputs, weight_collections=None, trainable=None):
        tensor = inputs.get(self)
        return core._CategoricalColumn.IdWeightPair(self.id_tensor(tensor), self.weight_tensor(tensor))

    def _to_dnn_input_layer(self, input_tensor, weight_collections=None, trainable=True, output_rank=2):
        raise ValueError(
            f"{self._kind} is not supported in DNN. Please use embedding_column or one_hot_column. column: {self}"
        )

    def _wide_embedding_lookup_arguments(self, input_tensor):
        ids, weights = self.id_tensor(input_tensor), self.weight_tensor(input_tensor)
        return LinearArguments(ids, weights, self.length, tf.zeros_initializer(), self._combiner)


class _SparseColumn(
    _Categories,
    collections.namedtuple(
        "_SparseColumn", ["column_name", "is_integerized", "bucket_size", "lookup_config", "combiner", "dtype"]
    ),
):
    """One feature whose values are categories."""

    _kind = "SparseColumn"

    def __new__(
        cls,
        column_name,
        is_integerized=False,
        bucket_size=None,
        lookup_config=None,
        combiner="sum",
        dtype=tf.string,
    ):
        about = f"column_name: {column_name}"
        if is_integerized and bucket_size is None:
            raise ValueError(f"bucket_size must be set if is_integerized is True. {about}")
        if is_integerized and not dtype.is_integer:
            raise ValueError(f"dtype must be an integer if is_integerized is True. dtype: {dtype}, {about}.")
        if dtype != tf.string and not dtype.is_integer:
            raise ValueError(f"dtype must be string or integer. dtype: {dtype}, {about}")
        if bucket_size is None and lookup_config is None:
            raise ValueError(f"one of bucket_size or lookup_config must be set. {about}")
        if bucket_size is not None and lookup_config:
            raise ValueError(f"one and only one of bucket_size or lookup_config must be set. {about}")
        if bucket_size is not None and bucket_size < 1:
            raise ValueError(f"bucket_size must be at least 1. bucket_size: {bucket_size}, {about}")
        if lookup_config and not isinstance(lookup_config, _SparseIdLookupConfig):
            raise TypeError(
                f"lookup_config must be an instance of _SparseIdLookupConfig, not {type(lookup_config)}. {about}"
            )
        if lookup_config and lookup_config.vocabulary_file and lookup_config.vocab_size is None:
            raise ValueError(f"vocab_size must be defined. {about}")
        return super().__new__(cls, column_name, is_integerized, bucket_size, lookup_config, combiner, dtype)

    @property
    def name(self):
        return self.column_name

    @property
    def length(self):
        if self.bucket_size is not None:
            return self.bucket_size
        return self.lookup_config.vocab_size + self.lookup_config.num_oov_buckets

    @property
    def config(self):
        return {self.column_name: tf.VarLenFeature(self.dtype)}

    @property
    def _combiner(self):
        return self.combiner

    def is_compatible(self, other_column):
        """Whether both may share an embedding."""
        if self.lookup_config and other_column.lookup_config:
            return self.lookup_config == other_column.lookup_config
        both_integer = self.dtype.is_integer and other_column.dtype.is_integer
        same = self.length == other_column.length and (self.dtype == other_column.dtype or both_integer)
        if same:
            tf.logging.warn(f"Column {self.name} and {other_column.name} may not have the same vocabulary.")
        return same

    def _transform(self, get):
        tensor = get(self.name)
        if not isinstance(tensor, tf.SparseTensor):
            nothing = "" if tensor.dtype == tf.string else -1
            tensor = reshape_real_valued_tensor(tensor, 2, self.name)
            tensor = tf_slim("layers.sparse_ops").dense_to_sparse_tensor(tensor, ignore_value=nothing)
        return self._ids(tensor)


def _with_values(sparse, values):
    return tf.SparseTensor(sparse.indices, values, sparse.dense_shape)


def _strings(sparse, dtype):
    return _with_values(sparse, tf.as_string(sparse.values)) if dtype.is_integer else sparse


class _SparseColumnIntegerized(_SparseColumn):
    def _ids(self, tensor):
        return _with_values(tensor, tf.mod(tensor.values, self.bucket_size, name="mod"))


class _SparseColumnHashed(_SparseColumn):
    def __new__(cls, *args, hash_keys=None, **kwargs):
        if hash_keys is not None:
            if not isinstance(hash_keys, list) or not hash_keys:
                raise ValueError("hash_keys must be a non-empty list.")
            if not all(isinstance(k, list) and len(k) == 2 and all(isinstance(i, int) for i in k) for k in hash_keys):
                raise ValueError("Each element of hash_keys must be a pair of integers.")
        column = super().__new__(cls, *args, **kwargs)
        column.hash_keys = hash_keys
        return column

    def _ids(self, tensor):
        tensor = _strings(tensor, self.dtype)
        if not self.hash_keys:
            return _with_values(tensor, tf.string_to_hash_bucket_fast(tensor.values, self.bucket_size, name="lookup"))
        strong = tf.string_to_hash_bucket_strong
        hashed = [_with_values(tensor, strong(tensor.values, self.bucket_size, key)) for key in self.hash_keys]
        return tf.sparse_concat(axis=1, sp_inputs=hashed, name="lookup")


class _SparseColumnKeys(_SparseColumn):
    def _ids(self, tensor):
        table = lookup_ops.index_table_from_tensor(
            list(self.lookup_config.keys),
            default_value=self.lookup_config.default_value,
            dtype=self.dtype,
            name="lookup",
        )
        return table.lookup(tensor)


class _SparseColumnVocabulary(_SparseColumn):
    def _ids(self, tensor):
        config = self.lookup_config
        table = lookup_ops.index_table_from_file(
            config.vocabulary_file,
            num_oov_buckets=config.num_oov_buckets,
            vocab_size=config.vocab_size,
            default_value=config.default_value,
            name=f"{self.name}_lookup",
        )
        return table.lookup(_strings(tensor, self.dtype))


class _WeightedSparseColumn(
    _Categories,
    collections.namedtuple("_WeightedSparseColumn", ["sparse_id_column", "weight_column_name", "dtype"]),
):
    """Categories, each with a weight from another feature."""

    _kind = "WeightedSparseColumn"

    @property
    def name(self):
        return f"{self.sparse_id_column.name}_weighted_by_{self.weight_column_name}"

    @property
    def length(self):
        return self.sparse_id_column.length

    @property
    def config(self):
        return {**feature_config(self.sparse_id_column), self.weight_column_name: tf.VarLenFeature(self.dtype)}

    @property
    def lookup_config(self):
        return self.sparse_id_column.lookup_config

    @property
    def _combiner(self):
        return self.sparse_id_column.combiner

    def id_tensor(self, input_tensor):
        return input_tensor[0]

    def weight_tensor(self, input_tensor):
        return input_tensor[1]

    def is_compatible(self, other_column):
        """Whether both may share an embedding."""
        if isinstance(other_column, _WeightedSparseColumn):
            other_column = other_column.sparse_id_column
        return self.sparse_id_column.is_compatible(other_column)

    def _transform(self, get):
        ids, weights = get(self.sparse_id_column), get(self.weight_column_name)
        if not isinstance(weights, tf.SparseTensor):
            weights = tf_slim("layers.sparse_ops").dense_to_sparse_tensor(weights)
        return ids, weights if self.dtype.is_floating else tf.cast(weights, tf.float32)


class _CrossedColumn(
    _Categories,
    collections.namedtuple(
        "_CrossedColumn",
        ["columns", "hash_bucket_size", "hash_key", "combiner", "ckpt_to_load_from", "tensor_name_in_ckpt"],
    ),
):
    """All combinations of the values of several categorical or bucketized columns, hashed."""

    _kind = "CrossedColumn"

    def __new__(
        cls, columns, hash_bucket_size, hash_key, combiner="sum", ckpt_to_load_from=None, tensor_name_in_ckpt=None
    ):
        for column in columns:
            if not isinstance(column, (_SparseColumn, _CrossedColumn, _BucketizedColumn)):
                raise TypeError(
                    "columns must be a set of _SparseColumn, _CrossedColumn, or _BucketizedColumn instances. "
                    f"(column {column} is a {type(column).__name__})"
                )
        if len(columns) < 2:
            raise ValueError(f"columns must contain at least 2 elements. columns: {columns}")
        if hash_bucket_size < 2:
            raise ValueError(f"hash_bucket_size must be at least 2. hash_bucket_size: {hash_bucket_size}")
        check_checkpoint_arguments(ckpt_to_load_from, tensor_name_in_ckpt)
        ordered = tuple(sorted(columns, key=lambda column: column.name))
        return super().__new__(
            cls, ordered, hash_bucket_size, hash_key, combiner, ckpt_to_load_from, tensor_name_in_ckpt
        )

    @property
    def name(self):
        return "_X_".join(sorted(column.name for column in self.columns))

    @property
    def length(self):
        return self.hash_bucket_size

    @property
    def config(self):
        return {name: feature for column in self.columns for name, feature in feature_config(column).items()}

    @property
    def _combiner(self):
        return self.combiner

    def _leaves(self):
        for column in self.columns:
            yield from column._leaves() if isinstance(column, _CrossedColumn) else [column]

    def _transform(self, get):
        tensors = []
        for column in self._leaves():
            if isinstance(column, _SparseColumn):
                tensors.append(get(column.name))
            else:
                tensors.append(column.to_sparse_tensor(get(column)))
        return sparse_feature_cross(tensors, True, self.hash_bucket_size, name="cross", hash_key=self.hash_key)


def sparse_column_with_integerized_feature(column_name, bucket_size, combiner="sum", dtype=tf.int64):
    """Categories that are integers already, taken modulo `bucket_size`.

    Replaces: tf.contrib.layers.sparse_column_with_integerized_feature
    """
    return _SparseColumnIntegerized(column_name, True, bucket_size, combiner=combiner, dtype=dtype)


def sparse_column_with_hash_bucket(column_name, hash_bucket_size, combiner="sum", dtype=tf.string, hash_keys=None):
    """Strings or integers hashed into buckets; with `hash_keys`, a list of integer pairs, once for each pair.

    Replaces: tf.contrib.layers.sparse_column_with_hash_bucket
    """
    return _SparseColumnHashed(
        column_name, bucket_size=hash_bucket_size, combiner=combiner, dtype=dtype, hash_keys=hash_keys
    )


def sparse_column_with_keys(column_name, keys, default_value=-1, combiner="sum", dtype=tf.string):
    """Categories numbered by their place in `keys`; others are `default_value`.

    Replaces: tf.contrib.layers.sparse_column_with_keys
    """
    keys = tuple(keys)
    config = _SparseIdLookupConfig(keys=keys, vocab_size=len(keys), default_value=default_value)
    return _SparseColumnKeys(column_name, lookup_config=config, combiner=combiner, dtype=dtype)


def sparse_column_with_vocabulary_file(
    column_name,
    vocabulary_file,
    num_oov_buckets=0,
    vocab_size=None,
    default_value=-1,
    combiner="sum",
    dtype=tf.string,
):
    """Categories numbered by their line in a file; others are hashed into `num_oov_buckets` or are `default_value`.

    Replaces: tf.contrib.layers.sparse_column_with_vocabulary_file
    """
    if vocab_size is None:
        raise ValueError(f"vocab_size should be defined. column_name: {column_name}")
    config = _SparseIdLookupConfig(vocabulary_file, None, num_oov_buckets, vocab_size, default_value)
    return _SparseColumnVocabulary(column_name, lookup_config=config, combiner=combiner, dtype=dtype)


def weighted_sparse_column(sparse_id_column, weight_column_name, dtype=tf.float32):
    """`sparse_id_column` with the weights of another feature.

    Replaces: tf.contrib.layers.weighted_sparse_column
    """
    if not (dtype.is_integer or dtype.is_floating):
        raise ValueError(f"dtype is not convertible to float. Given {dtype}")
    return _WeightedSparseColumn(sparse_id_column, weight_column_name, dtype)


def crossed_column(
    columns, hash_bucket_size, combiner="sum", ckpt_to_load_from=None, tensor_name_in_ckpt=None, hash_key=None
):
    """The cross of several columns; `hash_key` chooses TensorFlow's hash in place of contrib's first one.

    Replaces: tf.contrib.layers.crossed_column
    """
    return _CrossedColumn(columns, hash_bucket_size, hash_key, combiner, ckpt_to_load_from, tensor_name_in_ckpt)
