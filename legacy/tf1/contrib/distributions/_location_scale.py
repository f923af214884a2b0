"""Vectors ``loc + scale @ z`` of independent numbers z, and their diagonal scales."""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.distributions import bijectors
from tf2notes.legacy.tf1.contrib.distributions._transformed import TransformedDistribution
from tf2notes.legacy.tf1.contrib.distributions.bijectors._linear import linear_operator


class LocScaleVector(TransformedDistribution):
    """loc + scale @ z, z independent numbers from one distribution."""

    def __init__(self, base, loc, scale, validate_args, name, parameters):
        if scale is None:
            raise ValueError("Missing required `scale` parameter.")
        if not scale.dtype.is_floating:
            raise TypeError("`scale` parameter must have floating-point dtype.")
        with tf.name_scope(name, values=[loc]) as name:
            loc = None if loc is None else tf.convert_to_tensor(loc, name="loc")
            self._known_batch, batch = _batch(loc, scale)
            event = tf.compat.dimension_value(scale.range_dimension)
            event = scale.range_dimension_tensor()[None] if event is None else tf.TensorShape([event])
        super().__init__(
            base,
            bijectors.AffineLinearOperator(shift=loc, scale=scale, validate_args=validate_args),
            batch_shape=batch,
            event_shape=event,
            validate_args=validate_args,
            name=name,
        )
        self._parameters = {k: v for k, v in parameters.items() if k not in ("self", "__class__")}

    loc = property(lambda self: self.bijector.shift, doc="The `loc` `Tensor` in `Y = scale @ X + loc`.")
    scale = property(lambda self: self.bijector.scale, doc="The `scale` `LinearOperator` in `Y = scale @ X + loc`.")

    def _batch_shape(self):
        return self._known_batch

    def _spread(self, tensor):
        shape = tf.concat([self.batch_shape_tensor(), self.event_shape_tensor()], 0)
        return tf.broadcast_to(tensor, shape)

    def _mode(self):
        return self._spread(tf.zeros([], self.dtype) if self.loc is None else self.loc)

    def _diagonal(self):
        return type(self.scale) in (tf.linalg.LinearOperatorDiag, tf.linalg.LinearOperatorScaledIdentity)


def _batch(loc, scale):
    """The batch of both, as far as it is known, and what to ask for: the same, or a tensor."""
    known, has_batch = scale.batch_shape, loc is not None and loc.shape.rank not in (0, 1)
    if has_batch:
        known = tf.broadcast_static_shape(known, loc.shape[:-1])
    if known.is_fully_defined():
        return known, known
    batch = scale.batch_shape_tensor()
    if has_batch:
        batch = tf.broadcast_dynamic_shape(batch, tf.shape(loc)[:-1])
    batch.set_shape([known.rank])
    return known, batch


def diagonal_scale(loc, diag, identity):
    """The LinearOperator of a diagonal scale; ones where neither part is given and `loc` tells how many."""
    loc = None if loc is None else tf.convert_to_tensor(loc, name="loc")
    hint = None if loc is None or loc.shape.rank == 0 else loc.shape[-1]
    if diag is None and identity is None:
        if loc is None:
            raise ValueError("Must specify one or both of `scale_diag`, `scale_identity_multiplier`.")
        identity = tf.ones([], dtype=loc.dtype)
    return linear_operator(identity, diag, None, shape_hint=hint)
