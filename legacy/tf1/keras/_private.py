"""Names of TF1's private Keras files that tf_keras has under other names, or not any more (`keras_files`)."""

import contextlib
import threading

import tensorflow.compat.v1 as tf
from tf_keras.src.backend import unique_object_name
from tf_keras.src.engine.input_spec import InputSpec
from tf_keras.src.engine.training import Model as Network
from tf_keras.src.layers.rnn.rnn_utils import (
    generate_zero_filled_state as _generate_zero_filled_state,
)
from tf_keras.src.layers.rnn.rnn_utils import (
    generate_zero_filled_state_for_cell as _generate_zero_filled_state_for_cell,
)
from tf_keras.src.layers.rnn.rnn_utils import is_multiple_state as _is_multiple_state
from tf_keras.src.layers.rnn.rnn_utils import standardize_args as _standardize_args
from tf_keras.src.saving.object_registration import (
    get_registered_name,
    get_registered_object,
    register_keras_serializable,
)
from tf_keras.src.utils.control_flow_util import constant_value, smart_cond
from tf_keras.src.utils.generic_utils import make_batches
from tf_keras.src.utils.layer_utils import get_source_inputs

__all__ = [
    "InputSpec",
    "Network",
    "_generate_zero_filled_state",
    "_generate_zero_filled_state_for_cell",
    "_is_multiple_state",
    "_standardize_args",
    "constant_value",
    "experimental_run_tf_function_scope",
    "get_registered_name",
    "get_registered_object",
    "get_source_inputs",
    "make_batches",
    "register_keras_serializable",
    "should_run_tf_function",
    "smart_cond",
    "unique_layer_name",
]
_state = threading.local()


@contextlib.contextmanager
def experimental_run_tf_function_scope(value):
    """What `should_run_tf_function` says within."""
    before = getattr(_state, "run_tf_function", None)
    _state.run_tf_function = value
    try:
        yield
    finally:
        _state.run_tf_function = before


def should_run_tf_function():
    """What tests of 1.15 hand to ``compile(experimental_run_tf_function=...)``; there is one way to run today."""
    value = getattr(_state, "run_tf_function", None)
    return (True if value is None else value) and tf.executing_eagerly()


def unique_layer_name(name, name_uid_map=None, avoid_names=None, namespace="", zero_based=False):
    """A layer's name that this graph has not had."""
    return unique_object_name(
        name, name_uid_map=name_uid_map, avoid_names=avoid_names, namespace=namespace, zero_based=zero_based
    )
