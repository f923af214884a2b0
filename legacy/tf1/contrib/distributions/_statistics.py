"""Statistics of samples, and moving ones kept in variables."""

import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.python.ops.distributions import util
from tf2notes.legacy.tf1.contrib.distributions._base import after


def auto_correlation(x, axis=-1, max_lags=None, center=True, normalize=True, name="auto_correlation"):
    """The correlation of `x` along an axis with itself moved by 0, 1, ..., by two Fourier transforms.

    Args:
        x: of a floating or complex dtype.
        axis: along which.
        max_lags: the largest move; one less than the axis is long if None.
        center: subtract the mean first.
        normalize: divide by the value for 0.
        name: of the name scope.

    Raises:
        TypeError: `x` is of another dtype.

    Replaces: tf.contrib.distributions.auto_correlation
    """
    with tf.name_scope(name, values=[x]):
        x = tf.convert_to_tensor(x, name="x")
        rank = util.prefer_static_rank(x)
        axis = rank + axis if axis < 0 else axis
        shift = rank - 1 - axis
        rotated = util.rotate_transpose(x, shift)
        if center:
            rotated -= tf.reduce_mean(rotated, axis=-1, keepdims=True)
        length = util.prefer_static_shape(rotated)[-1]
        # a power of two that is at least twice as long, so that the moved ends do not meet
        long = tf.cast(length, np.float64)
        padded = tf.pow(np.float64(2.0), tf.ceil(tf.log(long * 2) / np.log(2.0)))
        long_x = util.pad(rotated, axis=-1, back=True, count=tf.cast(padded - long, np.int32))
        dtype = x.dtype
        if not dtype.is_complex:
            if not dtype.is_floating:
                raise TypeError(f"Argument x must have either float or complex dtype found: {dtype}")
            long_x = tf.complex(long_x, dtype.real_dtype.as_numpy_dtype(0.0))
        spectrum = tf.fft(long_x)
        product = _cast(tf.ifft(spectrum * tf.conj(spectrum)), dtype)
        is_static = rotated.shape.is_fully_defined()
        if max_lags is None:
            max_lags = length - 1
        else:
            max_lags = tf.convert_to_tensor(max_lags, name="max_lags")
            known = tf.get_static_value(max_lags)
            is_static = is_static and known is not None
            max_lags = min(length - 1, int(known)) if is_static else tf.minimum(length - 1, max_lags)
        product = product[..., : max_lags + 1]
        if is_static:
            shape = rotated.shape.as_list()
            shape[-1] = int(min(length, max_lags + 1))
            product.set_shape(shape)
        length = tf.cast(length, dtype.real_dtype)
        counts = length - tf.range(0.0, tf.cast(max_lags, dtype.real_dtype) + 1.0)
        product /= tf.cast(counts, dtype)
        if normalize:
            product /= product[..., :1]
        return util.rotate_transpose(product, -shift)


def _cast(x, dtype):
    return tf.cast(x if dtype.is_complex else tf.real(x), dtype)


def percentile(x, q, axis=None, interpolation=None, keep_dims=False, validate_args=False, name=None):
    """The value that `q` percent of `x` do not exceed.

    Args:
        x: numbers.
        q: a scalar from 0 to 100.
        axis: over which, an integer or several; all of `x` if None.
        interpolation: "nearest" (None), "lower" or "higher", where the place falls between two.
        keep_dims: keep the axes, of size 1.
        validate_args: assert that `q` is a percentage.
        name: of the name scope.

    Raises:
        ValueError: another `interpolation`, `q` is not a scalar, an axis that is none.

    Replaces: tf.contrib.distributions.percentile
    """
    allowed = {"lower", "higher", "nearest"}
    interpolation = "nearest" if interpolation is None else interpolation
    if interpolation not in allowed:
        raise ValueError(f"Argument 'interpolation' must be in {allowed}.  Found {interpolation}")
    with tf.name_scope(name or "percentile", values=[x, q]):
        x = tf.convert_to_tensor(x, name="x")
        q = tf.cast(q, tf.float64, name="q")
        if q.shape.rank not in (None, 0):
            raise ValueError(f"Expected argument 'x' to have ndims 0.  Found tensor {q}")
        if validate_args:
            low, high = (tf.cast(bound, tf.float64) for bound in (0.0, 100.0))
            checks = [tf.assert_rank(q, 0), tf.assert_greater_equal(q, low), tf.assert_less_equal(q, high)]
            q = after(checks, q)
        if axis is None:
            y = tf.reshape(x, [-1])
        else:
            axis = _static_axes(x, axis)
            y = _move_dims_to_flat_end(x, axis, x.shape.rank)
        above = (tf.cast(tf.shape(y)[-1], tf.float64) - 1) * (1.0 - q / 100.0)
        index = {"lower": tf.ceil, "higher": tf.floor, "nearest": tf.round}[interpolation](above)
        length = tf.shape(y)[-1]
        index = tf.clip_by_value(tf.cast(index, tf.int32), 0, length - 1)
        result = tf.nn.top_k(y, k=length).values[..., index]
        result.set_shape(y.get_shape()[:-1])
        if keep_dims and axis is None:
            rank = tf.rank(x) if x.shape.rank is None else x.shape.rank
            result *= tf.ones(tf.ones(shape=[rank], dtype=tf.int32), dtype=x.dtype)
        elif keep_dims:
            for each in sorted(axis):
                result = tf.expand_dims(result, axis=each)
        return result


