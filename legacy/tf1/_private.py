"""Private names of TF1 that programs import and that have no successor."""

import os

import tensorflow.compat.v1 as tf
from tensorflow.core.framework import op_def_pb2
from tensorflow.python.client import pywrap_tf_session
from tensorflow.python.framework import (
    composite_tensor,
    indexed_slices,
    op_def_registry,
    tensor_conversion_registry,
    tensor_util,
)
from tensorflow.python.ops import variable_v1
from tensorflow.python.saved_model import nested_structure_coder
from tensorflow.python.util.nest import is_nested as is_sequence  # noqa: F401

IndexedSlices = indexed_slices.IndexedSlices
IndexedSlicesValue = indexed_slices.IndexedSlicesValue
register_tensor_conversion_function = tensor_conversion_registry.register_tensor_conversion_function
convert_to_tensor_or_indexed_slices = indexed_slices.convert_to_tensor_or_indexed_slices
convert_n_to_tensor_or_indexed_slices = indexed_slices.convert_n_to_tensor_or_indexed_slices
internal_convert_to_tensor_or_indexed_slices = indexed_slices.internal_convert_to_tensor_or_indexed_slices
internal_convert_n_to_tensor_or_indexed_slices = indexed_slices.internal_convert_n_to_tensor_or_indexed_slices
_TensorLike = composite_tensor.CompositeTensor
default_variable_creator = variable_v1.default_variable_creator


class RegisterShape:
    """Replaces: ``tensorflow.python.framework.ops.RegisterShape``; as in 1.x without effect: C++ infers shapes."""

    def __init__(self, op_type):
        if not isinstance(op_type, str):
            raise TypeError("op_type must be a string")
        self._op_type = op_type

    def __call__(self, f):
        return f


def scalar():
    """Replaces: ``tensor_shape.scalar``."""
    return tf.TensorShape([])


def vector(length):
    """Replaces: ``tensor_shape.vector``."""
    return tf.TensorShape([length])


def matrix(rows, cols):
    """Replaces: ``tensor_shape.matrix``."""
    return tf.TensorShape([rows, cols])


def shape_tensor(shape):
    """Replaces: ``tensor_util.shape_tensor``: a shape as a tensor; an empty list is of int32."""
    dtype = tf.int32 if isinstance(shape, (tuple, list)) and not shape else None
    return tf.convert_to_tensor(shape, dtype=dtype, name="shape")


def maybe_set_static_shape(tensor, shape):
    """Replaces: ``tensor_util.maybe_set_static_shape``: a constant `shape` becomes the static one of `tensor`."""
    if not tf.executing_eagerly() and not tensor.get_shape().is_fully_defined():
        known = tensor_util.constant_value_as_shape(tf.convert_to_tensor(shape))
        tensor.set_shape(known)


def unchanged_shape(op):
    """Replaces: ``common_shapes.unchanged_shape``: the shape function of elementwise ops."""
    return [op.inputs[0].get_shape()]


def scalar_shape(unused_op):
    """Replaces: ``common_shapes.scalar_shape``."""
    return [tf.TensorShape([])]


def has_fully_defined_shape(tensor):
    """Replaces: ``common_shapes.has_fully_defined_shape``."""
    return tensor.shape.is_fully_defined()


def rank(tensor):
    """Replaces: ``common_shapes.rank``: of a tensor; None of anything else."""
    return tensor.shape.ndims if isinstance(tensor, tf.Tensor) else None


def unchanged_shape_with_rank(rank):
    """Replaces: ``common_shapes.unchanged_shape_with_rank``."""
    return lambda op: [op.inputs[0].get_shape().with_rank(rank)]


def unchanged_shape_with_rank_at_least(rank):
    """Replaces: ``common_shapes.unchanged_shape_with_rank_at_least``."""
    return lambda op: [op.inputs[0].get_shape().with_rank_at_least(rank)]


def unchanged_shape_with_rank_at_most(rank):
    """Replaces: ``common_shapes.unchanged_shape_with_rank_at_most``."""
    return lambda op: [op.inputs[0].get_shape().with_rank_at_most(rank)]


def unknown_shape(op):
    """Replaces: ``common_shapes.unknown_shape``."""
    return [tf.TensorShape(None) for _ in op.outputs]


def no_outputs(unused_op):
    """Replaces: ``common_shapes.no_outputs``."""
    return []


def dismantle_ordered_dict(ordered_dict):
    """Replaces: ``util.memory.dismantle_ordered_dict``: empties it; CPython 3 frees the rest."""
    ordered_dict.clear()


def path_to_str(path):
    """Replaces: ``util.compat_internal.path_to_str``: what stands for a path as its string, anything else as it is."""
    return tf.compat.as_str_any(os.fspath(path)) if hasattr(path, "__fspath__") else path


def SetupStatusBarInsideGoogle(unused_link_text, unused_port):
    """Replaces: ``platform.status_bar.SetupStatusBarInsideGoogle``: nothing happens outside of it, as ever."""


def fft_kernel_label_map():
    """Replaces: ``spectral_ops_test_util.fft_kernel_label_map``: a context manager; there is one FFT kernel."""
    return tf.get_default_graph()._kernel_label_map({})


def get_registered_ops():
    """Replaces: ``op_def_registry.get_registered_ops``: a dictionary of all ops' OpDefs by name."""
    listed = op_def_pb2.OpList()
    listed.ParseFromString(pywrap_tf_session.TF_GetBuffer(pywrap_tf_session.TF_GetAllOpList()))
    return {op.name: op_def_registry.get(op.name) for op in listed.op}


class StructureCoder:
    """Replaces: ``nested_structure_coder.StructureCoder``, whose methods are functions today."""

    encode_structure = staticmethod(nested_structure_coder.encode_structure)
    can_encode = staticmethod(nested_structure_coder.can_encode)
    decode_proto = staticmethod(nested_structure_coder.decode_proto)
    register_codec = staticmethod(nested_structure_coder.register_codec)
