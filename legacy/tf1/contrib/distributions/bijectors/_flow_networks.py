"""The networks that shift and scale in autoregressive flows and RealNVP."""

import numpy as np
import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1 import layers

MASK_INCLUSIVE = "inclusive"
MASK_EXCLUSIVE = "exclusive"


def _gen_slices(num_blocks, n_in, n_out, mask_type=MASK_EXCLUSIVE):
    """For each block of inputs the outputs that may see it, and the block: slices of rows and columns."""
    d_in, d_out = n_in // num_blocks, n_out // num_blocks
    first = d_out if mask_type == MASK_EXCLUSIVE else 0
    return [[slice(first + k * d_out, None), slice(k * d_in, (k + 1) * d_in)] for k in range(num_blocks)]


def _gen_mask(num_blocks, n_in, n_out, mask_type=MASK_EXCLUSIVE, dtype=tf.float32):
    """Ones where an output may see an input, [n_out, n_in]."""
    mask = np.zeros([n_out, n_in], dtype=dtype.as_numpy_dtype())
    for rows, columns in _gen_slices(num_blocks, n_in, n_out, mask_type=mask_type):
        mask[rows, columns] = 1
    return mask


def masked_dense(
    inputs, units, num_blocks=None, exclusive=False, kernel_initializer=None, reuse=None, name=None, *args, **kwargs
):
    """A dense layer whose outputs see only their own block of inputs and those before, or, exclusive, only those.

    Args:
        inputs: [..., depth], depth known.
        units: how many outputs.
        num_blocks: in how many blocks inputs and outputs fall.
        exclusive: whether outputs do not see their own block.
        kernel_initializer: Glorot's normal one if None; its values are masked, and so is the kernel after each step.
        reuse, name, *args, **kwargs: of ``tf.layers.Dense``.

    Raises:
        NotImplementedError: the depth is not known.

    Replaces: tf.contrib.distributions.bijectors.masked_dense
    """
    depth = tf.compat.dimension_value(inputs.shape.with_rank_at_least(1)[-1])
    if depth is None:
        raise NotImplementedError("Rightmost dimension must be known prior to graph execution.")
    mask = _gen_mask(num_blocks, depth, units, MASK_EXCLUSIVE if exclusive else MASK_INCLUSIVE).T
    kernel_initializer = kernel_initializer or tf.glorot_normal_initializer()

    def masked_initializer(shape, dtype=None, partition_info=None):
        return mask * kernel_initializer(shape, dtype, partition_info)

    with tf.name_scope(name, "masked_dense", [inputs, units, num_blocks]):
        layer = layers.Dense(
            units,
            *args,
            kernel_initializer=masked_initializer,
            kernel_constraint=lambda x: mask * x,
            name=name,
            dtype=inputs.dtype.base_dtype,
            _scope=name,
            _reuse=reuse,
            **kwargs,
        )
        return layer.apply(inputs)


def masked_autoregressive_default_template(
    hidden_layers,
    shift_only=False,
    activation=tf.nn.relu,
    log_scale_min_clip=-5.0,
    log_scale_max_clip=3.0,
    log_scale_clip_gradient=False,
    name=None,
    *args,
    **kwargs,
):
    """A template of masked dense layers that gives shift and log_scale (MADE).

    Args:
        hidden_layers: their numbers of units.
        shift_only: log_scale is None.
        activation: of the hidden layers.
        log_scale_min_clip, log_scale_max_clip: log_scale's bounds.
        log_scale_clip_gradient: whether what is clipped has no gradient.
        name: of the template.
        *args, **kwargs: of `masked_dense`.

    Replaces: tf.contrib.distributions.bijectors.masked_autoregressive_default_template
    """
    name = name or "masked_autoregressive_default_template"
    with tf.name_scope(name, values=[log_scale_min_clip, log_scale_max_clip]):

        def shift_and_log_scale(x):
            depth = tf.compat.dimension_value(x.shape.with_rank_at_least(1)[-1])
            if depth is None:
                raise NotImplementedError("Rightmost dimension must be known prior to graph execution.")
            shape = np.int32(x.shape.as_list()) if x.shape.is_fully_defined() else tf.shape(x)
            for i, units in enumerate(hidden_layers):
                x = masked_dense(x, units, depth, i == 0, *args, activation=activation, **kwargs)
            units = (1 if shift_only else 2) * depth
            x = masked_dense(x, units, depth, *args, activation=None, **kwargs)
            if shift_only:
                return tf.reshape(x, shape=shape), None
            shift, log_scale = tf.unstack(tf.reshape(x, shape=tf.concat([shape, [2]], axis=0)), num=2, axis=-1)
            clip = tf.clip_by_value if log_scale_clip_gradient else _clip_by_value_preserve_grad
            return shift, clip(log_scale, log_scale_min_clip, log_scale_max_clip)

        return tf.make_template(name, shift_and_log_scale)


def _clip_by_value_preserve_grad(x, clip_value_min, clip_value_max, name=None):
    """Clipped, but with the gradient of `x` itself."""
    with tf.name_scope(name, "clip_by_value_preserve_grad", [x, clip_value_min, clip_value_max]):
        return x + tf.stop_gradient(tf.clip_by_value(x, clip_value_min, clip_value_max) - x)


def real_nvp_default_template(hidden_layers, shift_only=False, activation=tf.nn.relu, name=None, *args, **kwargs):
    """A template of dense layers that gives shift and log_scale for `RealNVP`; log_scale is None with `shift_only`.

    Replaces: tf.contrib.distributions.bijectors.real_nvp_default_template
    """
    with tf.name_scope(name, "real_nvp_default_template"):

        def shift_and_log_scale(x, output_units):
            for units in hidden_layers:
                x = layers.dense(x, units, activation, *args, **kwargs)
            x = layers.dense(x, (1 if shift_only else 2) * output_units, None, *args, **kwargs)
            return (x, None) if shift_only else tuple(tf.split(x, 2, axis=-1))

        return tf.make_template("real_nvp_default_template", shift_and_log_scale)
