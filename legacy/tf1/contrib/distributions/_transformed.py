"""``TransformedDistribution``, ``Independent``, and the multivariate normals made of it."""

import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.python.ops.distributions import distribution as living
from tensorflow.python.ops.distributions import exponential, kullback_leibler, laplace, normal, util
from tf2notes.legacy.tf1.contrib.distributions import bijectors
from tf2notes.legacy.tf1.contrib.distributions.bijectors._linear import linear_operator


class TransformedDistribution(living.Distribution):
    """A bijector of what a distribution gives. Replaces: tf.contrib.distributions.TransformedDistribution

    Differs: `batch_shape` and `event_shape` must be known when the graph is built, and `batch_shape` needs a base
    distribution without a batch of its own, as `event_shape` needs one with scalar events.
    """

    def __init__(self, distribution, bijector=None, batch_shape=None, event_shape=None, validate_args=False, name=None):
        parameters = {k: v for k, v in locals().items() if k not in ("self", "__class__")}
        bijector = bijectors.Identity(validate_args=validate_args) if bijector is None else bijector
        name = name or bijector.name + distribution.name
        with tf.name_scope(name, values=[event_shape, batch_shape]) as name:
            self._new_batch = _override(batch_shape, distribution.batch_shape, "batch_shape")
            self._new_event = _override(event_shape, distribution.event_shape, "event_shape")
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
        return bool(self._new_event) and not self._new_batch and not _is_scalar(self.distribution.batch_shape)

    def _base_event_shape(self):
        return tf.TensorShape(self._new_event) if self._new_event else self.distribution.event_shape

    def _event_shape_tensor(self):
        base = tf.constant(self._new_event, tf.int32) if self._new_event else self.distribution.event_shape_tensor()
        return self.bijector.forward_event_shape_tensor(base)

    def _event_shape(self):
        return self.bijector.forward_event_shape(self._base_event_shape())

    def _batch_shape_tensor(self):
        if self._new_batch:
            return tf.constant(self._new_batch, tf.int32)
        return self.distribution.batch_shape_tensor()

    def _batch_shape(self):
        return tf.TensorShape(self._new_batch) if self._new_batch else self.distribution.batch_shape

    def _call_sample_n(self, sample_shape, seed, name, **kwargs):
        with self._name_scope(name, values=[sample_shape]):
            sample_shape = tf.convert_to_tensor(sample_shape, dtype=tf.int32, name="sample_shape")
            sample_shape, n = self._expand_sample_shape_to_vector(sample_shape, "sample_shape")
            x = self._sample_n(n, seed, **kwargs)
            x = tf.reshape(x, tf.concat([sample_shape, tf.shape(x)[1:]], 0))
            return self._set_sample_static_shape(self.bijector.forward(x, **kwargs), sample_shape)

    def _sample_n(self, n, seed=None):
        drawn = self._new_batch + self._new_event
        shape = tf.concat([drawn, [n]] if self._rotates else [[n], tf.constant(drawn, tf.int32)], 0)
        return self._rotate(self.distribution.sample(sample_shape=shape, seed=seed), len(self._new_event))

    def _rotate(self, x, by):
        """The first `by` dimensions last (or, negative, the last ones first)."""
        if not self._rotates:
            return x
        rank = tf.rank(x)
        by = by % rank if isinstance(by, int) and by < 0 else by
        return tf.transpose(x, tf.concat([tf.range(by, rank), tf.range(0, by)], 0))

    def _on_fibers(self, y, one, join):
        x = self.bijector.inverse(y)
        ildj = self.bijector.inverse_log_det_jacobian(y, event_ndims=self._event_ndims())
        if self.bijector._is_injective:
            return one(x, ildj)
        return join([one(*fiber) for fiber in zip(x, ildj, strict=True)])

    def _event_ndims(self):
        rank = self.event_shape.rank
        return tf.size(self.event_shape_tensor()) if rank is None else rank

    def _log_prob(self, y):
        def one(x, ildj):
            log_prob = self.distribution.log_prob(self._rotate(x, -len(self._new_event)))
            if self._new_event:
                log_prob = tf.reduce_sum(log_prob, self._event_axes())
            return log_prob + tf.cast(ildj, log_prob.dtype)

        return self._on_fibers(y, one, lambda fibers: tf.reduce_logsumexp(tf.stack(fibers), axis=0))

    def _event_axes(self):
        """Where the new event dimensions lie in the base distribution's log_prob."""
        count = len(self._new_event)
        return list(range(count)) if self._rotates else list(range(-count, 0))

    def _prob(self, y):
        if self.bijector._is_injective:
            return tf.exp(self._log_prob(y))

        def one(x, ildj):
            prob = self.distribution.prob(x)
            if self._new_event:
                prob = tf.reduce_prod(prob, self._event_axes())
            return prob * tf.exp(tf.cast(ildj, prob.dtype))

        return self._on_fibers(y, one, sum)

    def _scalar_base(self, what):
        if self._new_event:
            raise NotImplementedError(f"{what} is not implemented when overriding event_shape")
        if not self.bijector._is_injective:
            raise NotImplementedError(f"{what} is not implemented when bijector is not injective.")
        return self.distribution

    def _log_cdf(self, y):
        return self._scalar_base("log_cdf").log_cdf(self.bijector.inverse(y))

    def _cdf(self, y):
        return self._scalar_base("cdf").cdf(self.bijector.inverse(y))

    def _log_survival_function(self, y):
        return self._scalar_base("log_survival_function").log_survival_function(self.bijector.inverse(y))

    def _survival_function(self, y):
        return self._scalar_base("survival_function").survival_function(self.bijector.inverse(y))

    def _quantile(self, value):
        return self.bijector.forward(self._scalar_base("quantile").quantile(value))

    def _entropy(self):
        if not self.bijector.is_constant_jacobian:
            raise NotImplementedError("entropy is not implemented")
        if not self.bijector._is_injective:
            raise NotImplementedError("entropy is not implemented when bijector is not injective.")
        entropy = self.distribution.entropy() * float(np.prod(self._new_event or [1]))
        if self._new_batch:
            entropy *= tf.ones(self._new_batch, dtype=entropy.dtype)
        dummy = tf.zeros(tf.concat([self.batch_shape_tensor(), self.event_shape_tensor()], 0), dtype=self.dtype)
        ildj = self.bijector.inverse_log_det_jacobian(dummy, event_ndims=self._event_ndims())
        return entropy - tf.cast(ildj, entropy.dtype)


