"""``tf.contrib.distributions``: the continuous distributions of scalars that are gone with it."""

import math

import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.python.ops.distributions import gamma, special_math
from tf2notes.legacy.tf1.contrib.distributions._base import (
    Parametrized,
    after,
    open_uniform,
    parameter,
    positive,
    undefined,
)


class _LocScale(Parametrized):
    loc = parameter("loc", "Where the distribution lies.")
    scale = parameter("scale", "How wide the distribution is.")

    def __init__(self, loc, scale, validate_args=False, allow_nan_stats=True, name=None):
        parameters = dict(locals())
        with tf.name_scope(name, values=[loc, scale]) as scope:
            scale = positive(tf.convert_to_tensor(scale), validate_args)
            loc = tf.identity(tf.convert_to_tensor(loc), name="loc")
            tf.debugging.assert_same_float_dtype([loc, scale])
        super().__init__(parameters, {"loc": loc, "scale": scale}, scope, reparameterized=True)

    @staticmethod
    def _param_shapes(sample_shape):
        return dict.fromkeys(("loc", "scale"), tf.convert_to_tensor(sample_shape, dtype=tf.int32))

    def _z(self, x):
        return (x - self.loc) / self.scale

    def _uniform(self, n, seed):
        return open_uniform(tf.concat([[n], self.batch_shape_tensor()], 0), self.dtype, seed)


class Logistic(_LocScale):
    """p(x) = e^-z / (s (1 + e^-z)^2), z = (x - loc)/s. Replaces: tf.contrib.distributions.Logistic"""

    def __init__(self, loc, scale, validate_args=False, allow_nan_stats=True, name="Logistic"):
        super().__init__(loc, scale, validate_args, allow_nan_stats, name)

    def _sample_n(self, n, seed=None):
        uniform = self._uniform(n, seed)
        return (tf.log(uniform) - tf.log1p(-1.0 * uniform)) * self.scale + self.loc

    def _log_prob(self, x):
        z = self._z(x)
        return -z - 2.0 * tf.nn.softplus(-z) - tf.log(self.scale)

    def _log_cdf(self, x):
        return -tf.nn.softplus(-self._z(x))

    def _cdf(self, x):
        return tf.sigmoid(self._z(x))

    def _log_survival_function(self, x):
        return -tf.nn.softplus(self._z(x))

    def _survival_function(self, x):
        return tf.sigmoid(-self._z(x))

    def _entropy(self):
        return self._broadcast(2.0 + tf.log(self.scale))

    def _mean(self):
        return self._broadcast(self.loc)

    def _stddev(self):
        return self._broadcast(self.scale * math.pi / math.sqrt(3))

    _mode = _mean


class Gumbel(_LocScale):
    """cdf(x) = exp(-e^-z), z = (x - loc)/scale. Replaces: tf.contrib.distributions' Gumbel"""

    def __init__(self, loc, scale, validate_args=False, allow_nan_stats=True, name="Gumbel"):
        super().__init__(loc, scale, validate_args, allow_nan_stats, name)

    def _sample_n(self, n, seed=None):
        return -tf.log(-tf.log(self._uniform(n, seed))) * self.scale + self.loc

    def _log_prob(self, x):
        z = self._z(x)
        return -z - tf.exp(-z) - tf.log(self.scale)

    def _log_cdf(self, x):
        return -tf.exp(-self._z(x))

    def _cdf(self, x):
        return tf.exp(-tf.exp(-self._z(x)))

    def _entropy(self):
        return self._broadcast(1 + tf.log(self.scale) + np.euler_gamma)

    def _mean(self):
        return self._broadcast(self.loc + self.scale * np.euler_gamma)

    def _stddev(self):
        return self._broadcast(self.scale * math.pi / math.sqrt(6))

    def _mode(self):
        return self._broadcast(self.loc)


