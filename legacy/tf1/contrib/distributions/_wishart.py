"""The Wishart distributions of positive definite matrices."""

import math

import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.python.ops.distributions import distribution as living
from tensorflow.python.ops.distributions import util
from tf2notes.legacy.tf1.contrib.distributions._base import after


class _WishartLinearOperator(living.Distribution):
    """The sum of df outer products of normal vectors with covariance scale scaleᵀ, df any number.

    Raises:
        TypeError: the scale is not of a floating-point dtype.
        ValueError: it is not square, or `df` is less than its dimension.
    """

    def __init__(
        self,
        df,
        scale_operator,
        cholesky_input_output_matrices=False,
        validate_args=False,
        allow_nan_stats=True,
        name=None,
    ):
        parameters = {k: v for k, v in locals().items() if k not in ("self", "__class__")}
        self._cholesky_input_output_matrices = cholesky_input_output_matrices
        with tf.name_scope(name) as name, tf.name_scope("init", values=[df]):
            dtype = scale_operator.dtype
            if not dtype.is_floating:
                raise TypeError(f"scale_operator.dtype={dtype} is not a floating-point type")
            if not scale_operator.is_square:
                raise ValueError("scale_operator must be square.")
            self._scale_operator = scale_operator
            self._df = tf.convert_to_tensor(df, dtype=dtype, name="df")
            size = tf.compat.dimension_value(scale_operator.shape[-1]) if scale_operator.shape.rank else None
            if size is None:
                self._dimension = tf.cast(scale_operator.domain_dimension_tensor(), dtype=dtype, name="dimension")
            else:
                self._dimension = tf.convert_to_tensor(size, dtype=dtype, name="dimension")
            self._check_df(validate_args)
        super().__init__(
            dtype=dtype,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            reparameterization_type=living.FULLY_REPARAMETERIZED,
            parameters=parameters,
            graph_parents=[self._df, self._dimension],
            name=name,
        )

    def _check_df(self, validate_args):
        df, size = tf.get_static_value(self._df), tf.get_static_value(self._dimension)
        if df is not None and size is not None:
            df = np.atleast_1d(df)
            if (df < size).any():
                raise ValueError(
                    f"Degrees of freedom (df = {df}) cannot be less than dimension of scale matrix "
                    f"(scale.dimension = {size})"
                )
        elif validate_args:
            message = "Degrees of freedom cannot be less than dimension of scale matrix"
            self._df = after([tf.assert_less_equal(self._dimension, self._df, message=message)], self._df)

    df = property(lambda self: self._df, doc="The degrees of freedom.")
    scale_operator = property(lambda self: self._scale_operator, doc="The scale's Cholesky factor as an operator.")
    cholesky_input_output_matrices = property(
        lambda self: self._cholesky_input_output_matrices, doc="Whether matrices go in and out as Cholesky factors."
    )
    dimension = property(lambda self: self._dimension, doc="The size of the matrices, as a floating-point tensor.")

    def _square_scale_operator(self):
        return self.scale_operator.matmul(self.scale_operator.to_dense(), adjoint_arg=True)

    def scale(self):
        """The scale matrix, or its Cholesky factor."""
        return self.scale_operator.to_dense() if self._cholesky_input_output_matrices else self._square_scale_operator()

    def _event_shape_tensor(self):
        size = self.scale_operator.domain_dimension_tensor()
        return tf.stack([size, size])

    def _event_shape(self):
        size = self.scale_operator.domain_dimension
        return tf.TensorShape([size, size])

    def _batch_shape_tensor(self):
        return self.scale_operator.batch_shape_tensor()

    def _batch_shape(self):
        return self.scale_operator.batch_shape

    def _sample_n(self, n, seed):
        """Bartlett's way: normal numbers below the diagonal, roots of gammas on it, times the scale."""
        batch, event = self.batch_shape_tensor(), self.event_shape_tensor()
        ndims = tf.shape(batch)[0] + 3
        x = tf.random_normal(tf.concat([[n], batch, event], 0), 0.0, 1.0, dtype=self.dtype, seed=seed)
        df = self.df * tf.ones(batch, dtype=self.dtype)
        gammas = tf.random_gamma(
            shape=[n],
            alpha=self._multi_gamma_sequence(0.5 * df, self.dimension),
            beta=0.5,
            dtype=self.dtype,
            seed=util.gen_new_seed(seed, "wishart"),
        )
        x = tf.linalg.set_diag(tf.linalg.band_part(x, -1, 0), tf.sqrt(gammas))
        x = tf.transpose(x, tf.concat([tf.range(1, ndims), [0]], 0))  # samples last, to be columns of one product
        x = self.scale_operator.matmul(tf.reshape(x, tf.concat([batch, [event[0]], [-1]], 0)))
        x = tf.reshape(x, tf.concat([batch, event, [n]], 0))
        x = tf.transpose(x, tf.concat([[ndims - 1], tf.range(0, ndims - 1)], 0))
        return x if self.cholesky_input_output_matrices else tf.matmul(x, x, adjoint_b=True)

    def _log_prob(self, x):
        root = x if self.cholesky_input_output_matrices else tf.cholesky(x)
        batch, event = self.batch_shape_tensor(), self.event_shape_tensor()
        ndims = tf.rank(root)
        samples = ndims - tf.shape(batch)[0] - 2
        sample_shape = tf.shape(root)[:samples]
        y = tf.transpose(root, tf.concat([tf.range(samples, ndims), tf.range(0, samples)], 0))
        y = tf.reshape(y, tf.concat([batch, [tf.cast(self.dimension, tf.int32), -1]], 0))
        y = tf.reshape(self.scale_operator.solve(y), tf.concat([batch, event, sample_shape], 0))
        y = tf.transpose(y, tf.concat([tf.range(ndims - samples, ndims), tf.range(0, ndims - samples)], 0))
        trace = tf.reduce_sum(tf.square(y), axis=[-2, -1])
        half_log_det = tf.reduce_sum(tf.log(tf.linalg.diag_part(root)), axis=[-1])
        log_prob = (self.df - self.dimension - 1.0) * half_log_det - 0.5 * trace - self.log_normalization()
        if x.shape.rank is not None:
            log_prob.set_shape(x.shape[:-2])
        return log_prob

    def _prob(self, x):
        return tf.exp(self._log_prob(x))

    def _entropy(self):
        half_dp1 = 0.5 * self.dimension + 0.5
        half_df = 0.5 * self.df
        return (
            self.dimension * (half_df + half_dp1 * math.log(2.0))
            + 2 * half_dp1 * self.scale_operator.log_abs_determinant()
            + self._multi_lgamma(half_df, self.dimension)
            + (half_dp1 - half_df) * self._multi_digamma(half_df, self.dimension)
        )

    def _mean(self):
        if self.cholesky_input_output_matrices:
            return tf.sqrt(self.df) * self.scale_operator.to_dense()
        return self.df * self._square_scale_operator()

    def _variance(self):
        x = tf.sqrt(self.df) * self._square_scale_operator()
        diagonal = tf.expand_dims(tf.linalg.diag_part(x), -1)
        variance = tf.square(x) + tf.matmul(diagonal, diagonal, adjoint_b=True)
        return tf.cholesky(variance) if self.cholesky_input_output_matrices else variance

    def _stddev(self):
        if self.cholesky_input_output_matrices:
            raise ValueError("Computing std. dev. when is cholesky_input_output_matrices=True does not make sense.")
        return tf.cholesky(self.variance())

    def _mode(self):
        s = self.df - self.dimension - 1.0
        s = tf.where_v2(tf.less(s, 0.0), tf.constant(float("nan"), dtype=self.dtype, name="nan"), s)
        if self.cholesky_input_output_matrices:
            return tf.sqrt(s) * self.scale_operator.to_dense()
        return s * self._square_scale_operator()

    def mean_log_det(self, name="mean_log_det"):
        """The mean of the logarithm of the determinant."""
        with self._name_scope(name):
            log_det = 2 * self.scale_operator.log_abs_determinant()
            return self._multi_digamma(0.5 * self.df, self.dimension) + self.dimension * math.log(2.0) + log_det

    def log_normalization(self, name="log_normalization"):
        """The logarithm of what the density is divided by."""
        with self._name_scope(name):
            log_det = self.df * self.scale_operator.log_abs_determinant()
            constant = 0.5 * self.df * self.dimension * math.log(2.0)
            return log_det + constant + self._multi_lgamma(0.5 * self.df, self.dimension)

    def _multi_gamma_sequence(self, a, p, name="multi_gamma_sequence"):
        """a, a - 1/2, ..., a - (p - 1)/2, from the last on."""
        with self._name_scope(name, values=[a, p]):
            start = tf.constant(0.0, dtype=self.dtype)
            sequence = tf.raw_ops.LinSpace(start=start, stop=0.5 - 0.5 * p, num=tf.cast(p, tf.int32))
            return sequence + tf.expand_dims(a, [-1])

    def _multi_lgamma(self, a, p, name="multi_lgamma"):
        with self._name_scope(name, values=[a, p]):
            logs = tf.reduce_sum(tf.lgamma(self._multi_gamma_sequence(a, p)), axis=[-1])
            return 0.25 * p * (p - 1.0) * math.log(math.pi) + logs

    def _multi_digamma(self, a, p, name="multi_digamma"):
        with self._name_scope(name, values=[a, p]):
            return tf.reduce_sum(tf.digamma(self._multi_gamma_sequence(a, p)), axis=[-1])


