"""``tf.parse_example`` as TF1's op, which wants a vector of examples and so knows the rank of what it gives."""

import functools

import tensorflow.compat.v1 as _v1
from tensorflow.python.ops import gen_parsing_ops, parsing_config, parsing_ops
from tensorflow.python.util import traceback_utils

_KINDS = [_v1.VarLenFeature, _v1.SparseFeature, _v1.FixedLenFeature, _v1.FixedLenSequenceFeature]
_living = _v1.parse_example


@traceback_utils.filter_traceback
@functools.wraps(_living)
def parse_example(serialized, features, name=None, example_names=None):
    """Replaces: ``tf.parse_example``. Today's op takes any rank: of a placeholder without a shape nothing is known."""
    kinds = (features or {}).values()
    if _v1.executing_eagerly() or not kinds or any(isinstance(kind, _v1.io.RaggedFeature) for kind in kinds):
        return _living(serialized, features, name, example_names)
    features = parsing_ops._prepend_none_dimension(features)
    params = parsing_config._ParseOpParams.from_features(features, _KINDS)
    names = [] if example_names is None else example_names
    with _v1.name_scope(name, "ParseExample", [serialized, names]):
        indices, values, shapes, dense = gen_parsing_ops.parse_example(
            serialized=serialized,
            names=names,
            sparse_keys=params.sparse_keys,
            dense_keys=params.dense_keys,
            dense_defaults=params.dense_defaults_vec,
            sparse_types=params.sparse_types,
            dense_shapes=params.dense_shapes_as_proto,
            name=name,
        )
        sparse = [_v1.SparseTensor(*parts) for parts in zip(indices, values, shapes, strict=True)]
    outputs = dict(zip([*params.sparse_keys, *params.dense_keys], [*sparse, *dense], strict=True))
    return parsing_ops._construct_tensors_for_composite_features(features, outputs)
