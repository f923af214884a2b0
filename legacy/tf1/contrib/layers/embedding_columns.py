"""Feature columns that make categories dense: one-hot, embedded, embedded by hashing."""

import collections
import math

import tensorflow.compat.v1 as tf
from tensorflow.python.feature_column import feature_column as core
from tf2notes.legacy.tf1.contrib.layers import embedding_ops
from tf2notes.legacy.tf1.contrib.layers.column_base import (
    DeepArguments,
    _FeatureColumn,
    check_checkpoint_arguments,
    feature_config,
    inner_flatten,
    model_variable,
    parts_of,
    restore_if_asked,
)
from tf2notes.legacy.tf1.contrib.layers.sparse_columns import _SparseColumn, _WeightedSparseColumn


class _OneHotColumn(_FeatureColumn, core._DenseColumn, collections.namedtuple("_OneHotColumn", ["sparse_id_column"])):
    """How often, or with which weight, each category occurs."""

    @property
    def name(self):
        return f"{self.sparse_id_column.name}_one_hot"

    @property
    def length(self):
        return self.sparse_id_column.length

    @property
    def config(self):
        return feature_config(self.sparse_id_column)

    @property
    def _variable_shape(self):
        return tf.TensorShape([self.length])

    def insert_transformed_feature(self, columns_to_tensors):
        if self.sparse_id_column not in columns_to_tensors:
            self.sparse_id_column.insert_transformed_feature(columns_to_tensors)
        columns_to_tensors[self] = columns_to_tensors[self.sparse_id_column]

    def _transform_feature(self, inputs):
        return self._to_dnn_input_layer(inputs.get(self.sparse_id_column))

    def _get_dense_tensor(self, inputs, weight_collections=None, trainable=None):
        return inputs.get(self)

    def _to_dnn_input_layer(self, input_tensor, weight_collections=None, trainable=False, output_rank=2):
        ids = inner_flatten(self.sparse_id_column.id_tensor(input_tensor), output_rank)
        weights = self.sparse_id_column.weight_tensor(input_tensor)
        if weights is None:
            dense = tf.sparse_tensor_to_dense(ids, default_value=-1)
            return tf.reduce_sum(tf.one_hot(dense, self.length, 1.0, 0.0), axis=[output_rank - 1])
        weighted = tf.sparse_merge(sp_ids=ids, sp_values=weights, vocab_size=self.length)
        weighted = tf.sparse_slice(weighted, tf.zeros_like(weighted.dense_shape), weighted.dense_shape)
        dense = tf.sparse_tensor_to_dense(weighted)
        return tf.reshape(dense, tf.concat([tf.shape(dense)[:-1], [self.length]], axis=0))


class _EmbeddingColumn(
    _FeatureColumn,
    core._DenseColumn,
    collections.namedtuple(
        "_EmbeddingColumn",
        [
            "sparse_id_column",
            "dimension",
            "combiner",
            "initializer",
            "ckpt_to_load_from",
            "tensor_name_in_ckpt",
            "shared_embedding_name",
            "shared_vocab_size",
            "max_norm",
            "trainable",
        ],
    ),
):
    """The combined embeddings of a row's categories."""

    _hidden_in_key = ("initializer",)

    def __new__(
        cls,
        sparse_id_column,
        dimension,
        combiner="mean",
        initializer=None,
        ckpt_to_load_from=None,
        tensor_name_in_ckpt=None,
        shared_embedding_name=None,
        shared_vocab_size=None,
        max_norm=None,
        trainable=True,
    ):
        if initializer is not None and not callable(initializer):
            raise ValueError(
                f"initializer must be callable if specified. Embedding of column_name: {sparse_id_column.name}"
            )
        check_checkpoint_arguments(ckpt_to_load_from, tensor_name_in_ckpt)
        if initializer is None:
            initializer = tf.truncated_normal_initializer(stddev=1 / math.sqrt(sparse_id_column.length))
        return super().__new__(
            cls,
            sparse_id_column,
            dimension,
            combiner,
            initializer,
            ckpt_to_load_from,
            tensor_name_in_ckpt,
            shared_embedding_name,
            shared_vocab_size,
            max_norm,
            trainable,
        )

    @property
    def name(self):
        kind = "embedding" if self.shared_embedding_name is None else "shared_embedding"
        return f"{self.sparse_id_column.name}_{kind}"

    @property
    def length(self):
        return self.sparse_id_column.length if self.shared_vocab_size is None else self.shared_vocab_size

    @property
    def config(self):
        return feature_config(self.sparse_id_column)

    @property
    def _variable_shape(self):
        return tf.TensorShape([self.dimension])

    def _transform(self, get):
        return get(self.sparse_id_column)

    def _deep_embedding_lookup_arguments(self, input_tensor):
        return DeepArguments(
            input_tensor=self.sparse_id_column.id_tensor(input_tensor),
            weight_tensor=self.sparse_id_column.weight_tensor(input_tensor),
            vocab_size=self.length,
            initializer=self.initializer,
            combiner=self.combiner,
            dimension=self.dimension,
            shared_embedding_name=self.shared_embedding_name,
            hash_key=None,
            max_norm=self.max_norm,
            trainable=self.trainable,
        )

    def _wide_embedding_lookup_arguments(self, input_tensor):
        raise ValueError(f"Column {self} is not supported in linear models. Please use sparse_column.")

    def _get_dense_tensor(self, inputs, weight_collections=None, trainable=None):
        arguments = self._deep_embedding_lookup_arguments(inputs.get(self))
        return _embeddings_from_arguments(self, arguments, weight_collections, trainable)