def _is_scalar(shape):
    return shape.rank == 0


def _override(shape, base, name):
    if shape is None:
        return []
    tensor = tf.convert_to_tensor(shape, dtype_hint=tf.int32) if not isinstance(shape, tf.TensorShape) else None
    static = shape.as_list() if tensor is None else tf.get_static_value(tensor)
    if static is None or None in list(static):
        raise NotImplementedError(f"TransformedDistribution: {name} must be known when the graph is built, not {shape}")
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


class _LocScaleVector(TransformedDistribution):
    """loc + scale @ z, z independent numbers from one distribution."""

    def __init__(self, base, loc, scale, validate_args, name, parameters):
        if scale is None:
            raise ValueError("Missing required `scale` parameter.")
        if not scale.dtype.is_floating:
            raise TypeError("`scale` parameter must have floating-point dtype.")
        with tf.name_scope(name, values=[loc]) as name:
            loc = None if loc is None else tf.convert_to_tensor(loc, name="loc")
            batch, event = scale.batch_shape, scale.range_dimension
            if loc is not None:
                batch = tf.broadcast_static_shape(batch, loc.shape[:-1]) if loc.shape.rank > 1 else batch
        super().__init__(
            base,
            bijectors.AffineLinearOperator(shift=loc, scale=scale, validate_args=validate_args),
            batch_shape=batch,
            event_shape=tf.TensorShape([tf.compat.dimension_value(event)]),
            validate_args=validate_args,
            name=name,
        )
        self._parameters = {k: v for k, v in parameters.items() if k not in ("self", "__class__")}

    loc = property(lambda self: self.bijector.shift, doc="The `loc` `Tensor` in `Y = scale @ X + loc`.")
    scale = property(lambda self: self.bijector.scale, doc="The `scale` `LinearOperator` in `Y = scale @ X + loc`.")

    def _spread(self, tensor):
        shape = tf.concat([self.batch_shape_tensor(), self.event_shape_tensor()], 0)
        return tf.broadcast_to(tensor, shape)

    def _mode(self):
        return self._spread(tf.zeros([], self.dtype) if self.loc is None else self.loc)

    def _diagonal(self):
        return type(self.scale) in (tf.linalg.LinearOperatorDiag, tf.linalg.LinearOperatorScaledIdentity)


