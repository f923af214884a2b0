"""Replaces: ``tf.contrib.framework``.

``arg_scope`` and the variables are tf_slim's, TF1's own code carried on; what lives in TensorFlow is that very object;
the rest stands in the files of this package, named as TF1's.
"""

# ruff: noqa: F401  everything imported here is public

import tensorflow.compat.v1 as tf
from tensorflow.python.framework.ops import prepend_name_scope, strip_name_scope
from tensorflow.python.framework.smart_cond import smart_case, smart_cond, smart_constant_value
from tensorflow.python.framework.tensor_spec import BoundedTensorSpec, TensorSpec
from tensorflow.python.ops.data_flow_ops import RecordInput
from tensorflow.python.ops.init_ops import (
    ConvolutionDeltaOrthogonal as convolutional_delta_orthogonal,
)
from tensorflow.python.ops.init_ops import (
    ConvolutionOrthogonal1D as convolutional_orthogonal_1d,
)
from tensorflow.python.ops.init_ops import (
    ConvolutionOrthogonal2D as convolutional_orthogonal_2d,
)
from tensorflow.python.ops.init_ops import (
    ConvolutionOrthogonal3D as convolutional_orthogonal_3d,
)
from tensorflow.python.util.deprecation import deprecated, deprecated_arg_values, deprecated_args
from tf2notes.legacy.tf1.contrib._tf_slim import public, tf_slim
from tf2notes.legacy.tf1.contrib.framework import experimental, nest, prettyprint_ops
from tf2notes.legacy.tf1.contrib.framework.checkpoint_ops import (
    load_and_remap_matrix_initializer,
    load_embedding_initializer,
    load_linear_multiclass_bias_initializer,
    load_variable_slot_initializer,
)
from tf2notes.legacy.tf1.contrib.framework.checkpoint_utils import (
    init_from_checkpoint,
    list_variables,
    load_checkpoint,
    load_variable,
)
from tf2notes.legacy.tf1.contrib.framework.graph_util import fuse_op, get_placeholders
from tf2notes.legacy.tf1.contrib.framework.script_ops import py_func
from tf2notes.legacy.tf1.contrib.framework.tensor_util import (
    assert_same_float_dtype,
    assert_scalar,
    assert_scalar_int,
    convert_to_tensor_or_sparse_tensor,
    is_tensor,
    reduce_sum_n,
    remove_squeezable_dimensions,
    with_same_shape,
    with_shape,
)

variables = tf_slim("ops.variables")
globals().update(public("ops.arg_scope"))
globals().update(public("ops.variables"))
globals().update(public("ops.framework_ops"))

argsort = tf.argsort
CriticalSection = tf.CriticalSection
sort = tf.sort


def zero_initializer(ref, use_locking=True, name="zero_initializer"):
    """Set a variable that has no value yet to zeros of its shape; returns the assignment's result.

    Running it on a variable with a value is an InvalidArgumentError.

    Replaces: tf.contrib.framework.zero_initializer
    Differs: TF1's op took no extra memory; this one assigns a constant of zeros.
    """
    with tf.name_scope(name):
        fresh = tf.logical_not(tf.is_variable_initialized(ref))
        with tf.control_dependencies([tf.Assert(fresh, ["input is already initialized"])]):
            return tf.assign(ref, tf.zeros(ref.shape, ref.dtype.base_dtype), use_locking=use_locking)


__all__ = [name for name in dir() if name[0] != "_" and name not in ("public", "tf", "tf_slim", "variables")]
