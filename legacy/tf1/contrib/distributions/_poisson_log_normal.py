"""``PoissonLogNormalQuadratureCompound``: a Poisson distribution whose rate is log-normal, by quadrature."""

import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.python.ops.distributions import categorical, util
from tensorflow.python.ops.distributions import distribution as living
from tf2notes.legacy.tf1.contrib.distributions._discrete import Poisson
from tf2notes.legacy.tf1.contrib.distributions._quadrature import quadrature_scheme_lognormal_quantiles, static_concat


class PoissonLogNormalQuadratureCompound(living.Distribution):
    """Replaces: tf.contrib.distributions.PoissonLogNormalQuadratureCompound

    Args:
        loc, scale: of the normal distribution of the rate's logarithm.
        quadrature_size: how many rates stand for it.
        quadrature_fn: gives what becomes the logarithms of the rates, and their probabilities.
        validate_args, allow_nan_stats, name: as ever.

    Raises:
        TypeError: `quadrature_fn` gives two dtypes.
    """

    def __init__(
        self,
        loc,
        scale,
        quadrature_size=8,
        quadrature_fn=quadrature_scheme_lognormal_quantiles,
        validate_args=False,
        allow_nan_stats=True,
        name="PoissonLogNormalQuadratureCompound",
    ):
        parameters = {k: v for k, v in locals().items() if k not in ("self", "__class__")}
        with tf.name_scope(name, values=[loc, scale]) as name:
            loc = None if loc is None else tf.convert_to_tensor(loc, name="loc")
            if scale is not None:
                scale = tf.convert_to_tensor(scale, dtype=None if loc is None else loc.dtype, name="scale")
            grid, probs = quadrature_fn(loc, scale, quadrature_size, validate_args)
            if grid.dtype.base_dtype != probs.dtype.base_dtype:
                raise TypeError(
                    f"Quadrature grid dtype ({grid.dtype.name}) does not match quadrature probs dtype "
                    f"({probs.dtype.name})."
                )
            options = {"validate_args": validate_args, "allow_nan_stats": allow_nan_stats}
            self._distribution = Poisson(log_rate=grid, **options)
            self._mixture_distribution = categorical.Categorical(logits=tf.log(probs), **options)
            self._loc, self._scale, self._quadrature_size = loc, scale, quadrature_size
            super().__init__(
                dtype=grid.dtype,
                reparameterization_type=living.NOT_REPARAMETERIZED,
                parameters=parameters,
                graph_parents=[loc, scale],
                name=name,
                **options,
            )

    mixture_distribution = property(lambda self: self._mixture_distribution, doc="Of the rates.")
    distribution = property(lambda self: self._distribution, doc="The Poisson distributions, rates last.")
    loc = property(lambda self: self._loc, doc="The mean of the rate's logarithm.")
    scale = property(lambda self: self._scale, doc="Its standard deviation.")
    quadrature_size = property(lambda self: self._quadrature_size, doc="The number of rates.")

    def _batch_shape_tensor(self):
        logits = tf.shape(self.mixture_distribution.logits)
        return tf.broadcast_dynamic_shape(self.distribution.batch_shape_tensor(), logits)[:-1]

    def _batch_shape(self):
        logits = self.mixture_distribution.logits.shape
        return tf.broadcast_static_shape(self.distribution.batch_shape, logits)[:-1]

    def _event_shape(self):
        return tf.TensorShape([])

    def _sample_n(self, n, seed=None):
        size = self.batch_shape.num_elements()
        size = tf.reduce_prod(self.batch_shape_tensor()) if size is None else size
        more = util.pick_vector(self.mixture_distribution.is_scalar_batch(), [size], np.int32([]))
        ids = self.mixture_distribution.sample(
            sample_shape=static_concat([n], more),
            seed=util.gen_new_seed(seed, "poisson_lognormal_quadrature_compound"),
        )
        flat = util.pick_vector(self.is_scalar_batch(), np.int32([]), np.int32([-1]))
        ids = tf.reshape(ids, shape=static_concat([n], flat))
        count = self._quadrature_size
        ids += tf.range(start=0, limit=size * count, delta=count, dtype=ids.dtype)
        rate = tf.gather(tf.reshape(self.distribution.rate, shape=[-1]), ids)
        rate = tf.reshape(rate, shape=static_concat([n], self.batch_shape_tensor()))
        return tf.random_poisson(lam=rate, shape=[], dtype=self.dtype, seed=seed)

    def _log_prob(self, x):
        parts = self.mixture_distribution.logits + self.distribution.log_prob(x[..., tf.newaxis])
        return tf.reduce_logsumexp(parts, axis=-1)

    def _mean(self):
        return tf.exp(tf.reduce_logsumexp(self.mixture_distribution.logits + self.distribution.log_rate, axis=-1))

    def _log_variance(self):
        """Var[Y] = E[rate] + Var[rate], added as logarithms."""
        off = tf.abs(self.distribution.mean() - self._mean()[..., tf.newaxis])
        parts = tf.stack([self.distribution.log_rate, 2.0 * tf.log(off)], axis=-1)
        return tf.reduce_logsumexp(self.mixture_distribution.logits[..., tf.newaxis] + parts, axis=[-2, -1])

    def _variance(self):
        return tf.exp(self._log_variance())

    def _stddev(self):
        return tf.exp(0.5 * self._log_variance())
