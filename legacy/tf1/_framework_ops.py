"""Names of ``tensorflow.python.framework.ops`` that mean something else there today, or have moved."""

import tensorflow.compat.v1 as tf
from tensorflow.core.framework import node_def_pb2
from tensorflow.python.framework.stack import _default_session_stack, default_session
from tensorflow.python.framework.tensor import _eval_using_default_session, _override_helper

__all__ = [
    "_NodeDef",
    "_default_session_stack",
    "_eval_using_default_session",
    "_override_helper",
    "default_session",
    "name_scope",
    "register_dense_tensor_like_type",
]

name_scope = tf.name_scope  # the living one gives no name in eager mode


def _NodeDef(op_type, name, device=None, attrs=None):
    """Replaces: ``ops._NodeDef``, with the device: a string, a ``DeviceSpec``, or a function of the NodeDef."""
    node = node_def_pb2.NodeDef(op=op_type, name=name, attr=attrs)
    device = device(node) if callable(device) else device
    node.device = device.to_string() if hasattr(device, "to_string") else device or ""
    return node


def register_dense_tensor_like_type(tensor_type):
    """Replaces: ``ops.register_dense_tensor_like_type``: checks that the class has what a tensor needs.

    Differs: what TensorFlow takes for a tensor today is a ``core_tf_types.Symbol`` or registered for conversion.

    Raises:
        TypeError: `name` or `dtype` is not a property of `tensor_type`.
    """
    for wanted in ("name", "dtype"):
        if not isinstance(getattr(tensor_type, wanted, None), property):
            raise TypeError(f"Type {tensor_type.__name__} does not define a `{wanted}` property")
