"""Feature columns of numbers: real-valued ones, and buckets of them."""

import collections

import tensorflow.compat.v1 as tf
from tensorflow.python.feature_column import feature_column as core
from tf2notes.legacy.tf1.contrib._tf_slim import tf_slim
from tf2notes.legacy.tf1.contrib.layers.column_base import LinearArguments, _FeatureColumn, reshape_real_valued_tensor


class _RealValuedVarLenColumn(
    _FeatureColumn,
    collections.namedtuple(
        "_RealValuedVarLenColumn", ["column_name", "default_value", "dtype", "normalizer", "is_sparse"]
    ),
):
    """Numbers of any count."""

    _hidden_in_key = ("normalizer",)

    @property
    def name(self):
        return self.column_name

    @property
    def normalizer_fn(self):
        return self.normalizer

    @property
    def config(self):
        if self.is_sparse:
            return {self.column_name: tf.VarLenFeature(self.dtype)}
        feature = tf.FixedLenSequenceFeature([], self.dtype, allow_missing=True, default_value=self.default_value)
        return {self.column_name: feature}

    def _transform(self, get):
        tensor = get(self.name)
        if self.normalizer is not None and self.is_sparse:
            tensor = tf.SparseTensor(tensor.indices, self.normalizer(tensor.values), tensor.dense_shape)
        elif self.normalizer is not None:
            tensor = self.normalizer(tensor)
        return tf.cast(tensor, tf.float32)

    def _to_dnn_input_layer(self, input_tensor, weight_collections=None, trainable=True, output_rank=2):
        return reshape_real_valued_tensor(self._to_dense_tensor(input_tensor), output_rank, self.name)

    def _to_dense_tensor(self, input_tensor):
        if self.is_sparse:
            raise ValueError(f"Set is_sparse to False if you want a dense Tensor for column_name: {self.name}")
        return input_tensor


class _RealValuedColumn(
    _FeatureColumn,
    core._DenseColumn,
    collections.namedtuple("_RealValuedColumn", ["column_name", "dimension", "default_value", "dtype", "normalizer"]),
):
    """`dimension` numbers an example."""

    _hidden_in_key = ("normalizer",)

    @property
    def name(self):
        return self.column_name

    @property
    def normalizer_fn(self):
        return self.normalizer

    @property
    def config(self):
        default = None if self.default_value is None else list(self.default_value)
        return {self.column_name: tf.FixedLenFeature([self.dimension], self.dtype, default)}

    def _transform(self, get):
        tensor = get(self.name)
        return tf.cast(self.normalizer(tensor) if self.normalizer is not None else tensor, tf.float32)

    def _to_dnn_input_layer(self, input_tensor, weight_collections=None, trainable=True, output_rank=2):
        return reshape_real_valued_tensor(tf.cast(input_tensor, tf.float32), output_rank, self.name)

    def _to_dense_tensor(self, input_tensor):
        return input_tensor

    @property
    def _variable_shape(self):
        return tf.TensorShape([self.dimension])

    def _get_dense_tensor(self, inputs, weight_collections=None, trainable=None):
        return inputs.get(self)


