"""Fake quantizations: numbers rounded as integers would be, in ranges that are fixed, the last or moving averages."""

import tensorflow.compat.v1 as tf
from tensorflow.python.training import moving_averages


def FixedQuantize(inputs, init_min=-6.0, init_max=6.0, scope=None):
    """Quantized in a fixed range. Replaces: tensorflow.contrib.quantize.python.quant_ops.FixedQuantize"""
    with tf.name_scope(scope, "FixedQuantize", values=[inputs]):
        return tf.quantization.fake_quant_with_min_max_args(inputs, min=init_min, max=init_max)


def LastValueQuantize(
    inputs,
    per_channel=False,
    init_min=-6.0,
    init_max=6.0,
    vars_collection=None,
    name_prefix="LastValueQuant",
    reuse=None,
    is_training=True,
    num_bits=8,
    narrow_range=False,
    symmetric=False,
):
    """Quantized in the range of `inputs` themselves, which the variables "min" and "max" keep.

    Args:
        inputs: float tensor.
        per_channel: a range for each entry of the last axis; the rank then is 1, 2 or 4.
        init_min, init_max: the variables at first.
        vars_collection: a collection for them, besides the global variables.
        name_prefix: of the variable scope.
        reuse: of it.
        is_training: find the range; else use the variables as they are.
        num_bits: of the integers.
        narrow_range: leave out the least integer.
        symmetric: the range is symmetric around zero.

    Replaces: tensorflow.contrib.quantize.python.quant_ops.LastValueQuantize
    """

    def keep(variable, value, which):
        return tf.assign(variable, value, name=f"Assign{which}Last")

    return _quantize(
        inputs,
        keep,
        per_channel,
        (init_min, init_max),
        vars_collection,
        name_prefix,
        reuse,
        is_training,
        num_bits,
        narrow_range,
        symmetric,
    )


def MovingAvgQuantize(
    inputs,
    per_channel=False,
    init_min=-6.0,
    init_max=6.0,
    ema_decay=0.999,
    vars_collection=tf.GraphKeys.MOVING_AVERAGE_VARIABLES,
    name_prefix="MovingAvgQuantize",
    reuse=None,
    is_training=True,
    num_bits=8,
    narrow_range=False,
    symmetric=False,
):
    """Quantized in the moving average, with `ema_decay`, of the ranges. The other arguments: `LastValueQuantize`.

    Replaces: tensorflow.contrib.quantize.python.quant_ops.MovingAvgQuantize
    """

    def keep(variable, value, which):
        return moving_averages.assign_moving_average(variable, value, ema_decay, name=f"Assign{which}Ema")

    return _quantize(
        inputs,
        keep,
        per_channel,
        (init_min, init_max),
        vars_collection,
        name_prefix,
        reuse,
        is_training,
        num_bits,
        narrow_range,
        symmetric,
    )


def _quantize(
    inputs, keep, per_channel, initial, collection, prefix, reuse, is_training, num_bits, narrow_range, symmetric
):
    with tf.variable_scope(None, default_name=prefix, values=[inputs], reuse=reuse) as scope:
        scope.set_partitioner(None)
        shape = inputs.get_shape()
        if per_channel and shape.ndims not in (1, 2, 4):
            raise AssertionError(f"Expected 1D, 2D or 4D input, was: {shape} in  scope: {prefix}")
        low, high = (
            tf.get_variable(
                name,
                shape=[shape[-1]] if per_channel else [],
                initializer=tf.constant_initializer(value),
                collections=[*([collection] if collection else []), tf.GraphKeys.GLOBAL_VARIABLES],
                trainable=False,
                aggregation=tf.VariableAggregation.MEAN,
            )
            for name, value in zip(("min", "max"), initial, strict=True)
        )
        if is_training:
            least, largest = _range(inputs, per_channel, num_bits, narrow_range, symmetric)
            low, high = keep(low, least, "Min"), keep(high, largest, "Max")
        quantized = tf.quantization.fake_quant_with_min_max_vars
        if per_channel:
            quantized = tf.quantization.fake_quant_with_min_max_vars_per_channel
        return quantized(inputs, low, high, num_bits=num_bits, narrow_range=narrow_range)


def _range(inputs, per_channel, num_bits, narrow_range, symmetric):
    """Least and largest of the inputs, with zero between them."""
    if per_channel and inputs.get_shape().ndims == 1:
        least = largest = inputs
    else:
        axes = list(range(inputs.get_shape().ndims - 1)) if per_channel else None
        least = tf.reduce_min(inputs, axis=axes, name="BatchMin")
        largest = tf.reduce_max(inputs, axis=axes, name="BatchMax")
    if not symmetric:
        return tf.minimum(least, 0.0), tf.maximum(largest, 0.0)
    # The integers reach one further below zero than above, unless the least is left out.
    ratio = -1 if narrow_range else -((1 << num_bits) - 2) / (1 << num_bits)
    return tf.minimum(least, largest / ratio), tf.maximum(largest, least * ratio)