class MultivariateNormalLinearOperator(_LocScaleVector):
    """Normal(loc, scale scaleᵀ). Replaces: tf.contrib.distributions.MultivariateNormalLinearOperator"""

    def __init__(
        self,
        loc=None,
        scale=None,
        validate_args=False,
        allow_nan_stats=True,
        name="MultivariateNormalLinearOperator",
    ):
        parameters = dict(locals())
        dtype = tf.float32 if scale is None else scale.dtype
        base = normal.Normal(tf.zeros([], dtype=dtype), tf.ones([], dtype=dtype))
        super().__init__(base, loc, scale, validate_args, name, parameters)
        self._allow_nan_stats = allow_nan_stats

    def _mean(self):
        return self._mode()

    def _covariance(self):
        if self._diagonal():
            return tf.linalg.diag(tf.square(self.scale.diag_part()))
        return self.scale.matmul(self.scale.to_dense(), adjoint_arg=True)

    def _variance(self):
        if self._diagonal():
            return tf.square(self.scale.diag_part())
        return tf.linalg.diag_part(self._covariance())

    def _stddev(self):
        if self._diagonal():
            return tf.abs(self.scale.diag_part())
        return tf.sqrt(self._variance())


class MultivariateNormalDiag(MultivariateNormalLinearOperator):
    """scale = diag(scale_diag) + scale_identity_multiplier I.

    Replaces: tf.contrib.distributions.MultivariateNormalDiag
    """

    def __init__(
        self,
        loc=None,
        scale_diag=None,
        scale_identity_multiplier=None,
        validate_args=False,
        allow_nan_stats=True,
        name="MultivariateNormalDiag",
    ):
        parameters = dict(locals())
        with tf.name_scope(name) as name, tf.name_scope("init", values=[loc, scale_diag, scale_identity_multiplier]):
            scale = diagonal_scale(loc, scale_diag, scale_identity_multiplier)
        super().__init__(loc, scale, validate_args, allow_nan_stats, name)
        self._parameters = {k: v for k, v in parameters.items() if k not in ("self", "__class__")}


def diagonal_scale(loc, diag, identity):
    """The LinearOperator of a diagonal scale; ones where neither part is given and `loc` tells how many."""
    loc = None if loc is None else tf.convert_to_tensor(loc, name="loc")
    hint = None if loc is None or loc.shape.rank == 0 else loc.shape[-1]
    if diag is None and identity is None:
        if loc is None:
            raise ValueError("Must specify one or both of `scale_diag`, `scale_identity_multiplier`.")
        identity = tf.ones([], dtype=loc.dtype)
    return linear_operator(identity, diag, None, shape_hint=hint)


class MultivariateNormalDiagWithSoftplusScale(MultivariateNormalDiag):
    """scale = diag(softplus(scale_diag)). Replaces: tf.contrib.distributions.MultivariateNormalDiagWithSoftplusScale"""

    def __init__(
        self,
        loc,
        scale_diag,
        validate_args=False,
        allow_nan_stats=True,
        name="MultivariateNormalDiagWithSoftplusScale",
    ):
        super().__init__(loc, tf.nn.softplus(scale_diag), None, validate_args, allow_nan_stats, name)
        self._parameters["scale_diag"] = scale_diag
        del self._parameters["scale_identity_multiplier"]


class MultivariateNormalTriL(MultivariateNormalLinearOperator):
    """scale is lower triangular. Replaces: tf.contrib.distributions.MultivariateNormalTriL"""

    def __init__(
        self, loc=None, scale_tril=None, validate_args=False, allow_nan_stats=True, name="MultivariateNormalTriL"
    ):
        parameters = dict(locals())
        if loc is None and scale_tril is None:
            raise ValueError("Must specify one or both of `loc`, `scale_tril`.")
        with tf.name_scope(name) as name, tf.name_scope("init", values=[loc, scale_tril]):
            if scale_tril is None:
                scale = diagonal_scale(loc, None, None)
            else:
                scale = tf.linalg.LinearOperatorLowerTriangular(
                    tf.convert_to_tensor(scale_tril, name="scale_tril"),
                    is_non_singular=True,
                    is_self_adjoint=False,
                    is_positive_definite=False,
                )
        super().__init__(loc, scale, validate_args, allow_nan_stats, name)
        self._parameters = {k: v for k, v in parameters.items() if k not in ("self", "__class__")}