def _static_axes(x, axis):
    axis = tf.convert_to_tensor(axis, name="axis")
    if not axis.dtype.is_integer:
        raise TypeError(f"Expected tensor to have dtype integer: {axis}")
    known = tf.get_static_value(axis)
    if known is None:
        raise ValueError(f"Expected argument 'axis' to be statically available.  Found: {axis}")
    if known.ndim > 1:
        raise ValueError(f"Expected argument 'x' to have ndims <= 1.  Found tensor {axis}")
    ndims = x.shape.rank
    if ndims is None:
        raise ValueError(f"Expected argument 'x' to have statically defined 'ndims'.  Found: {x}")
    if ndims < 1:
        raise ValueError(f"Expected argument 'x' to have ndims >= 1.  Found tensor {x}")
    return _make_static_axis_non_negative([int(each) for each in np.atleast_1d(known)], ndims)


def _make_static_axis_non_negative(axis, ndims):
    for each in axis:
        if each >= ndims:
            raise ValueError(f"dim {each} not in the interval [0, {ndims - 1}].")
        if each < -ndims:
            raise ValueError(f"Negatively indexed dim {each} not in the interval [-{ndims}, -1]")
    return [each if each >= 0 else ndims + each for each in axis]


def _move_dims_to_flat_end(x, axis, x_ndims):
    """`x` with the axes of `axis` as one, the last."""
    front = sorted(set(range(x_ndims)).difference(axis))
    moved = tf.transpose(x, perm=[*front, *axis])
    if x.shape.is_fully_defined():
        sizes = x.shape.as_list()
        return tf.reshape(moved, [*(sizes[at] for at in front), int(np.prod([sizes[at] for at in axis]))])
    return tf.reshape(moved, tf.concat([tf.shape(moved)[: x_ndims - len(axis)], [-1]], axis=0))


def assign_moving_mean_variance(mean_var, variance_var, value, decay, name=None):
    """Both variables moved towards `value` by 1 - `decay`; TypeError unless they are of one floating dtype.

    Returns:
        The new mean and variance.

    Replaces: tf.contrib.distributions.assign_moving_mean_variance
    """
    values = [variance_var, mean_var, value, decay]
    with (
        tf.name_scope(name, "assign_moving_mean_variance", values),
        tf.colocate_with(variance_var, ignore_existing=False),
        tf.colocate_with(mean_var, ignore_existing=False),
    ):
        dtype = mean_var.dtype.base_dtype
        if not dtype.is_floating:
            raise TypeError(f"mean_var.base_dtype({dtype.name}) does not have float type `dtype`.")
        if dtype != variance_var.dtype.base_dtype:
            other = variance_var.dtype.base_dtype.name
            raise TypeError(f"mean_var.base_dtype({dtype.name}) != variance_var.base_dtype({other})")
        value = tf.convert_to_tensor(value, dtype=dtype, name="value")
        decay = tf.convert_to_tensor(decay, dtype=dtype, name="decay")
        delta = value - mean_var
        with tf.control_dependencies([delta]):
            mean = tf.assign_add(mean_var, (1.0 - decay) * delta)
            variance = tf.assign_sub(variance_var, (1.0 - decay) * (variance_var - decay * tf.square(delta)))
        return mean, variance


def assign_log_moving_mean_exp(log_mean_exp_var, log_value, decay, name=None):
    """As in TF1: adds log(decay + (1 - decay) exp(log_value - variable)) to the variable.

    Raises:
        TypeError: it is of no floating dtype.

    Replaces: tf.contrib.distributions.assign_log_moving_mean_exp
    """
    values = [log_mean_exp_var, log_value, decay]
    with (
        tf.name_scope(name, "assign_log_moving_mean_exp", values),
        tf.colocate_with(log_mean_exp_var, ignore_existing=False),
    ):
        dtype = log_mean_exp_var.dtype.base_dtype
        if not dtype.is_floating:
            raise TypeError(f"log_mean_exp_var.base_dtype({dtype.name}) does not have float type `dtype`.")
        log_value = tf.convert_to_tensor(log_value, dtype=dtype, name="log_value")
        decay = tf.convert_to_tensor(decay, dtype=dtype, name="decay")
        delta = (log_value - log_mean_exp_var)[tf.newaxis, ...]
        parts = tf.concat([tf.log(decay) * tf.ones_like(delta), delta + tf.log1p(-decay)], axis=0)
        return log_mean_exp_var.assign_add(tf.reduce_logsumexp(parts, axis=0))


def moving_mean_variance(value, decay, collections=None, name=None):
    """The moving mean and variance of `value`, kept in two new variables; TypeError for no floating dtype.

    Replaces: tf.contrib.distributions.moving_mean_variance
    """
    collections = [tf.GraphKeys.GLOBAL_VARIABLES] if collections is None else collections
    with tf.variable_scope(name, "moving_mean_variance", [value, decay]):
        value = tf.convert_to_tensor(value, name="value")
        dtype = value.dtype.base_dtype
        if not dtype.is_floating:
            raise TypeError(f"value.base_dtype({dtype.name}) does not have float type `dtype`.")
        decay = tf.convert_to_tensor(decay, dtype=dtype, name="decay")
        variance_var, mean_var = (
            tf.get_variable(
                each,
                shape=value.shape,
                dtype=value.dtype,
                initializer=tf.zeros_initializer(),
                trainable=False,
                collections=collections,
            )
            for each in ("moving_variance", "moving_mean")
        )
        return assign_moving_mean_variance(mean_var, variance_var, value, decay)