class _ScatteredEmbeddingColumn(
    _FeatureColumn,
    core._DenseColumn,
    collections.namedtuple(
        "_ScatteredEmbeddingColumn", ["column_name", "size", "dimension", "hash_key", "combiner", "initializer"]
    ),
):
    """Embeddings of strings whose numbers are picked from one vector by hashes."""

    _hidden_in_key = ("initializer",)

    def __new__(cls, column_name, size, dimension, hash_key, combiner="sqrtn", initializer=None):
        if initializer is not None and not callable(initializer):
            raise ValueError(f"initializer must be callable if specified. column_name: {column_name}")
        initializer = initializer or tf.truncated_normal_initializer(stddev=0.1)
        return super().__new__(cls, column_name, size, dimension, hash_key, combiner, initializer)

    @property
    def name(self):
        return f"{self.column_name}_scattered_embedding"

    @property
    def config(self):
        return {self.column_name: tf.VarLenFeature(tf.string)}

    @property
    def _variable_shape(self):
        return tf.TensorShape([self.dimension])

    def _transform(self, get):
        return get(self.column_name)

    def _deep_embedding_lookup_arguments(self, input_tensor):
        return DeepArguments(
            input_tensor=input_tensor,
            weight_tensor=None,
            vocab_size=self.size,
            initializer=self.initializer,
            combiner=self.combiner,
            dimension=self.dimension,
            shared_embedding_name=None,
            hash_key=self.hash_key,
            max_norm=None,
            trainable=True,
        )

    def _get_dense_tensor(self, inputs, weight_collections=None, trainable=None):
        arguments = self._deep_embedding_lookup_arguments(inputs.get(self))
        return _embeddings_from_arguments(self, arguments, weight_collections, trainable)


def _embeddings_from_arguments(column, args, weight_collections, trainable, output_rank=2):
    """The embeddings that a column asks for, their variables made in the current scope or shared by name."""
    ids = inner_flatten(args.input_tensor, output_rank)
    weights = None if args.weight_tensor is None else inner_flatten(args.weight_tensor, output_rank)

    def variable(name, shape):
        return model_variable(
            name,
            shape=shape,
            dtype=tf.float32,
            initializer=args.initializer,
            trainable=trainable and args.trainable,
            collections=weight_collections,
        )

    if args.hash_key:
        return embedding_ops.scattered_embedding_lookup_sparse(
            variable("weights", [args.vocab_size]),
            ids,
            args.dimension,
            hash_key=args.hash_key,
            combiner=args.combiner,
            name="lookup",
        )
    shape = [args.vocab_size, args.dimension]
    if args.shared_embedding_name is None:
        embeddings = variable("weights", shape)
    else:
        embeddings = _shared(args.shared_embedding_name, shape, variable)
    embeddings = parts_of(embeddings)
    restore_if_asked(column, embeddings)
    return embedding_ops.safe_embedding_lookup_sparse(
        embeddings, ids, weights, combiner=args.combiner, name=f"{column.name}weights", max_norm=args.max_norm
    )