class MultivariateNormalFullCovariance(MultivariateNormalTriL):
    """Normal(loc, covariance_matrix). Replaces: tf.contrib.distributions.MultivariateNormalFullCovariance"""

    def __init__(
        self,
        loc=None,
        covariance_matrix=None,
        validate_args=False,
        allow_nan_stats=True,
        name="MultivariateNormalFullCovariance",
    ):
        parameters = dict(locals())
        scale_tril = None
        with tf.name_scope(name) as name, tf.name_scope("init", values=[loc, covariance_matrix]):
            if covariance_matrix is not None:
                covariance = tf.convert_to_tensor(covariance_matrix, name="covariance_matrix")
                if validate_args:
                    with tf.control_dependencies([util.assert_symmetric(covariance)]):
                        covariance = tf.identity(covariance)
                scale_tril = tf.cholesky(covariance)
        super().__init__(loc, scale_tril, validate_args, allow_nan_stats, name)
        self._parameters = {k: v for k, v in parameters.items() if k not in ("self", "__class__")}


class MultivariateNormalDiagPlusLowRank(MultivariateNormalLinearOperator):
    """scale = diagonal + U diag(m) Uᵀ. Replaces: tf.contrib.distributions.MultivariateNormalDiagPlusLowRank"""

    def __init__(
        self,
        loc=None,
        scale_diag=None,
        scale_identity_multiplier=None,
        scale_perturb_factor=None,
        scale_perturb_diag=None,
        validate_args=False,
        allow_nan_stats=True,
        name="MultivariateNormalDiagPlusLowRank",
    ):
        parameters = dict(locals())
        with tf.name_scope(name) as name, tf.name_scope("init", values=[loc, scale_diag, scale_perturb_factor]):
            if scale_perturb_factor is None:
                scale = diagonal_scale(loc, scale_diag, scale_identity_multiplier)
            else:
                scale = linear_operator(
                    scale_identity_multiplier, scale_diag, None, scale_perturb_factor, scale_perturb_diag
                )
        super().__init__(loc, scale, validate_args, allow_nan_stats, name)
        self._parameters = {k: v for k, v in parameters.items() if k not in ("self", "__class__")}


class VectorLaplaceDiag(_LocScaleVector):
    """loc + diag(scale) z, z from Laplace(0, 1). Replaces: tf.contrib.distributions.VectorLaplaceDiag"""

    def __init__(
        self,
        loc=None,
        scale_diag=None,
        scale_identity_multiplier=None,
        validate_args=False,
        allow_nan_stats=True,
        name="VectorLaplaceDiag",
    ):
        parameters = dict(locals())
        scale = diagonal_scale(loc, scale_diag, scale_identity_multiplier)
        base = laplace.Laplace(tf.zeros([], scale.dtype), tf.ones([], scale.dtype), allow_nan_stats=allow_nan_stats)
        super().__init__(base, loc, scale, validate_args, name, parameters)

    def _mean(self):
        return self._mode()

    def _variance(self):
        return self._spread(2.0 * tf.square(self.scale.diag_part()))

    def _stddev(self):
        return self._spread(np.sqrt(2) * tf.abs(self.scale.diag_part()))

    def _covariance(self):
        return tf.linalg.diag(self._variance())


class VectorExponentialDiag(_LocScaleVector):
    """loc + diag(scale) z, z from Exponential(1). Replaces: tf.contrib.distributions.VectorExponentialDiag"""

    def __init__(
        self,
        loc=None,
        scale_diag=None,
        scale_identity_multiplier=None,
        validate_args=False,
        allow_nan_stats=True,
        name="VectorExponentialDiag",
    ):
        parameters = dict(locals())
        scale = diagonal_scale(loc, scale_diag, scale_identity_multiplier)
        base = exponential.Exponential(tf.ones([], scale.dtype), allow_nan_stats=allow_nan_stats)
        super().__init__(base, loc, scale, validate_args, name, parameters)

    def _mean(self):
        return self._mode() + self.scale.diag_part()

    def _variance(self):
        return self._spread(tf.square(self.scale.diag_part()))

    def _stddev(self):
        return self._spread(tf.abs(self.scale.diag_part()))

    def _covariance(self):
        return tf.linalg.diag(self._variance())


