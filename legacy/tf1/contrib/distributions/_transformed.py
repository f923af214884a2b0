"""``TransformedDistribution``: a bijector of what a distribution gives."""

import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.python.framework import tensor_util
from tensorflow.python.ops.distributions import distribution as living
from tf2notes.legacy.tf1.contrib.distributions import bijectors


class TransformedDistribution(living.Distribution):
    """A bijector of what a distribution gives. Replaces: tf.contrib.distributions.TransformedDistribution

    Differs: of `batch_shape` and `event_shape` the ranks must be known when the graph is built. `batch_shape` needs a
    base distribution without a batch of its own, as `event_shape` needs one with scalar events.
    """

    def __init__(self, distribution, bijector=None, batch_shape=None, event_shape=None, validate_args=False, name=None):
        parameters = {k: v for k, v in locals().items() if k not in ("self", "__class__")}
        bijector = bijectors.Identity(validate_args=validate_args) if bijector is None else bijector
        name = name or bijector.name + distribution.name
        with tf.name_scope(name, values=[event_shape, batch_shape]) as name:
            self._new_batch = _override(batch_shape, distribution.batch_shape, "batch_shape", validate_args)
            self._new_event = _override(event_shape, distribution.event_shape, "event_shape", validate_args)
        self._distribution = distribution
        self._bijector = bijector
        super().__init__(
            dtype=distribution.dtype,
            reparameterization_type=distribution.reparameterization_type,
            validate_args=validate_args,
            allow_nan_stats=distribution.allow_nan_stats,
            parameters=parameters,
            graph_parents=distribution._graph_parents + bijector.graph_parents,
            name=name,
        )

    distribution = property(lambda self: self._distribution, doc="Base distribution, p(x).")
    bijector = property(lambda self: self._bijector, doc="Function transforming x => y.")

    @property
    def _rotates(self):
        """Whether new event dimensions come to lie before the base distribution's batch."""
        is_batch = not _is_scalar(self.distribution.batch_shape)
        return _rank(self._new_event) > 0 and not _rank(self._new_batch) and is_batch

    def _base_event_shape(self):
        return _static(self._new_event) if _rank(self._new_event) else self.distribution.event_shape

    def _event_shape_tensor(self):
        is_new = _rank(self._new_event)
        base = _shape_tensor(self._new_event) if is_new else self.distribution.event_shape_tensor()
        return self.bijector.forward_event_shape_tensor(base)

    def _event_shape(self):
        return self.bijector.forward_event_shape(self._base_event_shape())

    def _batch_shape_tensor(self):
        return _shape_tensor(self._new_batch) if _rank(self._new_batch) else self.distribution.batch_shape_tensor()

    def _batch_shape(self):
        return _static(self._new_batch) if _rank(self._new_batch) else self.distribution.batch_shape

    def _call_sample_n(self, sample_shape, seed, name, bijector_kwargs=None, distribution_kwargs=None):
        with self._name_scope(name, values=[sample_shape]):
            sample_shape = tf.convert_to_tensor(sample_shape, dtype=tf.int32, name="sample_shape")
            sample_shape, n = self._expand_sample_shape_to_vector(sample_shape, "sample_shape")
            x = self._sample_n(n, seed, bijector_kwargs, distribution_kwargs)
            x = tf.reshape(x, tf.concat([sample_shape, tf.shape(x)[1:]], 0))
            return self._set_sample_static_shape(self.bijector.forward(x, **(bijector_kwargs or {})), sample_shape)

    def _sample_n(self, n, seed=None, bijector_kwargs=None, distribution_kwargs=None):
        drawn = [_shape_tensor(self._new_batch), _shape_tensor(self._new_event)]
        shape = tf.concat([*drawn, [n]] if self._rotates else [[n], *drawn], 0)
        x = self.distribution.sample(sample_shape=shape, seed=seed, **(distribution_kwargs or {}))
        return self._rotate(x, _rank(self._new_event))

    def _rotate(self, x, by):
        """The first `by` dimensions last (or, negative, the last ones first)."""
        if not self._rotates:
            return x
        rank = tf.rank(x)
        by = by % rank if isinstance(by, int) and by < 0 else by
        return tf.transpose(x, tf.concat([tf.range(by, rank), tf.range(0, by)], 0))

    def _on_fibers(self, y, one, join, bijector_kwargs):
        x = self.bijector.inverse(y, **(bijector_kwargs or {}))
        ildj = self.bijector.inverse_log_det_jacobian(y, event_ndims=self._event_ndims(), **(bijector_kwargs or {}))
        if self.bijector._is_injective:
            return one(x, ildj)
        return join([one(*fiber) for fiber in zip(x, ildj, strict=True)])

    def _event_ndims(self):
        rank = self.event_shape.rank
        return tf.size(self.event_shape_tensor()) if rank is None else rank

    def _log_prob(self, y, bijector_kwargs=None, distribution_kwargs=None):
        def one(x, ildj):
            x = self._rotate(x, -_rank(self._new_event))
            log_prob = self.distribution.log_prob(x, **(distribution_kwargs or {}))
            if _rank(self._new_event):
                log_prob = tf.reduce_sum(log_prob, self._event_axes())
            return log_prob + tf.cast(ildj, log_prob.dtype)

        return self._on_fibers(y, one, lambda fibers: tf.reduce_logsumexp(tf.stack(fibers), axis=0), bijector_kwargs)

    def _event_axes(self):
        """Where the new event dimensions lie in the base distribution's log_prob."""
        count = _rank(self._new_event)
        return list(range(count)) if self._rotates else list(range(-count, 0))

    def _prob(self, y, bijector_kwargs=None, distribution_kwargs=None):
        if self.bijector._is_injective:
            return tf.exp(self._log_prob(y, bijector_kwargs, distribution_kwargs))

        def one(x, ildj):
            prob = self.distribution.prob(x, **(distribution_kwargs or {}))
            if _rank(self._new_event):
                prob = tf.reduce_prod(prob, self._event_axes())
            return prob * tf.exp(tf.cast(ildj, prob.dtype))

        return self._on_fibers(y, one, sum, bijector_kwargs)

    def _of_scalar_base(self, what, y, bijector_kwargs, distribution_kwargs):
        self._check_base(what)
        x = self.bijector.inverse(y, **(bijector_kwargs or {}))
        return getattr(self.distribution, what)(x, **(distribution_kwargs or {}))

    def _check_base(self, what):
        if _rank(self._new_event):
            raise NotImplementedError(f"{what} is not implemented when overriding event_shape")
        if not self.bijector._is_injective:
            raise NotImplementedError(f"{what} is not implemented when bijector is not injective.")

    def _log_cdf(self, y, bijector_kwargs=None, distribution_kwargs=None):
        return self._of_scalar_base("log_cdf", y, bijector_kwargs, distribution_kwargs)

    def _cdf(self, y, bijector_kwargs=None, distribution_kwargs=None):
        return self._of_scalar_base("cdf", y, bijector_kwargs, distribution_kwargs)

    def _log_survival_function(self, y, bijector_kwargs=None, distribution_kwargs=None):
        return self._of_scalar_base("log_survival_function", y, bijector_kwargs, distribution_kwargs)

    def _survival_function(self, y, bijector_kwargs=None, distribution_kwargs=None):
        return self._of_scalar_base("survival_function", y, bijector_kwargs, distribution_kwargs)

    def _quantile(self, value, bijector_kwargs=None, distribution_kwargs=None):
        self._check_base("quantile")
        quantile = self.distribution.quantile(value, **(distribution_kwargs or {}))
        return self.bijector.forward(quantile, **(bijector_kwargs or {}))

    def _entropy(self):
        if not self.bijector.is_constant_jacobian:
            raise NotImplementedError("entropy is not implemented")
        if not self.bijector._is_injective:
            raise NotImplementedError("entropy is not implemented when bijector is not injective.")
        entropy = self.distribution.entropy()
        if _rank(self._new_event):
            entropy *= tf.cast(tf.reduce_prod(_shape_tensor(self._new_event)), entropy.dtype)
        if _rank(self._new_batch):
            entropy *= tf.ones(self._new_batch, dtype=entropy.dtype)
        dummy = tf.zeros(tf.concat([self.batch_shape_tensor(), self.event_shape_tensor()], 0), dtype=self.dtype)
        ildj = self.bijector.inverse_log_det_jacobian(dummy, event_ndims=self._event_ndims())
        return entropy - tf.cast(ildj, entropy.dtype)