class Cauchy(_LocScale):
    """p(x) = 1 / (π s (1 + z²)), z = (x - loc)/s; it has no mean. Replaces: tf.contrib.distributions.Cauchy"""

    def __init__(self, loc, scale, validate_args=False, allow_nan_stats=True, name="Cauchy"):
        super().__init__(loc, scale, validate_args, allow_nan_stats, name)

    def _sample_n(self, n, seed=None):
        shape = tf.concat([[n], self.batch_shape_tensor()], 0)
        return self._quantile(tf.random_uniform(shape, minval=0.0, maxval=1.0, dtype=self.dtype, seed=seed))

    def _log_prob(self, x):
        return -tf.log1p(tf.square(self._z(x))) - (np.log(np.pi) + tf.log(self.scale))

    def _cdf(self, x):
        return tf.atan(self._z(x)) / np.pi + 0.5

    def _log_cdf(self, x):
        return tf.log1p(2 / np.pi * tf.atan(self._z(x))) - np.log(2)

    def _entropy(self):
        return self._broadcast(np.log(4 * np.pi) + tf.log(self.scale))

    def _quantile(self, p):
        return self.loc + self.scale * tf.tan(np.pi * (p - 0.5))

    def _mode(self):
        return self._broadcast(self.loc)

    def _mean(self):
        if self.allow_nan_stats:
            return tf.fill(self.batch_shape_tensor(), self.dtype.as_numpy_dtype(np.nan))
        raise ValueError("`mean` is undefined for Cauchy distribution.")

    def _stddev(self):
        if self.allow_nan_stats:
            return tf.fill(self.batch_shape_tensor(), self.dtype.as_numpy_dtype(np.nan))
        raise ValueError("`stddev` is undefined for Cauchy distribution.")


class HalfNormal(Parametrized):
    """|x| of a Normal(0, scale). Replaces: tf.contrib.distributions.HalfNormal"""

    scale = parameter("scale", "The scale of the normal distribution.")

    def __init__(self, scale, validate_args=False, allow_nan_stats=True, name="HalfNormal"):
        parameters = dict(locals())
        with tf.name_scope(name, values=[scale]) as scope:
            scale = positive(tf.convert_to_tensor(scale), validate_args)
        super().__init__(parameters, {"scale": scale}, scope, reparameterized=True)

    def _sample_n(self, n, seed=None):
        shape = tf.concat([[n], self.batch_shape_tensor()], 0)
        return tf.abs(tf.random_normal(shape, mean=0.0, stddev=1.0, dtype=self.dtype, seed=seed) * self.scale)

    def _prob(self, x):
        density = np.sqrt(2 / np.pi) / self.scale * tf.exp(-0.5 * tf.square(x / self.scale))
        return density * tf.cast(x >= 0, self.dtype)

    def _cdf(self, x):
        return tf.erf(tf.nn.relu(x) / self.scale / np.sqrt(2.0))

    def _entropy(self):
        return 0.5 * tf.log(np.pi * self.scale**2.0 / 2.0) + 0.5

    def _mean(self):
        return self.scale * np.sqrt(2.0) / np.sqrt(np.pi)

    def _quantile(self, p):
        return np.sqrt(2.0) * self.scale * special_math.erfinv(p)

    def _mode(self):
        return tf.zeros(self.batch_shape_tensor(), dtype=self.dtype)

    def _variance(self):
        return self.scale**2.0 * (1.0 - 2.0 / np.pi)


class InverseGamma(Parametrized):
    """1/x of a Gamma(concentration, rate). Replaces: tf.contrib.distributions.InverseGamma"""

    concentration = parameter("concentration", "Shape parameter.")
    rate = parameter("rate", "Scale parameter of 1/x.")

    def __init__(self, concentration, rate, validate_args=False, allow_nan_stats=True, name="InverseGamma"):
        parameters = dict(locals())
        with tf.name_scope(name, values=[concentration, rate]) as scope:
            concentration = positive(tf.convert_to_tensor(concentration), validate_args)
            rate = positive(tf.convert_to_tensor(rate), validate_args)
        super().__init__(parameters, {"concentration": concentration, "rate": rate}, scope, reparameterized=False)

    def _sample_n(self, n, seed=None):
        return 1.0 / tf.random_gamma([n], self.concentration, beta=self.rate, dtype=self.dtype, seed=seed)

    def _log_prob(self, x):
        unnormalized = -(1.0 + self.concentration) * tf.log(x) - self.rate / x
        return unnormalized - (tf.lgamma(self.concentration) - self.concentration * tf.log(self.rate))

    def _cdf(self, x):
        return tf.igammac(self.concentration, self.rate / x)

    def _entropy(self):
        a = self.concentration
        return a + tf.log(self.rate) + tf.lgamma(a) - (1.0 + a) * tf.digamma(a)

    def _mean(self):
        a = self._broadcast(self.concentration)
        return undefined(self, self.rate / (a - 1.0), a > 1, "mean undefined when any concentration <= 1")

    def _variance(self):
        a = self._broadcast(self.concentration)
        value = tf.square(self.rate) / tf.square(a - 1.0) / (a - 2.0)
        return undefined(self, value, a > 2, "variance undefined when any concentration <= 2")

    def _mode(self):
        return self._broadcast(self.rate / (1.0 + self.concentration))