class Independent(living.Distribution):
    """The last batch dimensions as part of the event. Replaces: tf.contrib.distributions.Independent"""

    def __init__(self, distribution, reinterpreted_batch_ndims=None, validate_args=False, name=None):
        parameters = {k: v for k, v in locals().items() if k not in ("self", "__class__")}
        name = name or "Independent" + distribution.name
        self._distribution = distribution
        rank = distribution.batch_shape.rank
        if reinterpreted_batch_ndims is None:
            if rank is None:
                raise NotImplementedError(
                    "Independent: reinterpreted_batch_ndims is needed for a batch of unknown rank"
                )
            reinterpreted_batch_ndims = max(0, rank - 1)
        static = tf.get_static_value(tf.convert_to_tensor(reinterpreted_batch_ndims, dtype=tf.int32))
        if static is None:
            raise NotImplementedError("Independent: reinterpreted_batch_ndims must be known when the graph is built")
        self._ndims = int(static)
        if rank is not None and self._ndims > rank:
            raise ValueError(f"reinterpreted_batch_ndims({self._ndims}) cannot exceed distribution.batch_ndims({rank})")
        with tf.name_scope(name) as name:
            super().__init__(
                dtype=distribution.dtype,
                reparameterization_type=distribution.reparameterization_type,
                validate_args=validate_args,
                allow_nan_stats=distribution.allow_nan_stats,
                parameters=parameters,
                graph_parents=distribution._graph_parents,
                name=name,
            )

    distribution = property(lambda self: self._distribution, doc="The one reinterpreted.")
    reinterpreted_batch_ndims = property(lambda self: self._ndims, doc="How many dimensions move to the event.")

    def _batch_shape_tensor(self):
        shape = self.distribution.batch_shape_tensor()
        return shape[: tf.size(shape) - self._ndims]

    def _batch_shape(self):
        shape = self.distribution.batch_shape
        return shape if shape.rank is None else shape[: shape.rank - self._ndims]

    def _event_shape_tensor(self):
        shape = self.distribution.batch_shape_tensor()
        return tf.concat([shape[tf.size(shape) - self._ndims :], self.distribution.event_shape_tensor()], 0)

    def _event_shape(self):
        shape = self.distribution.batch_shape
        moved = tf.TensorShape(None) if shape.rank is None else shape[shape.rank - self._ndims :]
        return moved.concatenate(self.distribution.event_shape)

    def _sample_n(self, n, seed=None):
        return self.distribution.sample(sample_shape=n, seed=seed)

    def _total(self, x):
        return tf.reduce_sum(x, axis=list(range(-self._ndims, 0))) if self._ndims else x

    def _log_prob(self, x):
        return self._total(self.distribution.log_prob(x))

    def _entropy(self):
        return self._total(self.distribution.entropy())

    def _mean(self):
        return self.distribution.mean()

    def _variance(self):
        return self.distribution.variance()

    def _stddev(self):
        return self.distribution.stddev()

    def _mode(self):
        return self.distribution.mode()


@kullback_leibler.RegisterKL(Independent, Independent)
def _kl_independent(a, b, name="kl_independent"):
    if a.event_shape != b.event_shape or a.distribution.event_shape != b.distribution.event_shape:
        raise ValueError("Event shapes do not match.")
    with tf.name_scope(name):
        return a._total(kullback_leibler.kl_divergence(a.distribution, b.distribution))


@kullback_leibler.RegisterKL(MultivariateNormalLinearOperator, MultivariateNormalLinearOperator)
def _kl_mvn(a, b, name=None):
    """½ (log|B|/|A| - k + tr(B⁻¹A) + (μb - μa)ᵀ B⁻¹ (μb - μa)), A and B the covariances."""
    with tf.name_scope(name, "kl_mvn"):
        ratio = b.scale.solve(a.scale.to_dense())
        whitened = b.scale.solvevec(b.mean() - a.mean())
        k = tf.cast(a.scale.domain_dimension_tensor(), a.dtype)
        logs = b.scale.log_abs_determinant() - a.scale.log_abs_determinant()
        squares = tf.reduce_sum(tf.square(ratio), axis=[-2, -1]) + tf.reduce_sum(tf.square(whitened), axis=-1)
        return logs + 0.5 * (squares - k)