def _triangular(factor):
    return tf.linalg.LinearOperatorLowerTriangular(
        tril=factor, is_non_singular=True, is_positive_definite=True, is_square=True
    )


class WishartCholesky(_WishartLinearOperator):
    """Its `scale` is a Cholesky factor. Replaces: tf.contrib.distributions.WishartCholesky"""

    def __init__(
        self,
        df,
        scale,
        cholesky_input_output_matrices=False,
        validate_args=False,
        allow_nan_stats=True,
        name="WishartCholesky",
    ):
        parameters = {k: v for k, v in locals().items() if k not in ("self", "__class__")}
        with tf.name_scope(name, values=[scale]) as name:
            with tf.name_scope("init", values=[scale]):
                scale = tf.convert_to_tensor(scale)
                if validate_args:
                    positive = tf.assert_positive(tf.linalg.diag_part(scale), message="scale must be positive definite")
                    rows, columns = tf.shape(scale)[-1], tf.shape(scale)[-2]
                    scale = after([positive, tf.assert_equal(rows, columns, message="scale must be square")], scale)
            super().__init__(
                df, _triangular(scale), cholesky_input_output_matrices, validate_args, allow_nan_stats, name
            )
        self._parameters = parameters


class WishartFull(_WishartLinearOperator):
    """Its `scale` is the matrix itself. Replaces: tf.contrib.distributions.WishartFull"""

    def __init__(
        self,
        df,
        scale,
        cholesky_input_output_matrices=False,
        validate_args=False,
        allow_nan_stats=True,
        name="WishartFull",
    ):
        parameters = {k: v for k, v in locals().items() if k not in ("self", "__class__")}
        with tf.name_scope(name) as name, tf.name_scope("init", values=[scale]):
            scale = tf.convert_to_tensor(scale)
            if validate_args:
                scale = after([util.assert_symmetric(scale)], scale)
            factor = tf.cholesky(scale)
            if validate_args:
                factor = after([tf.assert_positive(tf.linalg.diag_part(factor))], factor)
        super().__init__(df, _triangular(factor), cholesky_input_output_matrices, validate_args, allow_nan_stats, name)
        self._parameters = parameters