class InverseGammaWithSoftplusConcentrationRate(InverseGamma):
    """Replaces: tf.contrib.distributions.InverseGammaWithSoftplusConcentrationRate"""

    def __init__(
        self,
        concentration,
        rate,
        validate_args=False,
        allow_nan_stats=True,
        name="InverseGammaWithSoftplusConcentrationRate",
    ):
        parameters = dict(locals())
        concentration, rate = tf.nn.softplus(concentration), tf.nn.softplus(rate)
        super().__init__(concentration, rate, validate_args, allow_nan_stats, name)
        self._parameters = {k: v for k, v in parameters.items() if k not in ("self", "__class__")}


class Chi2(gamma.Gamma):
    """A Gamma(df/2, 1/2). Replaces: tf.contrib.distributions.Chi2"""

    def __init__(self, df, validate_args=False, allow_nan_stats=True, name="Chi2"):
        with tf.name_scope(name, values=[df]) as scope:
            self._df = positive(tf.convert_to_tensor(df), validate_args)
            half = tf.constant(0.5, dtype=self._df.dtype)
            super().__init__(half * self._df, half, validate_args, allow_nan_stats, scope)
        self._parameters = {
            "df": df,
            "validate_args": validate_args,
            "allow_nan_stats": allow_nan_stats,
            "name": name,
        }

    @property
    def df(self):
        """Degrees of freedom."""
        return self._df

    @staticmethod
    def _param_shapes(sample_shape):
        return {"df": tf.convert_to_tensor(sample_shape, dtype=tf.int32)}


class Chi2WithAbsDf(Chi2):
    """``df = floor(|df|)``. Replaces: tf.contrib.distributions.Chi2WithAbsDf"""

    def __init__(self, df, validate_args=False, allow_nan_stats=True, name="Chi2WithAbsDf"):
        whole = tf.floor(tf.abs(df, name="abs_df"), name="floor_abs_df")
        super().__init__(whole, validate_args, allow_nan_stats, name)
        self._parameters["df"] = df


class Kumaraswamy(Parametrized):
    """cdf(x) = 1 - (1 - x^a)^b on (0, 1). Replaces: tf.contrib.distributions.Kumaraswamy"""

    concentration1 = parameter("concentration1", "The a.")
    concentration0 = parameter("concentration0", "The b.")

    def __init__(
        self, concentration1=None, concentration0=None, validate_args=False, allow_nan_stats=True, name="Kumaraswamy"
    ):
        parameters = dict(locals())
        with tf.name_scope(name, values=[concentration1, concentration0]) as scope:
            a = positive(tf.convert_to_tensor(concentration1, name="concentration1"), validate_args)
            b = positive(tf.convert_to_tensor(concentration0, name="concentration0"), validate_args)
        super().__init__(parameters, {"concentration1": a, "concentration0": b}, scope, reparameterized=True)

    def _sample_n(self, n, seed=None):
        shape = tf.concat([[n], self.batch_shape_tensor()], 0)
        uniform = tf.random_uniform(shape, dtype=self.dtype, seed=seed)
        return tf.exp(tf.log1p(-tf.exp(tf.log1p(-uniform) / self.concentration0)) / self.concentration1)

    def _log_prob(self, x):
        a, b = self.concentration1, self.concentration0
        return tf.log(a) + tf.log(b) + (a - 1) * tf.log(x) + (b - 1) * tf.log1p(-(x**a))

    def _log_cdf(self, x):
        return tf.log1p(-((1 - x**self.concentration1) ** self.concentration0))

    def _cdf(self, x):
        return 1 - (1 - x**self.concentration1) ** self.concentration0

    def _entropy(self):
        a, b = self.concentration1, self.concentration0
        harmonic = tf.digamma(b + 1.0) + np.euler_gamma
        return (1 - 1.0 / a) + (1 - 1.0 / b) * harmonic + tf.log(a) + tf.log(b)  # TF1's signs of the logarithms

    def _moment(self, n):
        a, b = self._broadcast(self.concentration1), self.concentration0
        return tf.exp(tf.log(b) + tf.lgamma(1 + n / a) + tf.lgamma(b) - tf.lgamma(1 + n / a + b))

    def _mean(self):
        return self._moment(1)

    def _variance(self):
        return self._moment(2) - tf.square(self._moment(1))

    def _mode(self):
        a, b = self._broadcast(self.concentration1), self._broadcast(self.concentration0)
        value = ((a - 1) / (a * b - 1)) ** (1 / a)
        return undefined(self, value, tf.logical_and(a > 1.0, b > 1.0), "Mode undefined for concentration <= 1.")


