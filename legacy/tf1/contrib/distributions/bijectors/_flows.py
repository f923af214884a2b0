"""Bijectors whose shift and scale come from a function of the entries: autoregressive flows and RealNVP."""

import tensorflow.compat.v1 as tf
from tensorflow.python.ops.distributions.bijector import Bijector


class MaskedAutoregressiveFlow(Bijector):
    """y[i] = x[i] exp(log_scale(y[:i])) + shift(y[:i]).

    Args:
        shift_and_log_scale_fn: gives shift and log_scale of all entries for y, either may be None.
        is_constant_jacobian: whether log_scale is always None.
        validate_args: as ever.
        unroll_loop: build `forward`, which goes entry by entry, without ``tf.while_loop``.
        name: of its name scopes.

    Replaces: tf.contrib.distributions.bijectors.MaskedAutoregressiveFlow
    """

    def __init__(
        self, shift_and_log_scale_fn, is_constant_jacobian=False, validate_args=False, unroll_loop=False, name=None
    ):
        self._shift_and_log_scale_fn = shift_and_log_scale_fn
        self._unroll_loop = unroll_loop
        super().__init__(
            forward_min_event_ndims=1,
            is_constant_jacobian=is_constant_jacobian,
            validate_args=validate_args,
            name=name or "masked_autoregressive_flow",
        )

    def _forward(self, x):
        size = tf.compat.dimension_value(x.shape.with_rank_at_least(1)[-1])
        if self._unroll_loop:
            if size is None:
                raise ValueError(
                    "The final dimension of `x` must be known at graph construction time if `unroll_loop=True`. "
                    f"`x.shape: {x.shape!r}`"
                )
            y = tf.zeros_like(x, name="y0")
            for _ in range(size):
                y = _scaled_and_shifted(x, *self._shift_and_log_scale_fn(y))
            return y
        event_size = tf.shape(x)[-1]
        y0 = tf.zeros_like(x, name="y0")
        self._shift_and_log_scale_fn(y0)  # its variables must be made outside of the loop

        def body(index, y):
            with tf.variable_scope(tf.get_variable_scope()) as scope:
                if scope.caching_device is None and not scope.use_resource:
                    scope.set_caching_device(lambda op: op.device)
                shift, log_scale = self._shift_and_log_scale_fn(y)
            return index + 1, _scaled_and_shifted(x, shift, log_scale)

        _, y = tf.while_loop(
            cond=lambda index, _: index < event_size, body=body, loop_vars=(0, y0), maximum_iterations=size
        )
        return y

    def _inverse(self, y):
        return _unshifted_and_unscaled(y, *self._shift_and_log_scale_fn(y))

    def _inverse_log_det_jacobian(self, y):
        _, log_scale = self._shift_and_log_scale_fn(y)
        if log_scale is None:
            return tf.constant(0.0, dtype=y.dtype, name="ildj")
        return -tf.reduce_sum(log_scale, axis=-1)


class RealNVP(Bijector):
    """The first `num_masked` entries as they are, the others scaled and shifted by a function of the first.

    Args:
        num_masked: how many entries are kept.
        shift_and_log_scale_fn: called with the entries kept and the number of the others.
        is_constant_jacobian, validate_args, name: as ever.

    Raises:
        ValueError: `num_masked` is not positive, or not less than the number of entries.

    Replaces: tf.contrib.distributions.bijectors.RealNVP
    """

    def __init__(self, num_masked, shift_and_log_scale_fn, is_constant_jacobian=False, validate_args=False, name=None):
        if num_masked <= 0:
            raise ValueError("num_masked must be a positive integer.")
        self._num_masked = num_masked
        self._input_depth = None
        self._shift_and_log_scale_fn = shift_and_log_scale_fn
        super().__init__(
            forward_min_event_ndims=1,
            is_constant_jacobian=is_constant_jacobian,
            validate_args=validate_args,
            name=name or "real_nvp",
        )

    def _cache_input_depth(self, x):
        if self._input_depth is None:
            self._input_depth = tf.compat.dimension_value(x.shape.with_rank_at_least(1)[-1])
            if self._input_depth is None:
                raise NotImplementedError("Rightmost dimension must be known prior to graph execution.")
            if self._num_masked >= self._input_depth:
                raise ValueError("Number of masked units must be smaller than the event size.")

    def _parts(self, x):
        """The entries kept, the others, and the others' shift and log_scale."""
        self._cache_input_depth(x)
        kept, others = x[:, : self._num_masked], x[:, self._num_masked :]
        return kept, others, *self._shift_and_log_scale_fn(kept, self._input_depth - self._num_masked)

    def _forward(self, x):
        kept, others, shift, log_scale = self._parts(x)
        return tf.concat([kept, _scaled_and_shifted(others, shift, log_scale)], axis=-1)

    def _inverse(self, y):
        kept, others, shift, log_scale = self._parts(y)
        return tf.concat([kept, _unshifted_and_unscaled(others, shift, log_scale)], axis=-1)

    def _inverse_log_det_jacobian(self, y):
        *_, log_scale = self._parts(y)
        if log_scale is None:
            return tf.constant(0.0, dtype=y.dtype, name="ildj")
        return -tf.reduce_sum(log_scale, axis=-1)

    def _forward_log_det_jacobian(self, x):
        *_, log_scale = self._parts(x)
        if log_scale is None:
            return tf.constant(0.0, dtype=x.dtype, name="fldj")
        return tf.reduce_sum(log_scale, axis=-1)


def _scaled_and_shifted(x, shift, log_scale):
    y = x if log_scale is None else x * tf.exp(log_scale)
    return y if shift is None else y + shift


def _unshifted_and_unscaled(y, shift, log_scale):
    x = y if shift is None else y - shift
    return x if log_scale is None else x * tf.exp(-log_scale)
