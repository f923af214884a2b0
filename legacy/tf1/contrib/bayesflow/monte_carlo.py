"""Expectations as means over samples. Replaces: ``tf.contrib.bayesflow.monte_carlo``"""

import tensorflow.compat.v1 as tf

__all__ = ["expectation", "expectation_importance_sampler", "expectation_importance_sampler_logspace"]


def expectation(f, samples, log_prob=None, use_reparametrization=True, axis=0, keep_dims=False, name=None):
    """The mean of ``f(samples)``, whose gradient is that of the expectation.

    Args:
        f: a function of samples.
        samples: numbers drawn from the distribution.
        log_prob: of the distribution; needed where its samples have no gradient.
        use_reparametrization: whether they have one.
        axis, keep_dims: of the mean.
        name: of the name scope.

    Raises:
        ValueError: `f`, or a `log_prob` that is needed, is no function.
    """
    with tf.name_scope(name, "expectation", [samples]):
        if not callable(f):
            raise ValueError("`f` must be a callable function.")
        if use_reparametrization:
            return tf.reduce_mean(f(samples), axis=axis, keepdims=keep_dims)
        if not callable(log_prob):
            raise ValueError("`log_prob` must be a callable function.")
        x = tf.stop_gradient(samples)
        log_p = log_prob(x)
        value = f(x)
        value += tf.stop_gradient(value) * (log_p - tf.stop_gradient(log_p))  # adds 0, but its gradient
        return tf.reduce_mean(value, axis=axis, keepdims=keep_dims)


def expectation_importance_sampler(
    f, log_p, sampling_dist_q, z=None, n=None, seed=None, name="expectation_importance_sampler"
):
    """The mean of f under p, by samples of another distribution.

    Args:
        f: a function of samples.
        log_p: the logarithm of p, a function of samples.
        sampling_dist_q: what the samples are of.
        z: samples; or
        n: how many to draw.
        seed: for drawing.
        name: of the name scope.

    Raises:
        ValueError: none or both of `z` and `n`.
    """
    with tf.name_scope(name, values=[z, n]):
        z = _get_samples(sampling_dist_q, z, n, seed)
        log_weights = log_p(z) - sampling_dist_q.log_prob(z)
        value = f(z)
        # f = (f+ + 1) - (f- + 1), both parts positive and so with logarithms
        plus, minus = (tf.log(tf.nn.relu(part) + 1.0) for part in (value, -1.0 * value))
        return tf.exp(_logspace_mean(plus + log_weights)) - tf.exp(_logspace_mean(minus + log_weights))


def expectation_importance_sampler_logspace(
    log_f, log_p, sampling_dist_q, z=None, n=None, seed=None, name="expectation_importance_sampler_logspace"
):
    """The logarithm of the mean of a positive f: as `expectation_importance_sampler`."""
    with tf.name_scope(name, values=[z, n]):
        z = _get_samples(sampling_dist_q, z, n, seed)
        return _logspace_mean(log_f(z) + log_p(z) - sampling_dist_q.log_prob(z))


def _logspace_mean(log_values):
    center = tf.stop_gradient(tf.reduce_max(log_values, axis=[0]))
    return tf.log(tf.reduce_mean(tf.exp(log_values - center), axis=[0])) + center


def _get_samples(distribution, z, n, seed):
    with tf.name_scope("get_samples", values=[z, n]):
        if (n is None) == (z is None):
            raise ValueError(f'Must specify exactly one of arguments "n" and "z".  Found: n = {n}, z = {z}')
        return tf.convert_to_tensor(z, name="z") if n is None else distribution.sample(n, seed=seed)
