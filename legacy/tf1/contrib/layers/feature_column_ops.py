"""Feature columns into models: inputs of networks, weighted sums of linear models.

Columns enter in the order of their keys, each in a variable scope of its name.

Replaces: tensorflow.contrib.layers.python.layers.feature_column_ops
"""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.layers import feature_column as fc
from tf2notes.legacy.tf1.contrib.layers.column_base import (
    inner_flatten,
    lookup,
    model_variable,
    parts_of,
    restore_if_asked,
)
from tf2notes.legacy.tf1.contrib.layers.embedding_ops import safe_embedding_lookup_sparse

__all__ = [
    "check_feature_columns",
    "infer_real_valued_columns",
    "input_from_feature_columns",
    "joint_weighted_sum_from_feature_columns",
    "parse_feature_columns_from_examples",
    "parse_feature_columns_from_sequence_examples",
    "sequence_input_from_feature_columns",
    "transform_features",
    "weighted_sum_from_feature_columns",
]


def check_feature_columns(feature_columns):
    """ValueError for a dict, or two columns with the same key.

    Replaces: tf.contrib.layers.check_feature_columns
    """
    if isinstance(feature_columns, dict):
        raise ValueError("Expected feature_columns to be iterable, found dict.")
    seen = set()
    for column in feature_columns:
        if column.key in seen:
            raise ValueError(
                f"Duplicate feature column key found for column: {column.name}. This usually means that the column is "
                "almost identical to another column, and one must be discarded."
            )
        seen.add(column.key)


class _Transformer:
    """Transforms columns on demand, each once; what it made it adds to `columns_to_tensors`."""

    def __init__(self, columns_to_tensors):
        self._columns_to_tensors = columns_to_tensors

    def transform(self, feature_column):
        """The tensor of that column; ValueError if it did not give one."""
        tensors = self._columns_to_tensors
        if feature_column not in tensors:
            feature_column.insert_transformed_feature(tensors)
        if feature_column not in tensors:
            raise ValueError(f"Column {feature_column.name} is not supported.")
        return tensors[feature_column]


def _in_order(columns):
    check_feature_columns(columns)
    return sorted(set(columns), key=lambda column: column.key)


def input_from_feature_columns(
    columns_to_tensors, feature_columns, weight_collections=None, trainable=True, scope=None, cols_to_outs=None
):
    """The dense input of a network: every column's tensor `[batch, n]`, side by side in the order of their keys.

    Args:
        columns_to_tensors: {feature name: tensor}.
        feature_columns: dense, embedded, one-hot or bucketized columns.
        weight_collections: collections for the embeddings' variables.
        trainable: whether those are trained.
        scope: variable scope, "input_from_feature_columns" if None.
        cols_to_outs: a dict that receives {column: its part}.

    Raises:
        ValueError: a column that cannot be an input, or two that are equal.

    Replaces: tf.contrib.layers.input_from_feature_columns
    """
    name = "input_from_feature_columns"
    return _input(columns_to_tensors, feature_columns, weight_collections, trainable, scope, 2, name, cols_to_outs)


def sequence_input_from_feature_columns(
    columns_to_tensors, feature_columns, weight_collections=None, trainable=True, scope=None
):
    """The same for sequences: `[batch, time, n]`; one-hot, embedding and real-valued columns.

    Replaces: tf.contrib.layers.sequence_input_from_feature_columns
    """
    allowed = (fc._OneHotColumn, fc._EmbeddingColumn, fc._RealValuedColumn, fc._RealValuedVarLenColumn)
    forbidden = (fc._ScatteredEmbeddingColumn, fc._BucketizedColumn, fc._CrossedColumn)
    for column in feature_columns:
        if not isinstance(column, allowed):
            raise ValueError(
                f"FeatureColumn type {type(column).__name__} is not currently supported for sequence data."
            )
    for column in _with_sources(feature_columns):
        if isinstance(column, forbidden):
            raise ValueError(
                f"Column {column.name} is of type {type(column).__name__}, which is not currently supported for "
                "sequences."
            )
    name = "sequence_input_from_feature_columns"
    return _input(columns_to_tensors, feature_columns, weight_collections, trainable, scope, 3, name, None)


def _with_sources(columns):
    for column in columns:
        yield column
        source = getattr(column, "sparse_id_column", None) or getattr(column, "source_column", None)
        yield from _with_sources([source] if source else getattr(column, "columns", ()))


def _input(tensors, columns, collections, trainable, scope, rank, default_name, cols_to_outs):
    tensors = dict(tensors)
    ordered = _in_order(columns)
    if cols_to_outs is not None and not isinstance(cols_to_outs, dict):
        raise ValueError("cols_to_outs must be a dict unless None")
    with tf.variable_scope(scope, default_name=default_name, values=tensors.values()):
        outputs = []
        collections = _with_global(collections)
        for column in ordered:
            with tf.variable_scope(None, default_name=column.name, values=tensors.values()):
                transformed = lookup(column, tensors)
                if rank == 3:
                    transformed = _each(lambda t, name=column.name: _at_rank(t, name, 3), transformed)
                outputs.append(_column_input(column, transformed, collections, trainable, rank))
                if cols_to_outs is not None:
                    cols_to_outs[column] = outputs[-1]
        return tf.concat(outputs, rank - 1)


