"""``Mixture`` and ``MixtureSameFamily``, and the conjugates of the normal distribution."""

import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.python.ops.distributions import categorical, normal, util
from tensorflow.python.ops.distributions import distribution as living


class _Mixed(living.Distribution):
    """What both mixtures share: component values stand in one dimension, just before the event's."""

    def _pad(self, weights, event_ndims):
        """Weights [..., k] as [..., k, 1, ..., 1]."""
        for _ in range(event_ndims):
            weights = weights[..., tf.newaxis]
        return weights

    def _event_ndims(self):
        rank = self.event_shape.rank
        if rank is None:
            raise NotImplementedError(f"{type(self).__name__}: the rank of the event must be known")
        return rank

    def _select(self, values, chosen):
        """Of values [n, B, k, E] those of the chosen components [n, B]."""
        ndims = self._event_ndims()
        dtype = values.dtype.as_numpy_dtype
        one = np.ones([], dtype=dtype)
        mask = tf.one_hot(chosen, depth=self.num_components, on_value=one, off_value=np.zeros([], dtype=dtype))
        return tf.reduce_sum(values * self._pad(mask, ndims), axis=-1 - ndims)


class Mixture(_Mixed):
    """One of several distributions, chosen by a Categorical. Replaces: tf.contrib.distributions.Mixture

    Differs: samples are drawn from every component and selected (TF1's ``use_static_graph=True``); both ways give
    samples of the same distribution, with a seed only that way gives the same numbers as TF1.
    """

    def __init__(
        self, cat, components, validate_args=False, allow_nan_stats=True, use_static_graph=False, name="Mixture"
    ):
        parameters = {k: v for k, v in locals().items() if k not in ("self", "__class__")}
        if not isinstance(cat, categorical.Categorical):
            raise TypeError(f"cat must be a Categorical distribution, but saw: {cat}")
        if not components:
            raise ValueError("components must be a non-empty list or tuple")
        if not isinstance(components, (list, tuple)):
            raise TypeError(f"components must be a list or tuple, but saw: {components}")
        if not all(isinstance(c, living.Distribution) for c in components):
            raise TypeError(f"all entries in components must be Distribution instances but saw: {components}")
        dtype = components[0].dtype
        if not all(d.dtype == dtype for d in components):
            raise TypeError(
                f"All components must have the same dtype, but saw dtypes: {[(d.name, d.dtype) for d in components]}"
            )
        event_shape, batch_shape = components[0].event_shape, components[0].batch_shape
        if not all(d.event_shape.is_compatible_with(event_shape) for d in components):
            raise ValueError("components must have compatible event shapes")
        if not all(d.batch_shape.is_compatible_with(batch_shape) for d in components):
            raise ValueError("components must have compatible batch shapes")
        k = tf.compat.dimension_value(cat.logits.shape[-1])
        if k is None:
            raise ValueError(
                "Could not infer number of classes from cat and cannot compare it to the number of components."
            )
        if k != len(components):
            raise ValueError(f"cat.num_classes != len(components): {k} vs. {len(components)}")
        self._cat, self._components, self._use_static_graph = cat, list(components), use_static_graph
        with tf.name_scope(name, values=[cat.logits]) as name:
            super().__init__(
                dtype=dtype,
                reparameterization_type=living.NOT_REPARAMETERIZED,
                validate_args=validate_args,
                allow_nan_stats=allow_nan_stats,
                parameters=parameters,
                graph_parents=[],
                name=name,
            )

    cat = property(lambda self: self._cat, doc="The Categorical that chooses.")
    components = property(lambda self: self._components, doc="The distributions chosen from.")
    num_components = property(lambda self: len(self._components), doc="How many there are.")

    def _batch_shape_tensor(self):
        return self.cat.batch_shape_tensor()

    def _batch_shape(self):
        return self.cat.batch_shape

    def _event_shape_tensor(self):
        return self.components[0].event_shape_tensor()

    def _event_shape(self):
        return self.components[0].event_shape

    def _weights(self, event_ndims):
        return [self._pad(p, event_ndims) for p in tf.unstack(tf.nn.softmax(self.cat.logits), axis=-1)]

    def _mean(self):
        weighted = zip(self._weights(self._event_ndims()), self.components, strict=True)
        return tf.add_n([p * d.mean() for p, d in weighted])

    def _stddev(self):
        weights, mean = self._weights(self._event_ndims()), self._mean()
        parts = [
            p * (tf.square(d.stddev()) + tf.square(d.mean() - mean))
            for p, d in zip(weights, self.components, strict=True)
        ]
        return tf.sqrt(tf.add_n(parts))

    def _variance(self):
        return tf.square(self._stddev())

    def _log_weights(self):
        return tf.unstack(tf.nn.log_softmax(self.cat.logits), axis=-1)

    def _log_prob(self, x):
        x = tf.convert_to_tensor(x, name="x")
        logs = [p + d.log_prob(x) for p, d in zip(self._log_weights(), self.components, strict=True)]
        return tf.reduce_logsumexp(tf.stack(logs, axis=0), axis=0)

    def _log_cdf(self, x):
        logs = [p + d.log_cdf(x) for p, d in zip(self._log_weights(), self.components, strict=True)]
        return tf.reduce_logsumexp(tf.stack(logs, axis=0), axis=0)

    def _prob(self, x):
        return tf.exp(self._log_prob(x))

    def _sample_n(self, n, seed=None):
        chosen = self.cat.sample(n, seed=seed)
        samples = []
        for component in self.components:
            seed = util.gen_new_seed(seed, "mixture")
            samples.append(component.sample(n, seed=seed))
        return self._select(tf.stack(samples, axis=-self._event_ndims() - 1), chosen)

    def entropy_lower_bound(self, name="entropy_lower_bound"):
        """The weighted mean of the components' entropies."""
        with self._name_scope(name, values=[self.cat.logits]):
            weighted = zip(self._weights(0), self.components, strict=True)
            return tf.add_n([p * d.entropy() for p, d in weighted])

    def _cat_probs(self, log_probs):
        """The probabilities (or their logarithms) as a list, a tensor a component."""
        return self._log_weights() if log_probs else self._weights(0)


