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
            batch, event = scale.batch_shape, scale.range_dimension
            if loc is not None:
                batch = tf.broadcast_static_shape(batch, loc.shape[:-1]) if loc.shape.rank > 1 else batch
        super().__init__(
            base,
            bijectors.AffineLinearOperator(shift=loc, scale=scale, validate_args=validate_args),
            batch_shape=batch,
            event_shape=tf.TensorShape([tf.compat.dimension_value(event)]),
            validate_args=validate_args,
            name=name,
        )
        self._parameters = {k: v for k, v in parameters.items() if k not in ("self", "__class__")}

    loc = property(lambda self: self.bijector.shift, doc="The `loc` `Tensor` in `Y = scale @ X + loc`.")
    scale = property(lambda self: self.bijector.scale, doc="The `scale` `LinearOperator` in `Y = scale @ X + loc`.")

    def _spread(self, tensor):
        shape = tf.concat([self.batch_shape_tensor(), self.event_shape_tensor()], 0)
        return tf.broadcast_to(tensor, shape)

    def _mode(self):
        return self._spread(tf.zeros([], self.dtype) if self.loc is None else self.loc)

    def _diagonal(self):
        return type(self.scale) in (tf.linalg.LinearOperatorDiag, tf.linalg.LinearOperatorScaledIdentity)


def diagonal_scale(loc, diag, identity):
    """The LinearOperator of a diagonal scale; ones where neither part is given and `loc` tells how many."""
    loc = None if loc is None else tf.convert_to_tensor(loc, name="loc")
    hint = None if loc is None or loc.shape.rank == 0 else loc.shape[-1]
    if diag is None and identity is None:
        if loc is None:
            raise ValueError("Must specify one or both of `scale_diag`, `scale_identity_multiplier`.")
        identity = tf.ones([], dtype=loc.dtype)
    return linear_operator(identity, diag, None, shape_hint=hint)
