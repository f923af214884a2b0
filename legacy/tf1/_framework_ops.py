"""Names of ``tensorflow.python.framework.ops`` that mean something else there today, or have moved."""

import tensorflow.compat.v1 as tf
from tensorflow.python.framework.stack import _default_session_stack, default_session
from tensorflow.python.framework.tensor import _eval_using_default_session, _override_helper

__all__ = ["_default_session_stack", "_eval_using_default_session", "_override_helper", "default_session", "name_scope"]

name_scope = tf.name_scope  # the living one gives no name in eager mode
