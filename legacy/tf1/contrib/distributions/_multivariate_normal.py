"""The multivariate normal distributions, by what their scale is made of."""

import tensorflow.compat.v1 as tf
from tensorflow.python.ops.distributions import kullback_leibler, normal, util
from tf2notes.legacy.tf1.contrib.distributions._location_scale import LocScaleVector, diagonal_scale
from tf2notes.legacy.tf1.contrib.distributions.bijectors._linear import linear_operator


class MultivariateNormalLinearOperator(LocScaleVector):
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
