"""Distributions whose methods take more arguments than a value."""

from tensorflow.python.ops.distributions import distribution as living
from tf2notes.legacy.tf1.contrib.distributions._transformed import TransformedDistribution


class ConditionalDistribution(living.Distribution):
    """Hands further arguments by name to the subclass. Replaces: tf.contrib.distributions.ConditionalDistribution"""

    def sample(self, sample_shape=(), seed=None, name="sample", **condition_kwargs):
        """Numbers of shape `sample_shape`, batch and event."""
        return self._call_sample_n(sample_shape, seed, name, **condition_kwargs)

    def log_prob(self, value, name="log_prob", **condition_kwargs):
        """The logarithm of the density."""
        return self._call_log_prob(value, name, **condition_kwargs)

    def prob(self, value, name="prob", **condition_kwargs):
        """The density."""
        return self._call_prob(value, name, **condition_kwargs)

    def log_cdf(self, value, name="log_cdf", **condition_kwargs):
        """The logarithm of `cdf`."""
        return self._call_log_cdf(value, name, **condition_kwargs)

    def cdf(self, value, name="cdf", **condition_kwargs):
        """The probability of not more than `value`."""
        return self._call_cdf(value, name, **condition_kwargs)

    def log_survival_function(self, value, name="log_survival_function", **condition_kwargs):
        """The logarithm of `survival_function`."""
        return self._call_log_survival_function(value, name, **condition_kwargs)

    def survival_function(self, value, name="survival_function", **condition_kwargs):
        """The probability of more than `value`."""
        return self._call_survival_function(value, name, **condition_kwargs)


class ConditionalTransformedDistribution(ConditionalDistribution, TransformedDistribution):
    """Its methods take `bijector_kwargs` and `distribution_kwargs`, dicts handed to the two it is made of.

    Replaces: tf.contrib.distributions.ConditionalTransformedDistribution
    """
