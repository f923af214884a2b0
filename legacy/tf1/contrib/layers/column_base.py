"""What all feature columns of tf.contrib.layers share.

A column says how to parse a feature (`config`), how to transform it, and how it enters a model: as a dense tensor, an
embedding, or sparse ids with weights. Columns are named tuples: their text (`key`) is what orders them in a model, so
class and field names are TF1's.
"""

import collections

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib._tf_slim import tf_slim

LinearArguments = collections.namedtuple(
    "_LinearEmbeddingLookupArguments", ["input_tensor", "weight_tensor", "vocab_size", "initializer", "combiner"]
)
DeepArguments = collections.namedtuple(
    "_DeepEmbeddingLookupArguments",
    [
        "input_tensor",
        "weight_tensor",
        "vocab_size",
        "initializer",
        "combiner",
        "dimension",
        "shared_embedding_name",
        "hash_key",
        "max_norm",
        "trainable",
    ],
)


class _FeatureColumn:
    """A feature column.

    Subclasses have `name`, `config` (what `tf.parse_example` needs) and `_transform(get)`, where `get` gives the tensor
    of a feature's name or of another column. The same methods serve `tf.feature_column.input_layer` and `linear_model`.
    """

    _hidden_in_key = ()

    @property
    def key(self):
        """The column's text: equal for columns that are the same."""
        if not self._hidden_in_key:
            return str(self)
        shown = [
            f"{field}={value}"
            for field, value in zip(self._fields, self, strict=True)
            if field not in self._hidden_in_key
        ]
        return f"{type(self).__name__}({', '.join(shown)})"

    def insert_transformed_feature(self, columns_to_tensors):
        """Put the transformed tensor under the column itself into the dict, with what it is made from."""
        columns_to_tensors[self] = self._transform(lambda key: lookup(key, columns_to_tensors))

    def _transform_feature(self, inputs):
        return self._transform(inputs.get)

    def _transform(self, get):
        raise NotImplementedError(f"Transform is not implemented for {self}.")

    @property
    def _parse_example_spec(self):
        return self.config

    def _to_dnn_input_layer(self, input_tensor, weight_collections=None, trainable=True, output_rank=2):
        raise ValueError("Calling an abstract method.")

    def _deep_embedding_lookup_arguments(self, input_tensor):
        raise NotImplementedError(f"No deep embedding lookup arguments for column {self}.")

    def _wide_embedding_lookup_arguments(self, input_tensor):
        raise NotImplementedError(f"No wide embedding lookup arguments for column {self}.")

    def _to_dense_tensor(self, input_tensor):
        raise NotImplementedError(f"No dense tensor representation for column {self}.")

    def _checkpoint_path(self):
        """`(checkpoint, tensor name)` to start the weights from, or None."""
        if getattr(self, "ckpt_to_load_from", None) is None:
            return None
        return self.ckpt_to_load_from, self.tensor_name_in_ckpt


def lookup(key, columns_to_tensors):
    """The tensor of a feature or column; a column that is not there yet is transformed first."""
    if key not in columns_to_tensors:
        if isinstance(key, str):
            raise ValueError(f"features dictionary doesn't contain key ({key})")
        if not isinstance(key, _FeatureColumn):
            raise TypeError(f'"key" must be either a "str" or "_FeatureColumn". Provided: {key}')
        key.insert_transformed_feature(columns_to_tensors)
    return columns_to_tensors[key]


def check_checkpoint_arguments(path, tensor_name):
    if (path is None) != (tensor_name is None):
        raise ValueError("Must specify both `ckpt_to_load_from` and `tensor_name_in_ckpt` or none of them.")


def feature_config(column):
    """{feature name: parsing configuration} of a column; TypeError for anything else."""
    if not isinstance(column, _FeatureColumn):
        raise TypeError(f"feature_columns should only contain instances of _FeatureColumn. Given column is {column}")
    return dict(column.config)


def reshape_real_valued_tensor(tensor, output_rank, column_name=None):
    """A dense tensor at `output_rank`: one axis added at the end, or the last ones made one.

    Raises:
        ValueError: more than one axis is missing.
    """
    rank = tensor.get_shape().ndims
    if rank is not None and output_rank > rank + 1:
        where = f"Error while processing column {column_name}. " if column_name is not None else ""
        raise ValueError(
            f"{where}Rank of input Tensor ({rank}) should be the same as output_rank ({output_rank}). For example, "
            "sequence data should typically be 3 dimensional (rank 3) while non-sequence data is typically 2 "
            "dimensional (rank 2)."
        )
    if rank is not None and output_rank == rank + 1:
        return tf.expand_dims(tensor, -1, name="expand_dims")
    if rank == output_rank:
        return tensor
    return inner_flatten(tensor, output_rank)


def inner_flatten(tensor, output_rank):
    return tf_slim("layers.layers")._inner_flatten(tensor, output_rank)


def model_variable(*args, **kwargs):
    return tf_slim("ops.variables").model_variable(*args, **kwargs)


def parts_of(variable):
    """A variable, or the parts of a partitioned one, as a list."""
    return list(variable) if type(variable).__name__ == "PartitionedVariable" else [variable]


def restore_if_asked(column, variable):
    """Let `variable` (a list of parts) start from the column's checkpoint, if it names one."""
    if column._checkpoint_path() is not None:
        path, name = column._checkpoint_path()
        tf.train.init_from_checkpoint(path, {name: variable[0] if len(variable) == 1 else variable})