def _is_scalar(shape):
    return shape.rank == 0


def _rank(shape):
    """How many dimensions an override has: of numbers, or of a tensor."""
    return len(shape) if isinstance(shape, list) else shape.shape.as_list()[0]


def _static(shape):
    return tf.TensorShape(shape) if isinstance(shape, list) else tensor_util.constant_value_as_shape(shape)


def _shape_tensor(shape):
    return tf.convert_to_tensor(shape, dtype=tf.int32)


def _override(shape, base, name, validate_args):
    """A shape to put in place of the base distribution's: a list of numbers, or a tensor where they are not known."""
    if shape is None:
        return []
    if isinstance(shape, tf.TensorShape):
        static = shape.as_list()
    else:
        tensor = tf.convert_to_tensor(shape, dtype_hint=tf.int32)
        static = tf.get_static_value(tensor)
        if static is None:
            return _unknown(tensor, base, name, validate_args)
    static = np.asarray(static, dtype=None if len(static) else np.int32)
    if not np.issubdtype(static.dtype, np.integer):
        raise TypeError("shape override must be an integer")
    if static.ndim != 1:
        raise ValueError("shape override must be a vector")
    if (static <= 0).any():
        raise ValueError("shape override must have positive elements")
    if static.size and not _is_scalar(base):
        raise ValueError("base distribution not scalar")
    return [int(n) for n in static]


def _unknown(tensor, base, name, validate_args):
    if not tensor.dtype.is_integer:
        raise TypeError("shape override must be an integer")
    if tensor.shape.rank not in (None, 1):
        raise ValueError("shape override must be a vector")
    if not tensor.shape.is_fully_defined():
        raise NotImplementedError(f"TransformedDistribution: the rank of {name} must be known, not {tensor}")
    if tensor.shape.as_list()[0] and not _is_scalar(base):
        raise ValueError("base distribution not scalar")
    if validate_args:
        positive = tf.assert_positive(tensor, message="shape override must have positive elements")
        with tf.control_dependencies([positive]):
            tensor = tf.identity(tensor)
    return tf.cast(tensor, tf.int32)
