"""Bijectors of ``tf.contrib.distributions.bijectors`` that join, turn round or rearrange."""

import itertools

import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.python.ops.distributions.bijector import Bijector


class Invert(Bijector):
    """Another bijector the other way round. Replaces: tf.contrib.distributions.bijectors.Invert"""

    def __init__(self, bijector, validate_args=False, name=None):
        if not bijector._is_injective:
            raise NotImplementedError("Invert is not implemented for non-injective bijectors.")
        self._bijector = bijector
        super().__init__(
            graph_parents=bijector.graph_parents,
            forward_min_event_ndims=bijector.inverse_min_event_ndims,
            inverse_min_event_ndims=bijector.forward_min_event_ndims,
            is_constant_jacobian=bijector.is_constant_jacobian,
            validate_args=validate_args,
            dtype=bijector.dtype,
            name=name or f"invert_{bijector.name}",
        )

    bijector = property(lambda self: self._bijector, doc="The one turned round.")

    def _forward_event_shape(self, shape):
        return self.bijector._inverse_event_shape(shape)

    def _forward_event_shape_tensor(self, shape):
        return self.bijector._inverse_event_shape_tensor(shape)

    def _inverse_event_shape(self, shape):
        return self.bijector._forward_event_shape(shape)

    def _inverse_event_shape_tensor(self, shape):
        return self.bijector._forward_event_shape_tensor(shape)

    def _forward(self, x, **kwargs):
        return self.bijector._inverse(x, **kwargs)

    def _inverse(self, y, **kwargs):
        return self.bijector._forward(y, **kwargs)

    def _inverse_log_det_jacobian(self, y, **kwargs):
        return self.bijector._forward_log_det_jacobian(y, **kwargs)

    def _forward_log_det_jacobian(self, x, **kwargs):
        return self.bijector._inverse_log_det_jacobian(x, **kwargs)


class Inline(Bijector):
    """A bijector of the functions given. Replaces: tf.contrib.distributions.bijectors.Inline"""

    def __init__(
        self,
        forward_fn=None,
        inverse_fn=None,
        inverse_log_det_jacobian_fn=None,
        forward_log_det_jacobian_fn=None,
        forward_event_shape_fn=None,
        forward_event_shape_tensor_fn=None,
        inverse_event_shape_fn=None,
        inverse_event_shape_tensor_fn=None,
        is_constant_jacobian=False,
        validate_args=False,
        forward_min_event_ndims=None,
        inverse_min_event_ndims=None,
        name="inline",
    ):
        super().__init__(
            forward_min_event_ndims=forward_min_event_ndims,
            inverse_min_event_ndims=inverse_min_event_ndims,
            is_constant_jacobian=is_constant_jacobian,
            validate_args=validate_args,
            name=name,
        )
        self._forward = _or_missing(forward_fn, "Forward")
        self._inverse = _or_missing(inverse_fn, "Inverse")
        self._inverse_log_det_jacobian = _or_missing(inverse_log_det_jacobian_fn, "inverse_log_det_jacobian")
        self._forward_log_det_jacobian = _or_missing(forward_log_det_jacobian_fn, "forward_log_det_jacobian")
        self._forward_event_shape = forward_event_shape_fn or (lambda shape: shape)
        self._forward_event_shape_tensor = forward_event_shape_tensor_fn or (lambda shape: shape)
        self._inverse_event_shape = inverse_event_shape_fn or (lambda shape: shape)
        self._inverse_event_shape_tensor = inverse_event_shape_tensor_fn or (lambda shape: shape)


def _or_missing(function, what):
    def missing(*args, **kwargs):
        raise NotImplementedError(f"{what} is not implemented")

    return function if callable(function) else missing


