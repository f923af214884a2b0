"""Names of TF1's private Keras files that tf_keras has under other names, or not any more (`keras_files`)."""

import contextlib
import threading

import numpy as np
import tensorflow.compat.v1 as tf
from tf_keras.src.backend import unique_object_name
from tf_keras.src.engine.input_spec import InputSpec
from tf_keras.src.engine.node import KerasHistory
from tf_keras.src.engine.training import Model as Network
from tf_keras.src.layers import Conv2DTranspose as Deconv2D
from tf_keras.src.layers import Conv2DTranspose as Deconvolution2D
from tf_keras.src.layers import Conv3DTranspose as Deconv3D
from tf_keras.src.layers import Conv3DTranspose as Deconvolution3D
from tf_keras.src.layers.rnn.base_conv_lstm import ConvLSTMCell
from tf_keras.src.layers.rnn.base_conv_rnn import ConvRNN
from tf_keras.src.layers.rnn.cell_wrappers import _RNNCellWrapper as _RNNCellWrapperV2
from tf_keras.src.layers.rnn.rnn_utils import (
    generate_zero_filled_state as _generate_zero_filled_state,
)
from tf_keras.src.layers.rnn.rnn_utils import (
    generate_zero_filled_state_for_cell as _generate_zero_filled_state_for_cell,
)
from tf_keras.src.layers.rnn.rnn_utils import is_multiple_state as _is_multiple_state
from tf_keras.src.layers.rnn.rnn_utils import standardize_args as _standardize_args
from tf_keras.src.optimizers.utils import filter_empty_gradients as _filter_grads
from tf_keras.src.saving.legacy.saving_utils import is_hdf5_filepath as _is_hdf5_filepath
from tf_keras.src.saving.legacy.serialization import (
    class_and_config_for_serialized_keras_object,
    serialize_keras_class_and_config,
)
from tf_keras.src.saving.object_registration import (
    _GLOBAL_CUSTOM_OBJECTS,
    get_registered_name,
    get_registered_object,
    register_keras_serializable,
)
from tf_keras.src.testing_infra.test_utils import SmallSubclassMLP as _SmallSubclassMLP
from tf_keras.src.utils.control_flow_util import constant_value, smart_cond
from tf_keras.src.utils.generic_utils import make_batches
from tf_keras.src.utils.layer_utils import get_source_inputs

__all__ = [
    "_GLOBAL_CUSTOM_OBJECTS",
    "ConvLSTM2DCell",
    "ConvRNN2D",
    "Deconv2D",
    "Deconv3D",
    "Deconvolution2D",
    "Deconvolution3D",
    "InputSpec",
    "KerasHistory",
    "Network",
    "_RNNCellWrapperV2",
    "_SmallSubclassMLP",
    "_filter_grads",
    "_generate_zero_filled_state",
    "_generate_zero_filled_state_for_cell",
    "_is_hdf5_filepath",
    "_is_multiple_state",
    "_standardize_args",
    "class_and_config_for_serialized_keras_object",
    "constant_value",
    "convert_kernel",
    "experimental_run_tf_function_scope",
    "gather_non_trainable_weights",
    "gather_trainable_weights",
    "get_registered_name",
    "get_registered_object",
    "get_source_inputs",
    "make_batches",
    "register_keras_serializable",
    "serialize_keras_class_and_config",
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


def gather_trainable_weights(trainable, sub_layers, extra_variables):
    """The weights that an object with layers trains; none if it is not `trainable`."""
    if not trainable:
        return []
    weights = [weight for layer in sub_layers for weight in layer.trainable_weights]
    return weights + [variable for variable in extra_variables if variable.trainable]


def gather_non_trainable_weights(trainable, sub_layers, extra_variables):
    """The weights that it does not train; all of them if it is not `trainable`."""
    others = [weight for layer in sub_layers for weight in layer.non_trainable_weights]
    others += [variable for variable in extra_variables if not variable.trainable]
    return others if trainable else gather_trainable_weights(True, sub_layers, extra_variables) + others


def convert_kernel(kernel):
    """A convolution's kernel, [..., in, out], turned around in its dimensions of space.

    Raises:
        ValueError: it has not 3, 4 or 5 dimensions.
    """
    kernel = np.asarray(kernel)
    if not 3 <= kernel.ndim <= 5:
        raise ValueError("Invalid kernel shape:", kernel.shape)
    return np.flip(kernel, tuple(range(kernel.ndim - 2))).copy()


class ConvLSTM2DCell(ConvLSTMCell):
    """The cell of images, which today is that of any number of dimensions."""

    def __init__(self, *args, **kwargs):
        super().__init__(2, *args, **kwargs)


class ConvRNN2D(ConvRNN):
    """The layer of images, which today is that of any number of dimensions."""

    def __init__(self, cell, **kwargs):
        super().__init__(2, cell, **kwargs)