class MixtureSameFamily(_Mixed):
    """A mixture of the members of one batch. Replaces: tf.contrib.distributions.MixtureSameFamily"""

    def __init__(
        self,
        mixture_distribution,
        components_distribution,
        validate_args=False,
        allow_nan_stats=True,
        name="MixtureSameFamily",
    ):
        parameters = {k: v for k, v in locals().items() if k not in ("self", "__class__")}
        if not mixture_distribution.dtype.is_integer:
            raise ValueError(f"`mixture_distribution.dtype` ({mixture_distribution.dtype.name}) is not over integers")
        k = components_distribution.batch_shape.with_rank_at_least(1)[-1]
        self.num_components = tf.compat.dimension_value(k)
        categories = tf.compat.dimension_value(mixture_distribution.logits.shape[-1])
        if None not in (self.num_components, categories) and categories != self.num_components:
            raise ValueError(
                f"`mixture_distribution components` ({categories}) does not equal "
                f"`components_distribution.batch_shape[-1]` ({self.num_components})"
            )
        self._mixture_distribution, self._components_distribution = mixture_distribution, components_distribution
        with tf.name_scope(name) as name:
            super().__init__(
                dtype=components_distribution.dtype,
                reparameterization_type=living.NOT_REPARAMETERIZED,
                validate_args=validate_args,
                allow_nan_stats=allow_nan_stats,
                parameters=parameters,
                graph_parents=mixture_distribution._graph_parents + components_distribution._graph_parents,
                name=name,
            )

    mixture_distribution = property(lambda self: self._mixture_distribution, doc="What chooses.")
    components_distribution = property(lambda self: self._components_distribution, doc="What is chosen from.")

    def _batch_shape_tensor(self):
        return self.components_distribution.batch_shape_tensor()[:-1]

    def _batch_shape(self):
        return self.components_distribution.batch_shape[:-1]

    def _event_shape_tensor(self):
        return self.components_distribution.event_shape_tensor()

    def _event_shape(self):
        return self.components_distribution.event_shape

    def _sample_n(self, n, seed):
        x = self.components_distribution.sample(n)  # TF1 leaves both without the seed
        return self._select(x, self.mixture_distribution.sample(n))

    def _log_prob(self, x):
        x = self._as_one(x)
        weights = tf.nn.log_softmax(self.mixture_distribution.logits, axis=-1)
        return tf.reduce_logsumexp(self.components_distribution.log_prob(x) + weights, axis=-1)

    def _as_one(self, x):
        return tf.expand_dims(x, axis=-1 - self._event_ndims())

    def _probs(self):
        return self._pad(self.mixture_distribution.probs, self._event_ndims())

    def _mean(self):
        return tf.reduce_sum(self._probs() * self.components_distribution.mean(), axis=-1 - self._event_ndims())

    def _log_cdf(self, x):
        weights = tf.nn.log_softmax(self.mixture_distribution.logits, axis=-1)
        return tf.reduce_logsumexp(self.components_distribution.log_cdf(self._as_one(x)) + weights, axis=-1)

    def _variance(self):
        axis = -1 - self._event_ndims()
        means = self.components_distribution.mean()
        spread = tf.reduce_sum(self._probs() * tf.square(means - self._as_one(self._mean())), axis=axis)
        return tf.reduce_sum(self._probs() * self.components_distribution.variance(), axis=axis) + spread


def normal_conjugates_known_scale_posterior(prior, scale, s, n):
    """The Normal of the mean after `n` values with sum `s` were seen.

    Replaces: tf.contrib.distributions.normal_conjugates_known_scale_posterior
    """
    _need_normal(prior, s)
    n = tf.cast(n, prior.dtype)
    prior_precision, precision = 1 / tf.square(prior.scale), n / tf.square(scale)
    variance = 1 / (prior_precision + precision)
    return normal.Normal((prior.loc * prior_precision + s / tf.square(scale)) * variance, tf.sqrt(variance))


def normal_conjugates_known_scale_predictive(prior, scale, s, n):
    """The Normal of the next value after `n` values with sum `s` were seen.

    Replaces: tf.contrib.distributions.normal_conjugates_known_scale_predictive
    """
    posterior = normal_conjugates_known_scale_posterior(prior, scale, s, n)
    return normal.Normal(posterior.loc, tf.sqrt(tf.square(posterior.scale) + tf.square(scale)))


def _need_normal(prior, s):
    if not isinstance(prior, normal.Normal):
        raise TypeError("Expected prior to be an instance of type Normal")
    if s.dtype != prior.dtype:
        raise TypeError(f"Observation sum s.dtype does not match prior dtype: {s.dtype} vs. {prior.dtype}")