class Chain(Bijector):
    """``Chain([f, g])`` is f(g(x)). Replaces: tf.contrib.distributions.bijectors.Chain"""

    def __init__(self, bijectors=None, validate_args=False, name=None):
        self._bijectors = tuple(bijectors or ())
        for bijector in self._bijectors:
            if not bijector._is_injective:
                raise NotImplementedError(f"Invert is not implemented for non-injective bijector ({bijector.name})")
        dtypes = {b.dtype for b in self._bijectors if b.dtype is not None}
        if len(dtypes) > 1:
            raise ValueError(f"incompatible dtypes: {[b.dtype for b in self._bijectors]}")
        super().__init__(
            graph_parents=list(itertools.chain.from_iterable(b.graph_parents for b in self._bijectors)),
            forward_min_event_ndims=_least_ndims(self._bijectors, forward=True),
            inverse_min_event_ndims=_least_ndims(self._bijectors[::-1], forward=False),
            is_constant_jacobian=all(b.is_constant_jacobian for b in self._bijectors),
            validate_args=validate_args,
            dtype=dtypes.pop() if dtypes else None,
            name=name or ("_of_".join(["chain", *(b.name for b in self._bijectors)]) if bijectors else "identity"),
        )

    bijectors = property(lambda self: self._bijectors, doc="In the order of their names in f(g(x)).")

    def _run(self, value, method, reverse, **kwargs):
        for bijector in self.bijectors[::-1] if reverse else self.bijectors:
            value = getattr(bijector, method)(value, **kwargs.get(bijector.name, {}))
        return value

    def _forward_event_shape(self, shape):
        return self._run(shape, "forward_event_shape", reverse=True)

    def _forward_event_shape_tensor(self, shape):
        return self._run(shape, "forward_event_shape_tensor", reverse=True)

    def _inverse_event_shape(self, shape):
        return self._run(shape, "inverse_event_shape", reverse=False)

    def _inverse_event_shape_tensor(self, shape):
        return self._run(shape, "inverse_event_shape_tensor", reverse=False)

    def _forward(self, x, **kwargs):
        return self._run(x, "forward", reverse=True, **kwargs)

    def _inverse(self, y, **kwargs):
        return self._run(y, "inverse", reverse=False, **kwargs)

    def _inverse_log_det_jacobian(self, y, **kwargs):
        return self._sum(y, self.inverse_min_event_ndims, self.bijectors, "inverse", **kwargs)

    def _forward_log_det_jacobian(self, x, **kwargs):
        return self._sum(x, self.forward_min_event_ndims, self.bijectors[::-1], "forward", **kwargs)

    def _sum(self, value, ndims, bijectors, direction, **kwargs):
        total = tf.constant(0.0, dtype=value.dtype.base_dtype)
        for at, bijector in enumerate(bijectors):
            extra = kwargs.get(bijector.name, {})
            method = getattr(bijector, f"{direction}_log_det_jacobian")
            total += method(value, event_ndims=ndims, **extra)
            if at < len(bijectors) - 1:
                shape = getattr(bijector, f"{direction}_event_shape")(value.shape[value.shape.rank - ndims :])
                ndims = shape.rank
                value = getattr(bijector, direction)(value, **extra)
        return total


def _least_ndims(bijectors, forward):
    """The event dimensions that the chain needs, given what each of it needs; `bijectors` run from the last one."""
    least = 0
    for bijector in bijectors:  # from the output backwards
        first = bijector.forward_min_event_ndims if forward else bijector.inverse_min_event_ndims
        last = bijector.inverse_min_event_ndims if forward else bijector.forward_min_event_ndims
        least = max(first, least - last + first)
    return least


class Permute(Bijector):
    """The entries of the last dimension in another order. Replaces: tf.contrib.distributions.bijectors.Permute"""

    def __init__(self, permutation, validate_args=False, name=None):
        with tf.name_scope(name, "permute", values=[permutation]):
            permutation = tf.convert_to_tensor(permutation, name="permutation")
            if not permutation.dtype.is_integer:
                raise TypeError(f"permutation.dtype ({permutation.dtype.name}) should be `int`-like.")
            static = tf.get_static_value(permutation)
            if static is not None and not np.array_equal(np.sort(static), np.arange(static.size)):
                raise ValueError(
                    f"Permutation over `d` must contain exactly one of each of `{{0, 1, ..., d}}`: {static}."
                )
            if static is None and validate_args:
                order = tf.nn.top_k(-permutation, k=tf.shape(permutation)[-1]).values
                expected = tf.range(tf.shape(permutation)[-1])
                with tf.control_dependencies([tf.assert_equal(-order, expected)]):
                    permutation = tf.identity(permutation)
        self._permutation = permutation
        super().__init__(
            forward_min_event_ndims=1,
            is_constant_jacobian=True,
            validate_args=validate_args,
            name=name or "permute",
        )

    permutation = property(lambda self: self._permutation, doc="y[i] is x[permutation[i]].")

    def _forward(self, x):
        return tf.gather(x, self.permutation, axis=-1)

    def _inverse(self, y):
        return tf.gather(y, tf.invert_permutation(self.permutation), axis=-1)

    def _inverse_log_det_jacobian(self, y):
        return tf.constant(0.0, dtype=y.dtype.base_dtype)

    def _forward_log_det_jacobian(self, x):
        return tf.constant(0.0, dtype=x.dtype.base_dtype)