def _column_input(column, transformed, collections, trainable, rank):
    try:
        arguments = column._deep_embedding_lookup_arguments(transformed)
    except NotImplementedError as reason:
        try:
            return column._to_dnn_input_layer(transformed, collections, trainable, output_rank=rank)
        except ValueError as error:
            raise ValueError(f"Error creating input layer for column: {column.name}.\n{error}, {reason}") from error
    return fc._embeddings_from_arguments(column, arguments, collections, trainable, output_rank=rank)


def _each(function, tensors):
    return tuple(map(function, tensors)) if isinstance(tensors, tuple) else function(tensors)


def _with_global(collections):
    return list({*collections, tf.GraphKeys.GLOBAL_VARIABLES}) if collections else collections


def _at_rank(tensor, column_name, rank):
    """A dense or sparse tensor with an axis added at the end or the last ones made one; ValueError for more."""
    shape = tensor.get_shape()
    ndims = shape.ndims
    if ndims is None and isinstance(tensor, tf.SparseTensor):
        ndims = tensor.dense_shape.get_shape().as_list()[0]
    if ndims is None:
        raise ValueError(f"Error while processing column {column_name}. Rank of input Tensor can not be None.")
    if rank > ndims + 1:
        raise ValueError(
            f"Error while processing column {column_name}. Rank of input Tensor ({ndims}) should be the same as "
            f"output_rank ({rank}). For example, sequence data should typically be 3 dimensional (rank 3) while "
            "non-sequence data is typically 2 dimensional (rank 2)."
        )
    if rank < ndims:
        return inner_flatten(tensor, rank)
    if rank == ndims:
        return tensor
    if isinstance(tensor, tf.SparseTensor):
        return tf.sparse_reshape(tensor, tf.concat([tensor.dense_shape, [1]], 0))
    return tf.expand_dims(tensor, -1)


def weighted_sum_from_feature_columns(
    columns_to_tensors, feature_columns, num_outputs, weight_collections=None, trainable=True, scope=None
):
    """A linear model: the sum of every column's features times its weights (zeros at first), plus a bias.

    Args:
        columns_to_tensors: {feature name: tensor}.
        feature_columns: any but embedding columns.
        num_outputs: columns of the result.
        weight_collections: collections for the variables.
        trainable: whether they are trained.
        scope: variable scope, "weighted_sum_from_feature_columns" if None.

    Returns:
        `(predictions [batch, num_outputs], {column: list of its variables}, bias)`.

    Raises:
        ValueError: a column that has no place in a linear model.

    Replaces: tf.contrib.layers.weighted_sum_from_feature_columns
    """
    tensors = dict(columns_to_tensors)
    ordered = _in_order(feature_columns)
    with tf.variable_scope(scope, "weighted_sum_from_feature_columns", values=tensors.values()):
        outputs, variables = [], {}
        for column in ordered:
            transformed = lookup(column, tensors)
            try:
                predictions, weights = _weighted(
                    column, transformed, tensors, num_outputs, trainable, weight_collections
                )
            except ValueError as error:
                raise ValueError(f"Error creating weighted sum for column: {column.name}.\n{error}") from error
            outputs.append(tf.reshape(predictions, [-1, num_outputs]))
            variables[column] = weights
            restore_if_asked(column, weights)
        total = tf.add_n(outputs)
        bias = _bias(num_outputs, trainable, weight_collections)
        return tf.nn.bias_add(total, bias), variables, bias


def _weighted(column, transformed, tensors, num_outputs, trainable, collections):
    with tf.variable_scope(None, default_name=column.name, values=tensors.values()):
        try:
            arguments = column._wide_embedding_lookup_arguments(transformed)
        except NotImplementedError:
            dense = _at_rank(column._to_dense_tensor(transformed), column.name, 2)
            shape = [tf.dimension_value(dense.get_shape()[1]), num_outputs]
            zeros = tf.zeros_initializer()
            weight = model_variable("weight", shape, initializer=zeros, trainable=trainable, collections=collections)
            return tf.matmul(dense, weight, name="matmul"), [weight]
        weights = model_variable(
            "weights",
            [arguments.vocab_size, num_outputs],
            initializer=arguments.initializer,
            trainable=trainable,
            collections=collections,
        )
        predictions = safe_embedding_lookup_sparse(
            parts_of(weights),
            arguments.input_tensor,
            arguments.weight_tensor,
            combiner=arguments.combiner,
            name=f"{column.name}_weights",
        )
        return predictions, parts_of(weights)


