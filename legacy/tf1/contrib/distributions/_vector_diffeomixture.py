"""``VectorDiffeomixture``: vectors between two affine transformations, by a weight drawn from a softmax-normal."""

import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.python.ops.distributions import categorical, util
from tensorflow.python.ops.distributions import distribution as living
from tensorflow.python.ops.linalg import linear_operator_addition
from tf2notes.legacy.tf1.contrib.distributions._base import after
from tf2notes.legacy.tf1.contrib.distributions._quadrature import (
    quadrature_scheme_softmaxnormal_gauss_hermite,
    quadrature_scheme_softmaxnormal_quantiles,
    static_concat,
)
from tf2notes.legacy.tf1.contrib.distributions._sinh_arcsinh import check_scalar_distribution
from tf2notes.legacy.tf1.contrib.distributions.bijectors import AffineLinearOperator

__all__ = [
    "VectorDiffeomixture",
    "quadrature_scheme_softmaxnormal_gauss_hermite",
    "quadrature_scheme_softmaxnormal_quantiles",
]


class VectorDiffeomixture(living.Distribution):
    """A mixture over the way from ``loc[1] + scale[1] @ z`` to ``loc[0] + scale[0] @ z``, by quadrature.

    Args:
        mix_loc, temperature: the weights are softmax of [normal(mix_loc / temperature, 1 / temperature), 0].
        distribution: of the numbers of z, a scalar one.
        loc: a list of two vectors, each or all may be None.
        scale: a list of two linear operators.
        quadrature_size: how many points of the way.
        quadrature_fn: gives these points and their probabilities.
        validate_args, allow_nan_stats, name: as ever.

    Raises:
        ValueError: no two scales, or another number of locs.
        TypeError: scales of different dtypes.
        NotImplementedError: more than two scales.

    Replaces: tf.contrib.distributions.VectorDiffeomixture
    Differs: `variance` and `covariance` between two scaled identities are of the shape of the events, without a
        dimension of 1 before.
    """

    def __init__(
        self,
        mix_loc,
        temperature,
        distribution,
        loc=None,
        scale=None,
        quadrature_size=8,
        quadrature_fn=quadrature_scheme_softmaxnormal_quantiles,
        validate_args=False,
        allow_nan_stats=True,
        name="VectorDiffeomixture",
    ):
        parameters = {k: v for k, v in locals().items() if k not in ("self", "__class__")}
        with tf.name_scope(name, values=[mix_loc, temperature]) as name:
            if not scale or len(scale) < 2:
                raise ValueError(
                    "Must specify list (or list-like object) of scale LinearOperators, one for each component with "
                    "num_component >= 2."
                )
            loc = [None] * len(scale) if loc is None else loc
            if len(loc) != len(scale):
                raise ValueError("loc/scale must be same-length lists (or same-length list-like objects).")
            dtype = scale[0].dtype.base_dtype
            loc = [
                None if each is None else tf.convert_to_tensor(each, dtype=dtype, name=f"loc{k}")
                for k, each in enumerate(loc)
            ]
            for k, each in enumerate(scale):
                if validate_args and not each.is_positive_definite:
                    raise ValueError(f"scale[{k}].is_positive_definite = {each.is_positive_definite} != True")
                if each.dtype.base_dtype != dtype:
                    raise TypeError(
                        f'dtype mismatch; scale[{k}].base_dtype="{each.dtype.base_dtype.name}" != "{dtype.name}"'
                    )
            self._endpoint_affine = _affines(loc, scale, validate_args, "endpoint_affine")
            _only_two(scale)
            mix_loc = tf.convert_to_tensor(mix_loc, dtype=dtype, name="mix_loc")
            temperature = tf.convert_to_tensor(temperature, dtype=dtype, name="temperature")
            self._grid, probs = quadrature_fn(mix_loc / temperature, 1.0 / temperature, quadrature_size, validate_args)
            self._mixture_distribution = categorical.Categorical(
                logits=tf.log(probs), validate_args=validate_args, allow_nan_stats=allow_nan_stats
            )
            checks = check_scalar_distribution(distribution, dtype, validate_args)
            self._grid = after(checks, self._grid) if checks else self._grid
            self._distribution = distribution
            self._interpolated_affine = _affines(
                interpolate_loc(self._grid, loc),
                interpolate_scale(self._grid, scale),
                validate_args,
                "interpolated_affine",
            )
            self._shapes = determine_batch_event_shapes(self._grid, self._endpoint_affine)
            super().__init__(
                dtype=dtype,
                reparameterization_type=living.FULLY_REPARAMETERIZED,
                validate_args=validate_args,
                allow_nan_stats=allow_nan_stats,
                parameters=parameters,
                graph_parents=[*distribution._graph_parents, *(each for each in loc if each is not None)],
                name=name,
            )

    mixture_distribution = property(lambda self: self._mixture_distribution, doc="Of the points of the way.")
    distribution = property(lambda self: self._distribution, doc="Of z.")
    grid = property(lambda self: self._grid, doc="The weights of both ends at each point, [batch, 2, points].")
    endpoint_affine = property(lambda self: self._endpoint_affine, doc="The two transformations.")
    interpolated_affine = property(lambda self: self._interpolated_affine, doc="Those between, one for each point.")

    def _batch_shape(self):
        return self._shapes[0]

    def _batch_shape_tensor(self):
        return self._shapes[1]

    def _event_shape(self):
        return self._shapes[2]

    def _event_shape_tensor(self):
        return self._shapes[3]

    def _sample_n(self, n, seed=None):
        shape = static_concat([n], self.batch_shape_tensor(), self.event_shape_tensor())
        z = self.distribution.sample(sample_shape=shape, seed=seed)
        first, second = (affine.forward(z) for affine in self.endpoint_affine)
        size = _elements(self.batch_shape, self.batch_shape_tensor)
        mixed = _elements(self.mixture_distribution.batch_shape, self.mixture_distribution.batch_shape_tensor)
        is_scalar = self.is_scalar_batch()
        more = util.pick_vector(is_scalar, np.int32([]), [size // mixed])
        ids = self.mixture_distribution.sample(
            sample_shape=static_concat([n], more), seed=util.gen_new_seed(seed, "vector_diffeomixture")
        )
        # from how many-th of the points of one vector's way to the place of its weight in the flat grid
        flat = util.pick_vector(is_scalar, np.int32([]), np.int32([-1]))
        ids = tf.reshape(ids, shape=static_concat([n], flat))
        stride = self.grid.shape.with_rank_at_least(2)[-2:].num_elements()
        stride = tf.reduce_prod(tf.shape(self.grid)[-2:]) if stride is None else stride
        offset = tf.range(start=0, limit=size * stride, delta=stride, dtype=ids.dtype)
        weight = tf.gather(tf.reshape(self.grid, shape=[-1]), ids + offset)
        if self.batch_shape.is_fully_defined():
            shape = [-1, *self.batch_shape.as_list(), 1]
        else:
            shape = tf.concat([[-1], self.batch_shape_tensor(), [1]], axis=0)
        return tf.reshape(weight, shape=shape) * (first - second) + second

    def _log_prob(self, x):
        z = tf.stack([affine.inverse(x) for affine in self.interpolated_affine], axis=-1)
        log_prob = tf.reduce_sum(self.distribution.log_prob(z), axis=-2)
        fldj = [affine.forward_log_det_jacobian(x, event_ndims=1) for affine in self.interpolated_affine]
        return tf.reduce_logsumexp(self.mixture_distribution.logits - tf.stack(fldj, axis=-1) + log_prob, axis=-1)

    def _mean(self):
        p, m = self._expanded_probs(), self._expanded_mean()
        return _sum(p[..., k] * affine.forward(m) for k, affine in enumerate(self.interpolated_affine))

    def _covariance(self):
        return self._mean_of_covariance(diag_only=False) + self._covariance_of_mean(diag_only=False)

    def _variance(self):
        return self._mean_of_covariance(diag_only=True) + self._covariance_of_mean(diag_only=True)

    def _mean_of_covariance(self, diag_only):
        """The mean over the way of the covariances at its points: identities, diagonals and matrices by themselves."""
        p, v = self.mixture_distribution.probs, self.distribution.variance()
        multipliers, diagonals, matrices = [], [], []
        for k, affine in enumerate(self.interpolated_affine):
            scale, weight = affine.scale, p[..., k, tf.newaxis]
            if scale is None or isinstance(scale, tf.linalg.LinearOperatorIdentity):
                multipliers.append(weight)
            elif isinstance(scale, tf.linalg.LinearOperatorScaledIdentity):
                multipliers.append(weight * tf.square(scale.multiplier)[..., tf.newaxis])
            elif isinstance(scale, tf.linalg.LinearOperatorDiag):
                diagonals.append(weight * tf.square(scale.diag_part()))
            else:
                matrix = weight[..., tf.newaxis] * scale.matmul(scale.to_dense(), adjoint_arg=True)
                matrices.append(tf.linalg.diag_part(matrix) if diag_only else matrix)
        identity = tf.linalg.eye(self.event_shape_tensor()[0], dtype=self.dtype)
        parts = []
        if multipliers:
            parts.append(_sum(multipliers) * v * tf.ones(self.event_shape_tensor(), dtype=self.dtype))
        if diagonals:
            parts.append(_sum(diagonals) * v[..., tf.newaxis])
        if not diag_only:
            parts = [part[..., tf.newaxis] * identity for part in parts]
        if matrices:
            parts.append(_sum(matrices) * v[..., tf.newaxis])
        return _sum(parts)

    def _covariance_of_mean(self, diag_only):
        p, m, mean = self._expanded_probs(), self._expanded_mean(), self._mean()
        parts = []
        for k, affine in enumerate(self.interpolated_affine):
            off = affine.forward(m) - mean
            if diag_only:
                parts.append(p[..., k] * tf.square(off))
            else:
                parts.append(p[..., tf.newaxis, k] * off[..., :, tf.newaxis] * off[..., tf.newaxis, :])
        return _sum(parts)

    def _expanded_mean(self):
        """The mean of z, a vector for each of the batch."""
        shape = static_concat(self.batch_shape_tensor(), self.event_shape_tensor())
        mean = self.distribution.mean() * tf.ones(shape, dtype=self.dtype)
        mean.set_shape(self.batch_shape.concatenate(self.event_shape))
        return mean

    def _expanded_probs(self):
        """The probabilities of the points, [batch, 1, points]."""
        return self.mixture_distribution.probs[..., tf.newaxis, :]


def _sum(parts):
    total = None
    for part in parts:
        total = part if total is None else total + part
    return total


def _elements(shape, shape_tensor):
    known = shape.num_elements()
    return tf.reduce_prod(shape_tensor()) if known is None else known


def _affines(loc, scale, validate_args, name):
    return [
        AffineLinearOperator(shift=shift, scale=operator, validate_args=validate_args, name=f"{name}_{k}")
        for k, (shift, operator) in enumerate(zip(loc, scale, strict=True))
    ]


def _only_two(each):
    if len(each) != 2:
        raise NotImplementedError(f"Currently only bimixtures are supported; len(scale)={len(each)} is not 2.")


def _points(grid):
    points = tf.compat.dimension_value(grid.shape.with_rank_at_least(1)[-1])
    if points is None:
        raise ValueError("Num quadrature grid points must be known prior to graph execution.")
    return points


def determine_batch_event_shapes(grid, endpoint_affine):
    """Batch and event shape of what `endpoint_affine` give with the weights of `grid`: each static and as a tensor."""
    with tf.name_scope("determine_batch_event_shapes"):
        batch, batch_tensor = grid.shape[:-2], tf.shape(grid)[:-2]
        event, event_tensor = None, None
        for affine in endpoint_affine:
            shapes = []
            if affine.shift is not None:
                shift = tf.shape(affine.shift)
                shapes.append((affine.shift.shape[:-1], shift[:-1], affine.shift.shape[-1:], shift[-1:]))
            if affine.scale is not None:
                size = tf.TensorShape([tf.compat.dimension_value(affine.scale.range_dimension)])
                size_tensor = affine.scale.range_dimension_tensor()[tf.newaxis]
                shapes.append((affine.scale.batch_shape, affine.scale.batch_shape_tensor(), size, size_tensor))
            for its_batch, its_batch_tensor, its_event, its_event_tensor in shapes:
                batch = tf.broadcast_static_shape(batch, its_batch)
                batch_tensor = tf.broadcast_dynamic_shape(batch_tensor, its_batch_tensor)
                if event is None:
                    event, event_tensor = its_event, its_event_tensor
                else:
                    event = tf.broadcast_static_shape(event, its_event)
                    event_tensor = tf.broadcast_dynamic_shape(event_tensor, its_event_tensor)
        return batch, batch_tensor, event, event_tensor


def interpolate_loc(grid, loc):
    """For each point of the grid the weighted sum of both locs, or None."""
    _only_two(loc)
    points = _points(grid)
    with tf.name_scope("interpolate_loc", values=[grid, loc]):
        if loc[0] is None and loc[1] is None:
            return [None] * points
        weights = grid[..., tf.newaxis, :, :]
        first, second = (None if each is None else each[..., tf.newaxis] for each in loc)
        if first is None:
            x = weights[..., 1, :] * second
        elif second is None:
            x = weights[..., 0, :] * first
        else:
            x = weights[..., 0, :] * (first - second) + second
        return [x[..., k] for k in range(points)]


def interpolate_scale(grid, scale):
    """For each point of the grid the weighted sum of both scales."""
    _only_two(scale)
    points = _points(grid)
    with tf.name_scope("interpolate_scale", values=[grid]):
        return [
            linear_operator_addition.add_operators([linop_scale(grid[..., k, q], s) for k, s in enumerate(scale)])[0]
            for q in range(points)
        ]


def linop_scale(w, op):
    """`w` times a linear operator, of the operator's kind; NotImplementedError for another kind."""
    hints = {name: getattr(op, name) for name in ("is_non_singular", "is_self_adjoint", "is_positive_definite")}
    with tf.name_scope("linop_scale", values=[w]):
        if isinstance(op, tf.linalg.LinearOperatorScaledIdentity):
            w = w * op.multiplier
        if isinstance(op, (tf.linalg.LinearOperatorIdentity, tf.linalg.LinearOperatorScaledIdentity)):
            return tf.linalg.LinearOperatorScaledIdentity(op.range_dimension_tensor(), multiplier=w, **hints)
        if isinstance(op, tf.linalg.LinearOperatorDiag):
            return tf.linalg.LinearOperatorDiag(w[..., tf.newaxis] * op.diag_part(), **hints)
        if isinstance(op, tf.linalg.LinearOperatorLowerTriangular):
            return tf.linalg.LinearOperatorLowerTriangular(w[..., tf.newaxis, tf.newaxis] * op.to_dense(), **hints)
    raise NotImplementedError(f"Unsupported Linop type ({type(op).__name__})")
