"""Distributions of vectors whose batch is known only when the graph runs."""

import numpy as np
import tensorflow as tf

ds = tf.contrib.distributions
_random = np.random.RandomState(0)
LOC, SCALE = _random.randn(3, 2).astype("f"), np.abs(_random.randn(3, 2)).astype("f") + 0.1


def _of(make, loc_shape=(None, 2), scale_shape=(None, 2), scale_value=SCALE):
    with tf.Graph().as_default(), tf.Session() as session:
        loc, scale = tf.placeholder(tf.float32, loc_shape), tf.placeholder(tf.float32, scale_shape)
        made = make(loc, scale)
        sample = made.sample(4, seed=3)
        log_prob = made.log_prob(made.sample(seed=5))
        wanted = {
            "sample": sample,
            "log_prob": log_prob,
            "batch": made.batch_shape_tensor(),
            "event": made.event_shape_tensor(),
            "gradient": tf.gradients(log_prob, scale)[0],
        }
        for name in ("mean", "stddev", "mode"):
            wanted[name] = getattr(made, name)()
        results = session.run(wanted, {loc: LOC, scale: scale_value})
        shapes = made.batch_shape, made.event_shape, sample.shape, log_prob.shape
        results["static"] = [str(shape.as_list()) for shape in shapes]
        return results


def case_diagonal():
    """A batch of diagonal scales."""
    return _of(lambda loc, scale: ds.MultivariateNormalDiag(loc, scale))


def case_shared_scale():
    """One scale for the whole batch."""
    return _of(lambda loc, scale: ds.MultivariateNormalDiag(loc, scale), scale_shape=[2], scale_value=SCALE[0])


def case_softplus():
    """A scale by its softplus."""
    return _of(lambda loc, scale: ds.MultivariateNormalDiagWithSoftplusScale(loc, scale))


def case_triangular():
    """A batch of triangular scales."""
    tril = np.tril(_random.rand(3, 2, 2).astype("f")) + np.eye(2, dtype="f")
    return _of(lambda loc, scale: ds.MultivariateNormalTriL(loc, scale), scale_shape=[None, 2, 2], scale_value=tril)


def case_laplace():
    """Vectors of Laplace numbers."""
    return _of(lambda loc, scale: ds.VectorLaplaceDiag(loc, scale))


def case_entropy_and_divergence():
    """Entropy, and the divergence of one batch from another."""
    with tf.Graph().as_default(), tf.Session() as session:
        loc, scale = tf.placeholder(tf.float32, [None, 2]), tf.placeholder(tf.float32, [None, 2])
        a, b = ds.MultivariateNormalDiag(loc, scale), ds.MultivariateNormalDiag(loc + 1.0, scale * 2.0)
        standard = ds.MultivariateNormalDiag(tf.zeros([2]), tf.ones([2]))
        values = [a.entropy(), a.kl_divergence(b), ds.kl_divergence(a, standard), a.covariance()]
        values += [ds.MultivariateNormalDiag(loc=loc, scale_identity_multiplier=2.0).entropy()]
        return dict(zip("abcde", session.run(values, {loc: LOC, scale: SCALE})))


def case_transformed():
    """A batch and events of their own over a base without them."""
    with tf.Graph().as_default(), tf.Session() as session:
        rows = tf.placeholder(tf.int32, [1])
        base = ds.Normal(0.0, 1.0)
        made = ds.TransformedDistribution(base, ds.bijectors.Exp(), batch_shape=rows, event_shape=[2])
        x = made.sample(2, seed=1)
        wanted = [x, made.log_prob(x), made.batch_shape_tensor(), made.event_shape_tensor()]
        return dict(zip("abcd", session.run(wanted, {rows: [3]})))