def _bias(num_outputs, trainable, collections):
    return model_variable(
        "bias_weight",
        [num_outputs],
        initializer=tf.zeros_initializer(),
        trainable=trainable,
        collections=_with_global(collections),
    )


def joint_weighted_sum_from_feature_columns(
    columns_to_tensors, feature_columns, num_outputs, weight_collections=None, trainable=True, scope=None
):
    """`weighted_sum_from_feature_columns` of sparse columns with one variable for all of them.

    Returns:
        `(predictions, list of the variable's parts, bias)`.

    Raises:
        NotImplementedError: a real-valued column.

    Replaces: tf.contrib.layers.joint_weighted_sum_from_feature_columns
    """
    tensors = dict(columns_to_tensors)
    ordered = _in_order(feature_columns)
    with tf.variable_scope(scope, "joint_weighted_sum_from_feature_columns", values=tensors.values()):
        total, sparse = 0, []
        for column in ordered:
            try:
                arguments = column._wide_embedding_lookup_arguments(lookup(column, tensors))
            except NotImplementedError as reason:
                raise NotImplementedError(
                    "Real-valued columns are not supported. Use weighted_sum_from_feature_columns instead, or "
                    "bucketize these columns."
                ) from reason
            assert arguments.weight_tensor is None, "weighted columns: use weighted_sum_from_feature_columns instead"
            assert arguments.combiner == "sum", "combiners but sum: use weighted_sum_from_feature_columns instead"
            ids = arguments.input_tensor
            sparse.append(tf.SparseTensor(ids.indices, ids.values + total, ids.dense_shape))
            total += arguments.vocab_size
        assert sparse, "At least one column must be in the model."
        with tf.variable_scope(None, default_name="linear_weights", values=tensors.values()):
            weights = model_variable(
                "weights",
                [total, num_outputs],
                initializer=tf.zeros_initializer(),
                trainable=trainable,
                collections=weight_collections,
            )
            joint = tf.sparse_concat(1, sparse)
            predictions = safe_embedding_lookup_sparse(parts_of(weights), joint, combiner="sum", name="_weights")
        bias = _bias(num_outputs, trainable, weight_collections)
        return tf.nn.bias_add(predictions, bias), parts_of(weights), bias


def parse_feature_columns_from_examples(serialized, feature_columns, name=None, example_names=None):
    """Parse serialized Examples for the columns: {feature name or column: tensor}, the columns transformed.

    Replaces: tf.contrib.layers.parse_feature_columns_from_examples
    """
    ordered = _in_order(feature_columns)
    features = fc.create_feature_spec_for_parsing(feature_columns)
    tensors = tf.parse_example(serialized, features=features, name=name, example_names=example_names)
    for column in ordered:
        lookup(column, tensors)
    return tensors


def transform_features(features, feature_columns):
    """{column: transformed tensor} of the columns, from {feature name: tensor}.

    Replaces: tf.contrib.layers.transform_features
    """
    tensors = dict(features)
    for column in _in_order(feature_columns):
        lookup(column, tensors)
    return {key: tensor for key, tensor in tensors.items() if key in feature_columns}


def parse_feature_columns_from_sequence_examples(
    serialized, context_feature_columns, sequence_feature_columns, name=None, example_name=None
):
    """Parse one serialized SequenceExample: `(context tensors, sequence tensors)` by feature name.

    Raises:
        ValueError: `serialized` holds more than one.

    Replaces: tf.contrib.layers.parse_feature_columns_from_sequence_examples
    """
    try:
        serialized = tf.reshape(serialized, [])
    except ValueError as error:
        raise ValueError(
            "serialized must contain as single sequence example. Batching must be done after parsing for sequence "
            f"examples. Error: {error}"
        ) from error
    context, sequence = context_feature_columns or [], sequence_feature_columns or []
    check_feature_columns(context)
    check_feature_columns(sequence)
    return tf.parse_single_sequence_example(
        serialized,
        fc.create_feature_spec_for_parsing(context),
        fc._create_sequence_feature_spec_for_parsing(sequence, allow_missing_by_default=False),
        example_name,
        name,
    )


def infer_real_valued_columns(features):
    """Real-valued columns for a dense numeric tensor (named ""), or for a dict of them.

    Raises:
        ValueError: a sparse or not numeric tensor.

    Replaces: tf.contrib.layers.infer_real_valued_columns
    """
    if not isinstance(features, dict):
        return [_inferred("", features)]
    return [_inferred(name, tensor) for name, tensor in features.items()]


def _inferred(name, tensor):
    if isinstance(tensor, tf.SparseTensor) or not (tensor.dtype.is_integer or tensor.dtype.is_floating):
        raise ValueError(
            "Only dense tensors of numbers are supported for auto detection. Please define corresponding FeatureColumn "
            f"for tensor {name} {tensor}."
        )
    dimension = 1
    for size in tensor.get_shape().as_list()[1:]:
        dimension *= size
    return fc.real_valued_column(name, dimension=dimension, dtype=tensor.dtype)
