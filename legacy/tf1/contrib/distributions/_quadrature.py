"""Points and probabilities that stand for a normal distribution seen through a softmax or an exponential."""

import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.python.ops.distributions import normal, util
from tf2notes.legacy.tf1.contrib.distributions import bijectors
from tf2notes.legacy.tf1.contrib.distributions._base import after
from tf2notes.legacy.tf1.contrib.distributions._transformed import TransformedDistribution


def quadrature_scheme_softmaxnormal_gauss_hermite(
    normal_loc, normal_scale, quadrature_size, validate_args=False, name=None
):
    """Weights of both ends by Gauss-Hermite quadrature: [batch, 2, points], and their probabilities.

    Raises:
        ValueError: `normal_scale` is a scalar.
        NotImplementedError: its last dimension is not 1.

    Replaces: tf.contrib.distributions.quadrature_scheme_softmaxnormal_gauss_hermite
    """
    with tf.name_scope(name, "quadrature_scheme_softmaxnormal_gauss_hermite", [normal_loc, normal_scale]):
        normal_loc, normal_scale = _normal(normal_loc, normal_scale, validate_args)
        points, probs = _gauss_hermite(quadrature_size, normal_loc.dtype.base_dtype)
        along = normal_loc[..., tf.newaxis] + np.sqrt(2.0) * normal_scale[..., tf.newaxis] * points
        grid = tf.nn.softmax(-util.pad(along, axis=-2, front=True), axis=-2)
        return grid, probs


def quadrature_scheme_softmaxnormal_quantiles(
    normal_loc, normal_scale, quadrature_size, validate_args=False, name=None
):
    """Weights of both ends halfway between quantiles: [batch, 2, points], and their equal probabilities.

    Raises:
        ValueError: `normal_scale` is a scalar.
        NotImplementedError: its last dimension is not 1.

    Replaces: tf.contrib.distributions.quadrature_scheme_softmaxnormal_quantiles
    """
    with tf.name_scope(name, "softmax_normal_grid_and_probs", [normal_loc, normal_scale]):
        normal_loc, normal_scale = _normal(normal_loc, normal_scale, validate_args)
        distribution = normal.Normal(loc=normal_loc, scale=normal_scale)
        to_weights = bijectors.SoftmaxCentered().forward
        quantiles = _quantiles(distribution, quadrature_size, to_weights)
        batch = distribution.batch_shape.with_rank_at_least(1)
        components = tf.compat.dimension_value(batch[-1])
        components = None if components is None else components + 1
        grid = (quantiles[..., :-1] + quantiles[..., 1:]) / 2.0
        grid.set_shape(batch[:-1].concatenate(tf.TensorShape([components, quadrature_size])))
        return grid, _equal(quadrature_size, distribution.dtype)


def quadrature_scheme_lognormal_gauss_hermite(loc, scale, quadrature_size, validate_args=False, name=None):
    """Logarithms by Gauss-Hermite quadrature: [batch, points], and their probabilities.

    Replaces: tf.contrib.distributions.quadrature_scheme_lognormal_gauss_hermite
    """
    del validate_args  # nothing to check, as in TF1
    with tf.name_scope(name, "vector_diffeomixture_quadrature_gauss_hermite", [loc, scale]):
        points, probs = _gauss_hermite(quadrature_size, loc.dtype.base_dtype)
        return loc[..., tf.newaxis] + np.sqrt(2.0) * scale[..., tf.newaxis] * points, probs


def quadrature_scheme_lognormal_quantiles(loc, scale, quadrature_size, validate_args=False, name=None):
    """Numbers halfway between quantiles: [batch, points], and their equal probabilities.

    Replaces: tf.contrib.distributions.quadrature_scheme_lognormal_quantiles
    """
    with tf.name_scope(name, "quadrature_scheme_lognormal_quantiles", [loc, scale]):
        distribution = TransformedDistribution(
            normal.Normal(loc=loc, scale=scale), bijectors.Exp(), validate_args=validate_args
        )
        quantiles = _quantiles(distribution, quadrature_size, lambda quantiles: quantiles)
        grid = (quantiles[..., :-1] + quantiles[..., 1:]) / 2.0
        grid.set_shape(distribution.batch_shape.concatenate([quadrature_size]))
        return grid, _equal(quadrature_size, distribution.dtype)


def _gauss_hermite(size, dtype):
    points, probs = (each.astype(dtype.as_numpy_dtype) for each in np.polynomial.hermite.hermgauss(deg=size))
    probs /= np.linalg.norm(probs, ord=1, keepdims=True)
    return points, tf.convert_to_tensor(probs, name="probs", dtype=dtype)


def _quantiles(distribution, size, transform):
    """Transformed quantiles between 0 and 1, without both, in the last dimension."""
    ndims = distribution.batch_shape.rank
    ndims = tf.shape(distribution.batch_shape_tensor())[0] if ndims is None else ndims
    edges = tf.linspace(tf.zeros([], dtype=distribution.dtype), 1.0, size + 3)[1:-1]
    edges = tf.reshape(edges, shape=tf.concat([[-1], tf.ones([ndims], dtype=tf.int32)], axis=0))
    quantiles = transform(distribution.quantile(edges))
    return tf.transpose(quantiles, tf.concat([tf.range(1, 1 + ndims), [0]], axis=0))


def _equal(size, dtype):
    return tf.fill(dims=[size], value=1.0 / tf.cast(size, dtype))


def _normal(loc, scale, validate_args):
    loc = tf.convert_to_tensor(loc, name="normal_loc")
    scale = tf.convert_to_tensor(scale, dtype=loc.dtype.base_dtype, name="normal_scale")
    return loc, maybe_check_quadrature_param(scale, "normal_scale", validate_args)


def maybe_check_quadrature_param(param, name, validate_args):
    """`param`, once it is known to be a batch of vectors of one number."""
    vector = "Mixing params must be a (batch of) vector;"
    two = "Currently only bimixtures are supported;"
    with tf.name_scope("check_" + name, values=[param]):
        assertions = []
        if param.shape.rank == 0:
            raise ValueError(f"{vector} {name}.rank={param.shape.rank} is not at least one.")
        if param.shape.rank is None and validate_args:
            message = f"{vector} {name}.rank is not at least one."
            assertions.append(tf.debugging.assert_rank_at_least(param, 1, message=message))
        last = tf.compat.dimension_value(param.shape.with_rank_at_least(1)[-1])
        if last is not None and last != 1:
            raise NotImplementedError(f"{two} {name}.shape[-1]={last} is not 1.")
        if last is None and validate_args:
            message = f"{two} {name}.shape[-1] is not 1."
            assertions.append(tf.assert_equal(tf.shape(param)[-1], 1, message=message))
        return after(assertions, param) if assertions else param


def static_concat(*vectors):
    """The vectors as one: a list of numbers if all are known, else a tensor."""
    known = [each if isinstance(each, (list, np.ndarray)) else tf.get_static_value(each) for each in vectors]
    numbers = [n for each in known if each is not None for n in each]
    if any(each is None for each in known) or any(isinstance(n, tf.Tensor) for n in numbers):
        static = [tf.get_static_value(n) if isinstance(n, tf.Tensor) else n for n in numbers]
        if any(each is None for each in known) or any(n is None for n in static):
            return tf.concat(vectors, axis=0)
        return static
    return numbers