class Reshape(Bijector):
    """Events of another shape. Replaces: tf.contrib.distributions.bijectors.Reshape

    Differs: the two shapes must be known when the graph is built; TF1 took tensors too.
    """

    def __init__(self, event_shape_out, event_shape_in=(-1,), validate_args=False, name=None):
        with tf.name_scope(name, "reshape", values=[event_shape_out, event_shape_in]):
            self._out = _static_shape(event_shape_out, "event_shape_out")
            self._in = _static_shape(event_shape_in, "event_shape_in")
        super().__init__(
            forward_min_event_ndims=len(self._in),
            inverse_min_event_ndims=len(self._out),
            is_constant_jacobian=True,
            validate_args=validate_args,
            name=name or "reshape",
        )

    def _reshape(self, x, old, new):
        if x.shape.rank is not None:
            _completed(new, x.shape[max(0, x.shape.rank - len(old)) :], old)
        return tf.reshape(x, tf.concat([tf.shape(x)[: tf.rank(x) - len(old)], new], 0))

    def _forward(self, x):
        return self._reshape(x, self._in, self._out)

    def _inverse(self, y):
        return self._reshape(y, self._out, self._in)

    def _forward_event_shape(self, shape):
        return tf.TensorShape(_completed(self._out, shape, self._in))

    def _forward_event_shape_tensor(self, shape):
        return tf.convert_to_tensor(self._forward_event_shape(tf.get_static_value(shape)).as_list(), tf.int32)

    def _inverse_event_shape(self, shape):
        return tf.TensorShape(_completed(self._in, shape, self._out))

    def _inverse_event_shape_tensor(self, shape):
        return tf.convert_to_tensor(self._inverse_event_shape(tf.get_static_value(shape)).as_list(), tf.int32)

    def _inverse_log_det_jacobian(self, y):
        return tf.constant(0.0, dtype=y.dtype)

    def _forward_log_det_jacobian(self, x):
        return tf.constant(0.0, dtype=x.dtype)


def _static_shape(shape, name):
    static = tf.get_static_value(tf.convert_to_tensor(shape, name=name, dtype=tf.int32))
    if static is None:
        raise NotImplementedError(f"Reshape: {name} must be known when the graph is built, not {shape}")
    if static.ndim != 1:
        raise ValueError(f"`{name}` must be a vector (was shape {static.shape})")
    if (static < -1).any() or (static == -1).sum() > 1:
        raise ValueError(f"`{name}` elements must be either positive integers or at most one `-1`; got {static}")
    return [int(n) for n in static]


def _completed(target, shape, expected):
    shape = tf.TensorShape(shape).as_list()
    if len(shape) != len(expected) or any(
        e not in (-1, s) for e, s in zip(expected, shape, strict=True) if s is not None
    ):
        raise ValueError(f"Input `event_shape` does not match `event_shape_in` ({shape} vs {expected}).")
    if -1 not in target:
        return target
    if None in shape:
        return [None if n == -1 else n for n in target]
    rest = int(np.prod(shape)) // int(np.prod([n for n in target if n != -1]))
    return [rest if n == -1 else n for n in target]


class SoftmaxCentered(Bijector):
    """softmax of [x, 0]: from n numbers to n + 1. Replaces: tf.contrib.distributions.bijectors.SoftmaxCentered"""

    def __init__(self, validate_args=False, name="softmax_centered"):
        super().__init__(forward_min_event_ndims=1, validate_args=validate_args, name=name)

    def _forward_event_shape(self, shape):
        return tf.TensorShape([None if n is None else n + 1 for n in tf.TensorShape(shape).as_list()[-1:]])

    def _forward_event_shape_tensor(self, shape):
        return shape[-1:] + 1

    def _inverse_event_shape(self, shape):
        (n,) = tf.TensorShape(shape).as_list()[-1:]
        if n is not None and n <= 1:
            raise ValueError(f"output_shape[-1] = {n} <= 1")
        return tf.TensorShape([None if n is None else n - 1])

    def _inverse_event_shape_tensor(self, shape):
        return shape[-1:] - 1

    def _forward(self, x):
        return tf.nn.softmax(tf.concat([x, tf.zeros_like(x[..., :1])], axis=-1))

    def _inverse(self, y):
        logs = tf.log(y)
        return logs[..., :-1] - logs[..., -1:]

    def _inverse_log_det_jacobian(self, y):
        return -tf.reduce_sum(tf.log(y), axis=-1)

    def _forward_log_det_jacobian(self, x):
        return tf.reduce_sum(x, axis=-1) - (tf.cast(tf.shape(x)[-1], x.dtype) + 1.0) * tf.nn.softplus(
            tf.reduce_logsumexp(x, axis=-1)
        )


class Ordered(Bijector):
    """Increasing vectors to any: log of the differences. Replaces: tf.contrib.distributions.bijectors.Ordered"""

    def __init__(self, validate_args=False, name="ordered"):
        super().__init__(forward_min_event_ndims=1, validate_args=validate_args, name=name)

    def _forward(self, x):
        if self.validate_args:
            with tf.control_dependencies([tf.assert_positive(x[..., 1:] - x[..., :-1])]):
                x = tf.identity(x)
        return tf.concat([x[..., :1], tf.log(x[..., 1:] - x[..., :-1])], axis=-1)

    def _inverse(self, y):
        return tf.cumsum(tf.concat([y[..., :1], tf.exp(y[..., 1:])], axis=-1), axis=-1)

    def _inverse_log_det_jacobian(self, y):
        return tf.reduce_sum(y[..., 1:], axis=-1)

    def _forward_log_det_jacobian(self, x):
        return -tf.reduce_sum(tf.log(x[..., 1:] - x[..., :-1]), axis=-1)