class _BucketizedColumn(
    _FeatureColumn,
    core._CategoricalColumn,
    core._DenseColumn,
    collections.namedtuple("_BucketizedColumn", ["source_column", "boundaries"]),
):
    """Which interval between `boundaries` each number of a real-valued column lies in."""

    def __new__(cls, source_column, boundaries):
        if not isinstance(source_column, _RealValuedColumn):
            raise TypeError(f"source_column must be an instance of _RealValuedColumn. source_column: {source_column}")
        if not isinstance(boundaries, (list, tuple)) or not boundaries:
            raise ValueError(f"boundaries must be a non-empty list or tuple. boundaries: {boundaries}")
        if list(boundaries) != sorted(boundaries):
            raise ValueError(f"boundaries must be a sorted list. boundaries: {boundaries}")
        return super().__new__(cls, source_column, tuple(dict.fromkeys(boundaries)))

    @property
    def name(self):
        return f"{self.source_column.name}_bucketized"

    @property
    def length(self):
        return len(self.boundaries) + 1

    @property
    def config(self):
        return self.source_column.config

    @property
    def _num_buckets(self):
        return self.length * self.source_column.dimension

    @property
    def _variable_shape(self):
        return tf.TensorShape([self._num_buckets])

    def _transform(self, get):
        bucketize = tf_slim("layers.bucketization_op").bucketize
        return bucketize(get(self.source_column), boundaries=list(self.boundaries), name="bucketize")

    def _to_dnn_input_layer(self, input_tensor, weight_collections=None, trainable=True, output_rank=2):
        if output_rank != 2:
            raise ValueError("BucketizedColumn currently only supports output_rank=2")
        one_hot = tf.one_hot(tf.cast(input_tensor, tf.int64), self.length, 1.0, 0.0, name="one_hot")
        return tf.reshape(one_hot, [-1, self._num_buckets], name="reshape")

    def to_sparse_tensor(self, input_tensor):
        """Ids of all buckets, those of the second number following the first's: SparseTensor `[batch, dimension]`."""
        dimension = self.source_column.dimension
        batch = tf.shape(input_tensor, name="shape")[0]
        row = tf.reshape(tf.tile(tf.range(batch)[:, tf.newaxis], [1, dimension]), [-1])
        column = tf.tile(tf.range(dimension), [batch])
        ids = tf.reshape(input_tensor, [-1]) + self.length * column
        indices = tf.cast(tf.stack([row, column], axis=1), tf.int64)
        return tf.SparseTensor(indices, ids, tf.cast(tf.stack([batch, dimension]), tf.int64))

    def _wide_embedding_lookup_arguments(self, input_tensor):
        ids = self.to_sparse_tensor(input_tensor)
        return LinearArguments(ids, None, self._num_buckets, tf.zeros_initializer(), "sum")

    def _get_sparse_tensors(self, inputs, weight_collections=None, trainable=None):
        return core._CategoricalColumn.IdWeightPair(self.to_sparse_tensor(inputs.get(self)), None)

    def _get_dense_tensor(self, inputs, weight_collections=None, trainable=None):
        return self._to_dnn_input_layer(inputs.get(self), weight_collections, trainable)


def real_valued_column(column_name, dimension=1, default_value=None, dtype=tf.float32, normalizer=None):
    """A column of `dimension` numbers.

    Args:
        column_name: the feature's name.
        dimension: numbers an example has.
        default_value: for all of them, or a list of one each; None if a missing feature is an error.
        dtype: a numeric dtype.
        normalizer: a function of the tensor, applied before the cast to float32.

    Raises:
        TypeError: `dimension` is no integer, or the default does not fit the dtype.
        ValueError: `dimension` is below 1, the dtype is not numeric, or the list has another length.

    Replaces: tf.contrib.layers.real_valued_column
    """
    about = f"dimension: {dimension}, column_name: {column_name}"
    if not isinstance(dimension, int):
        raise TypeError(f"dimension must be an integer. {about}")
    if dimension < 1:
        raise ValueError(f"dimension must be greater than 0. {about}")
    if not (dtype.is_integer or dtype.is_floating):
        raise ValueError(f"dtype must be convertible to float. dtype: {dtype}, column_name: {column_name}")
    if default_value is None:
        return _RealValuedColumn(column_name, dimension, None, dtype, normalizer)
    values = default_value if isinstance(default_value, list) else [default_value] * dimension
    if len(values) != dimension:
        raise ValueError(
            f"The length of default_value must be equal to dimension. default_value: {default_value}, {about}"
        )
    kinds = (int,) if dtype.is_integer else (int, float)
    if not all(isinstance(value, kinds) for value in values):
        raise TypeError(
            f"default_value must be compatible with dtype. default_value: {default_value}, dtype: {dtype}, "
            f"column_name: {column_name}"
        )
    values = tuple(values if dtype.is_integer else map(float, values))
    return _RealValuedColumn(column_name, dimension, values, dtype, normalizer)


def _real_valued_var_len_column(column_name, default_value=None, dtype=tf.float32, normalizer=None, is_sparse=False):
    """A column of any count of numbers, padded with `default_value` unless it stays sparse.

    Replaces: tensorflow.contrib.layers.python.layers.feature_column._real_valued_var_len_column
    """
    if not (dtype.is_integer or dtype.is_floating):
        raise TypeError(f"dtype must be convertible to float. dtype: {dtype}, column_name: {column_name}")
    if default_value is None and not is_sparse:
        raise ValueError(
            f"default_value must be provided when is_sparse=False to parse a padded Tensor. column_name: {column_name}"
        )
    if isinstance(default_value, list):
        raise ValueError(f"Only scalar default value. default_value: {default_value}, column_name: {column_name}")
    if default_value is not None:
        default_value = int(default_value) if dtype.is_integer else float(default_value)
    return _RealValuedVarLenColumn(column_name, default_value, dtype, normalizer, is_sparse)


def bucketized_column(source_column, boundaries):
    """A column of the intervals that a real-valued column's numbers lie in; `boundaries` ascend.

    Replaces: tf.contrib.layers.bucketized_column
    """
    return _BucketizedColumn(source_column, boundaries)
