"""What the distributions of this package share."""

import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.python.ops.distributions import distribution as living

FULLY_REPARAMETERIZED = living.FULLY_REPARAMETERIZED
NOT_REPARAMETERIZED = living.NOT_REPARAMETERIZED


class Parametrized(living.Distribution):
    """A distribution whose batch shape is what its parameters broadcast to, and whose events are scalars.

    Args:
        parameters: the arguments as the caller gave them, for ``dist.parameters`` and ``dist.copy``.
        tensors: {attribute: tensor}; each becomes a property-like attribute of the distribution.
    """

    def __init__(self, parameters, tensors, name, reparameterized, dtype=None):
        values = list(tensors.values())
        self._tensors = values
        for attribute, value in tensors.items():
            setattr(self, f"_{attribute}", value)
        super().__init__(
            dtype=dtype or values[0].dtype,
            reparameterization_type=FULLY_REPARAMETERIZED if reparameterized else NOT_REPARAMETERIZED,
            validate_args=parameters["validate_args"],
            allow_nan_stats=parameters["allow_nan_stats"],
            parameters={k: v for k, v in parameters.items() if k not in ("self", "__class__")},
            graph_parents=values,
            name=name,
        )

    def _batch_shape_tensor(self):
        shape = tf.shape(self._tensors[0])
        for tensor in self._tensors[1:]:
            shape = tf.broadcast_dynamic_shape(shape, tf.shape(tensor))
        return shape

    def _batch_shape(self):
        shape = self._tensors[0].shape
        for tensor in self._tensors[1:]:
            shape = tf.broadcast_static_shape(shape, tensor.shape)
        return shape

    def _event_shape_tensor(self):
        return tf.constant([], dtype=tf.int32)

    def _event_shape(self):
        return tf.TensorShape([])

    def _broadcast(self, tensor):
        """`tensor`, spread over the batch."""
        return tensor * tf.ones(self.batch_shape_tensor(), dtype=tensor.dtype)


def positive(tensor, validate_args):
    """`tensor`, checked when it is run if the caller asked for that."""
    if not validate_args:
        return tf.identity(tensor)
    return after([tf.assert_positive(tensor)], tensor)


def open_uniform(shape, dtype, seed):
    """Uniform numbers above 0 and below 1, as TF1's distributions draw them."""
    smallest = np.finfo(dtype.as_numpy_dtype).tiny  # not subnormal: x + smallest must be able to exceed x
    return tf.random_uniform(shape, minval=smallest, maxval=1.0, dtype=dtype, seed=seed)


def after(assertions, tensor):
    """`tensor`, once the assertions have passed."""
    with tf.control_dependencies(assertions):
        return tf.identity(tensor)


def undefined(distribution, value, defined, message):
    """`value` where `defined`, else NaN, or an assertion if the distribution does not allow NaN."""
    if distribution.allow_nan_stats:
        nan = tf.constant(float("nan"), dtype=distribution.dtype)
        return tf.where(defined, value, nan * tf.ones_like(value))
    return after([tf.Assert(tf.reduce_all(defined), [message])], value)


# Attributes that TF1 has as read-only properties.
def parameter(name, doc):
    """A property that reads ``_<name>``."""
    return property(lambda self: getattr(self, f"_{name}"), doc=doc)