class Deterministic(Parametrized):
    """All mass at `loc`, give or take ``atol + rtol |loc|``. Replaces: tf.contrib.distributions.Deterministic"""

    loc = parameter("loc", "Where the mass is.")
    _vector = 0

    def __init__(self, loc, atol=None, rtol=None, validate_args=False, allow_nan_stats=True, name="Deterministic"):
        parameters = dict(locals(), is_vector=bool(self._vector))
        with tf.name_scope(name, values=[loc, atol, rtol]) as scope:
            loc = tf.convert_to_tensor(loc, name="loc")
            if self._vector and validate_args and loc.shape.rank == 0:
                raise ValueError("Argument loc must be at least rank 1.")
            self._atol = self._tolerance(atol, loc, validate_args)
            self._rtol = self._tolerance(rtol, loc, validate_args)
            self._slack = self._atol + self._rtol * tf.abs(loc)
        super().__init__(parameters, {"loc": loc}, scope, reparameterized=False)

    def _tolerance(self, value, loc, validate_args):
        value = tf.convert_to_tensor(0 if value is None else value, dtype=loc.dtype)
        return (
            after([tf.assert_non_negative(value, message="Argument 'tol' must be non-negative")], value)
            if validate_args
            else value
        )

    atol = parameter("atol", "Absolute tolerance.")
    rtol = parameter("rtol", "Relative tolerance.")

    def _mean(self):
        return tf.identity(self.loc)

    _mode = _mean

    def _variance(self):
        return tf.zeros_like(self.loc)

    def _entropy(self):
        return tf.zeros(self.batch_shape_tensor(), dtype=self.dtype)

    def _sample_n(self, n, seed=None):
        return tf.broadcast_to(self.loc, tf.concat([[n], tf.shape(self.loc)], 0))

    def _prob(self, x):
        return tf.cast(tf.abs(x - self.loc) <= self._slack, self.dtype)

    def _cdf(self, x):
        return tf.cast(x >= self.loc - self._slack, self.dtype)


class VectorDeterministic(Deterministic):
    """All mass at a vector. Replaces: tf.contrib.distributions.VectorDeterministic"""

    _vector = 1

    def __init__(
        self, loc, atol=None, rtol=None, validate_args=False, allow_nan_stats=True, name="VectorDeterministic"
    ):
        super().__init__(loc, atol, rtol, validate_args, allow_nan_stats, name)

    def _batch_shape_tensor(self):
        return tf.shape(self.loc)[:-1]

    def _batch_shape(self):
        return self.loc.shape[:-1]

    def _event_shape_tensor(self):
        return tf.shape(self.loc)[-1:]

    def _event_shape(self):
        return self.loc.shape[-1:]

    def _prob(self, x):
        return tf.cast(tf.reduce_all(tf.abs(x - self.loc) <= self._slack, axis=-1), self.dtype)

    def _cdf(self, x):
        raise NotImplementedError("cdf is not implemented: VectorDeterministic")
