"""Numbers made skewed or heavy-tailed by sinh and arcsinh, alone and as vectors."""

import tensorflow.compat.v1 as tf
from tensorflow.python.ops.distributions import distribution as living
from tensorflow.python.ops.distributions import normal
from tf2notes.legacy.tf1.contrib.distributions import bijectors
from tf2notes.legacy.tf1.contrib.distributions._base import after
from tf2notes.legacy.tf1.contrib.distributions._location_scale import diagonal_scale
from tf2notes.legacy.tf1.contrib.distributions._transformed import TransformedDistribution


class _SkewedAndTailed(TransformedDistribution):
    """loc + C f(z), f with skewness and tailweight; C keeps f's value at 2 without skewness at 2 scale."""

    loc = property(lambda self: self._loc, doc="What is added.")
    scale = property(lambda self: self._scale, doc="The scale.")
    tailweight = property(lambda self: self._tailweight, doc="More than 1 for heavier tails than the base's.")
    skewness = property(lambda self: self._skewness, doc="More than 0 for more weight on the right.")

    def _shape(self, skewness, tailweight, scale, dtype):
        """The bijector f and C."""
        is_skewed = skewness is not None
        self._tailweight = tf.convert_to_tensor(1.0 if tailweight is None else tailweight, dtype, name="tailweight")
        self._skewness = tf.convert_to_tensor(skewness if is_skewed else 0.0, dtype, name="skewness")
        f = bijectors.SinhArcsinh(skewness=self._skewness, tailweight=self._tailweight)
        unskewed = f
        if is_skewed:
            unskewed = bijectors.SinhArcsinh(skewness=dtype.as_numpy_dtype(0.0), tailweight=self._tailweight)
        return f, 2 * scale / unskewed.forward(tf.convert_to_tensor(2.0, dtype=dtype))


class SinhArcsinh(_SkewedAndTailed):
    """Replaces: tf.contrib.distributions.SinhArcsinh"""

    def __init__(
        self,
        loc,
        scale,
        skewness=None,
        tailweight=None,
        distribution=None,
        validate_args=False,
        allow_nan_stats=True,
        name="SinhArcsinh",
    ):
        parameters = {k: v for k, v in locals().items() if k not in ("self", "__class__")}
        with tf.name_scope(name, values=[loc, scale, skewness, tailweight]) as name:
            self._loc = loc = tf.convert_to_tensor(loc, name="loc")
            dtype = loc.dtype.base_dtype
            self._scale = tf.convert_to_tensor(scale, name="scale", dtype=dtype)
            f, c = self._shape(skewness, tailweight, self._scale, dtype)
            batch_shape = loc.shape
            for each in (self._scale, self._tailweight, self._skewness):
                batch_shape = tf.broadcast_static_shape(batch_shape, each.shape)
            distribution, checks = _base(distribution, dtype, validate_args, allow_nan_stats)
            affine = bijectors.AffineScalar(
                shift=after(checks, loc) if checks else loc, scale=c, validate_args=validate_args
            )
            super().__init__(
                distribution=distribution,
                bijector=bijectors.Chain([affine, f]),
                batch_shape=batch_shape,
                validate_args=validate_args,
                name=name,
            )
        self._parameters = parameters


class VectorSinhArcsinhDiag(_SkewedAndTailed):
    """Replaces: tf.contrib.distributions.VectorSinhArcsinhDiag"""

    def __init__(
        self,
        loc=None,
        scale_diag=None,
        scale_identity_multiplier=None,
        skewness=None,
        tailweight=None,
        distribution=None,
        validate_args=False,
        allow_nan_stats=True,
        name="MultivariateNormalLinearOperator",
    ):
        parameters = {k: v for k, v in locals().items() if k not in ("self", "__class__")}
        values = [loc, scale_diag, scale_identity_multiplier, skewness, tailweight]
        with tf.name_scope(name, values=values) as name:
            self._loc = loc = None if loc is None else tf.convert_to_tensor(loc, name="loc")
            self._scale = diagonal_scale(loc, scale_diag, scale_identity_multiplier)
            diagonal = self._scale.diag_part()
            dtype = diagonal.dtype.base_dtype
            batch_shape = self._scale.batch_shape
            if loc is not None and loc.shape.rank:
                batch_shape = tf.broadcast_static_shape(batch_shape, loc.shape[:-1])
            distribution, checks = _base(distribution, dtype, validate_args, allow_nan_stats)
            f, c = self._shape(skewness, tailweight, after(checks, diagonal) if checks else diagonal, dtype)
            affine = bijectors.Affine(shift=loc, scale_diag=c, validate_args=validate_args)
            super().__init__(
                distribution=distribution,
                bijector=bijectors.Chain([affine, f]),
                batch_shape=batch_shape,
                event_shape=tf.TensorShape([tf.compat.dimension_value(self._scale.range_dimension)]),
                validate_args=validate_args,
                name=name,
            )
        self._parameters = parameters


def _base(distribution, dtype, validate_args, allow_nan_stats):
    """The distribution of z, by default normal, and the assertions that it is scalar."""
    if distribution is not None:
        return distribution, check_scalar_distribution(distribution, dtype, validate_args)
    zero, one = tf.zeros([], dtype=dtype), tf.ones([], dtype=dtype)
    return normal.Normal(loc=zero, scale=one, allow_nan_stats=allow_nan_stats), []


def check_scalar_distribution(distribution, dtype, validate_args):
    """The assertions that a distribution has scalar events and no batch.

    Raises:
        TypeError: it is of another dtype.
        ValueError: it is known to have a batch or events that are no scalars; with `validate_args` also where its
            samples have no gradient.
    """
    if distribution.dtype != dtype:
        raise TypeError(f'dtype mismatch; distribution.dtype="{distribution.dtype.name}" is not "{dtype.name}"')
    if validate_args and distribution.reparameterization_type != living.FULLY_REPARAMETERIZED:
        raise ValueError(
            "Base distribution should be reparameterized or be a function of non-trainable variables; "
            f'distribution.reparameterization_type = "{distribution.reparameterization_type}" '
            '!= "FULLY_REPARAMETERIZED".'
        )
    assertions = []
    with tf.name_scope("check_distribution"):
        for name in ("is_scalar_event", "is_scalar_batch"):
            is_scalar = getattr(distribution, name)()
            known = tf.get_static_value(is_scalar) if isinstance(is_scalar, tf.Tensor) else is_scalar
            message = f"distribution must be scalar; distribution.{name}=False is not True"
            if known is not None and not known:
                raise ValueError(message)
            if known is None and validate_args:
                assertions.append(tf.assert_equal(is_scalar, True, message=message))
    return assertions
