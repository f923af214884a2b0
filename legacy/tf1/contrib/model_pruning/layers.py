"""``contrib.layers``' convolution and dense layer with masked weights."""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.framework import add_arg_scope
from tf2notes.legacy.tf1.contrib.layers import initializers, utils
from tf2notes.legacy.tf1.contrib.layers import layers as _layers
from tf2notes.legacy.tf1.contrib.model_pruning import core_layers as core

__all__ = ["masked_conv2d", "masked_convolution", "masked_fully_connected"]
# As in TF1 all layers share these: they keep no state of their own.
_XAVIER, _ZEROS = initializers.xavier_initializer(), tf.zeros_initializer()
_RENAMED = {"bias": "biases", "kernel": "weights"}


@add_arg_scope
def masked_convolution(
    inputs,
    num_outputs,
    kernel_size,
    stride=1,
    padding="SAME",
    data_format=None,
    rate=1,
    activation_fn=tf.nn.relu,
    normalizer_fn=None,
    normalizer_params=None,
    weights_initializer=_XAVIER,
    weights_regularizer=None,
    biases_initializer=_ZEROS,
    biases_regularizer=None,
    reuse=None,
    variables_collections=None,
    outputs_collections=None,
    trainable=True,
    scope=None,
):
    """`tf.contrib.layers.conv2d` with "mask" and "threshold" beside its "weights".

    Raises:
        ValueError: the format is unknown, or the inputs are not of rank 4.

    Replaces: tf.contrib.model_pruning.masked_convolution, masked_conv2d
    """
    if data_format not in [None, "NWC", "NCW", "NHWC", "NCHW", "NDHWC", "NCDHW"]:
        raise ValueError(f"Invalid data_format: {data_format!r}")
    with tf.variable_scope(scope, "Conv", [inputs], reuse=reuse, custom_getter=_getter()) as sc:
        inputs = tf.convert_to_tensor(inputs)
        if inputs.get_shape().ndims != 4:
            raise ValueError("Sparse Convolution not supported for input with rank", inputs.get_shape().ndims)
        formats = {None: "channels_last", "NHWC": "channels_last", "NCHW": "channels_first"}
        if data_format not in formats:
            raise ValueError("Unsupported data format", data_format)
        layer = core.MaskedConv2D(
            filters=num_outputs,
            kernel_size=kernel_size,
            strides=stride,
            padding=padding,
            data_format=formats[data_format],
            dilation_rate=rate,
            **_common(
                inputs,
                normalizer_fn,
                (weights_initializer, weights_regularizer, biases_initializer, biases_regularizer),
                (trainable, reuse, sc),
            ),
        )
        return _apply(
            layer,
            inputs,
            sc,
            (normalizer_fn, normalizer_params, activation_fn),
            (variables_collections, outputs_collections),
        )


masked_conv2d = masked_convolution


@add_arg_scope
def masked_fully_connected(
    inputs,
    num_outputs,
    activation_fn=tf.nn.relu,
    normalizer_fn=None,
    normalizer_params=None,
    weights_initializer=_XAVIER,
    weights_regularizer=None,
    biases_initializer=_ZEROS,
    biases_regularizer=None,
    reuse=None,
    variables_collections=None,
    outputs_collections=None,
    trainable=True,
    scope=None,
):
    """`tf.contrib.layers.fully_connected` with "mask" and "threshold" beside its "weights".

    Raises:
        ValueError: `num_outputs` is no int.

    Replaces: tf.contrib.model_pruning.masked_fully_connected
    """
    if not isinstance(num_outputs, int):
        raise ValueError(f"num_outputs should be int or long, got {num_outputs}.")
    with tf.variable_scope(scope, "fully_connected", [inputs], reuse=reuse, custom_getter=_getter()) as sc:
        inputs = tf.convert_to_tensor(inputs)
        layer = core.MaskedFullyConnected(
            units=num_outputs,
            **_common(
                inputs,
                normalizer_fn,
                (weights_initializer, weights_regularizer, biases_initializer, biases_regularizer),
                (trainable, reuse, sc),
            ),
        )
        return _apply(
            layer,
            inputs,
            sc,
            (normalizer_fn, normalizer_params, activation_fn),
            (variables_collections, outputs_collections),
        )


def _getter():
    return _layers._build_variable_getter(_RENAMED)


def _common(inputs, normalizer_fn, initial, place):
    weights_initializer, weights_regularizer, biases_initializer, biases_regularizer = initial
    trainable, reuse, scope = place
    return {
        "activation": None,
        "use_bias": not normalizer_fn and bool(biases_initializer),
        "kernel_initializer": weights_initializer,
        "bias_initializer": biases_initializer,
        "kernel_regularizer": weights_regularizer,
        "bias_regularizer": biases_regularizer,
        "trainable": trainable,
        "name": scope.name,
        "dtype": inputs.dtype.base_dtype,
        "_scope": scope,
        "_reuse": reuse,
    }


def _apply(layer, inputs, scope, after, collections):
    normalizer_fn, normalizer_params, activation_fn = after
    variables_collections, outputs_collections = collections
    outputs = layer.apply(inputs)
    _layers._add_variable_to_collections(layer.kernel, variables_collections, "weights")
    if layer.use_bias:
        _layers._add_variable_to_collections(layer.bias, variables_collections, "biases")
    if normalizer_fn is not None:
        outputs = normalizer_fn(outputs, **(normalizer_params or {}))
    if activation_fn is not None:
        outputs = activation_fn(outputs)
    return utils.collect_named_outputs(outputs_collections, scope.original_name_scope, outputs)