def _shared(name, shape, make):
    """The one variable of that name in this graph; made when it is first asked for."""
    shared = tf.get_collection_ref(f"SHARED_EMBEDDING_COLLECTION_{name.upper()}")
    if not shared:
        shared.append(make(name, shape))
    if len(shared) > 1:
        raise ValueError(f"The collection of shared embedding {name} can only contain one (partitioned) variable.")
    if shared[0].get_shape().as_list() != shape:
        raise ValueError(
            f"The embedding variable with name {name} already exists, but its shape does not match required embedding "
            "shape here. Please make sure to use different shared_embedding_name for different shared embeddings."
        )
    return shared[0]


def one_hot_column(sparse_id_column):
    """A dense column that counts the categories of `sparse_id_column`.

    Replaces: tf.contrib.layers.one_hot_column
    """
    return _OneHotColumn(sparse_id_column)


def embedding_column(
    sparse_id_column,
    dimension,
    combiner="mean",
    initializer=None,
    ckpt_to_load_from=None,
    tensor_name_in_ckpt=None,
    max_norm=None,
    trainable=True,
):
    """A dense column of `dimension` numbers; `initializer` None is a truncated normal of deviation 1/√(categories).

    Replaces: tf.contrib.layers.embedding_column
    """
    return _EmbeddingColumn(
        sparse_id_column,
        dimension,
        combiner,
        initializer,
        ckpt_to_load_from,
        tensor_name_in_ckpt,
        max_norm=max_norm,
        trainable=trainable,
    )


def shared_embedding_columns(
    sparse_id_columns,
    dimension,
    combiner="mean",
    shared_embedding_name=None,
    initializer=None,
    ckpt_to_load_from=None,
    tensor_name_in_ckpt=None,
    max_norm=None,
    trainable=True,
):
    """An embedding column for each of `sparse_id_columns`, all with the same weights: a tuple (a list for one).

    Raises:
        TypeError: no sequence of sparse or weighted sparse columns.
        ValueError: none at all, or their categories differ.

    Replaces: tf.contrib.layers.shared_embedding_columns
    """
    if isinstance(sparse_id_columns, str) or not isinstance(sparse_id_columns, collections.abc.Sequence):
        raise TypeError(
            f"sparse_id_columns must be a non-string sequence (ex: list or tuple), not {type(sparse_id_columns)}."
        )
    if not sparse_id_columns:
        raise ValueError("The input sparse_id_columns should have at least one element.")
    for column in sparse_id_columns:
        if not isinstance(column, (_SparseColumn, _WeightedSparseColumn)):
            raise TypeError(
                f"Elements of sparse_id_columns must be _SparseColumn or _WeightedSparseColumn, but {column} is not."
            )
    first = sparse_id_columns[0]
    weighted = isinstance(first, _WeightedSparseColumn)
    if not all(first.is_compatible(c) if weighted else c.is_compatible(first) for c in sparse_id_columns[1:]):
        raise ValueError("The input sparse id columns are not compatible.")
    alone = len(sparse_id_columns) == 1
    columns = [
        _EmbeddingColumn(
            column,
            dimension,
            combiner,
            initializer,
            ckpt_to_load_from,
            tensor_name_in_ckpt,
            shared_embedding_name if alone else shared_embedding_name or _name_of(sparse_id_columns),
            None if alone else first.length,
            max_norm=max_norm,
            trainable=trainable,
        )
        for column in sparse_id_columns
    ]
    return columns if alone else tuple(columns)


def _name_of(columns):
    plain = sorted(column for column in columns if isinstance(column, _SparseColumn))
    weighted = sorted((c for c in columns if not isinstance(c, _SparseColumn)), key=lambda column: column.name)
    names = [column.name for column in plain + weighted]
    others = f"_plus_{len(names) - 3}_others" if len(names) > 3 else ""
    return f"{'_'.join(names[:3])}{others}_shared_embedding"


def scattered_embedding_column(column_name, size, dimension, hash_key, combiner="mean", initializer=None):
    """A column of embeddings by hashing: `dimension` numbers out of a vector of `size`.

    Raises:
        ValueError: a size below 1, or another combiner than "mean", "sqrtn", "sum".

    Replaces: tf.contrib.layers.scattered_embedding_column
    """
    if dimension < 1 or size < 1:
        raise ValueError(
            "Dimension and size must be greater than 0. "
            f"dimension: {dimension}, size: {size}, column_name: {column_name}"
        )
    if combiner not in ("mean", "sqrtn", "sum"):
        raise ValueError(
            f"Combiner must be one of 'mean', 'sqrtn' or 'sum'. combiner: {combiner}, column_name: {column_name}"
        )
    return _ScatteredEmbeddingColumn(column_name, size, dimension, hash_key, combiner, initializer)
