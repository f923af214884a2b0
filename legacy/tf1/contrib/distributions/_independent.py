"""``Independent``: the last batch dimensions as part of the event."""

import tensorflow.compat.v1 as tf
from tensorflow.python.ops.distributions import distribution as living
from tensorflow.python.ops.distributions import kullback_leibler


class Independent(living.Distribution):
    """The last batch dimensions as part of the event. Replaces: tf.contrib.distributions.Independent"""

    def __init__(self, distribution, reinterpreted_batch_ndims=None, validate_args=False, name=None):
        parameters = {k: v for k, v in locals().items() if k not in ("self", "__class__")}
        name = name or "Independent" + distribution.name
        self._distribution = distribution
        rank = distribution.batch_shape.rank
        if reinterpreted_batch_ndims is None:
            if rank is None:
                raise NotImplementedError(
                    "Independent: reinterpreted_batch_ndims is needed for a batch of unknown rank"
                )
            reinterpreted_batch_ndims = max(0, rank - 1)
        static = tf.get_static_value(tf.convert_to_tensor(reinterpreted_batch_ndims, dtype=tf.int32))
        if static is None:
            raise NotImplementedError("Independent: reinterpreted_batch_ndims must be known when the graph is built")
        self._ndims = int(static)
        if rank is not None and self._ndims > rank:
            raise ValueError(f"reinterpreted_batch_ndims({self._ndims}) cannot exceed distribution.batch_ndims({rank})")
        with tf.name_scope(name) as name:
            super().__init__(
                dtype=distribution.dtype,
                reparameterization_type=distribution.reparameterization_type,
                validate_args=validate_args,
                allow_nan_stats=distribution.allow_nan_stats,
                parameters=parameters,
                graph_parents=distribution._graph_parents,
                name=name,
            )

    distribution = property(lambda self: self._distribution, doc="The one reinterpreted.")
    reinterpreted_batch_ndims = property(lambda self: self._ndims, doc="How many dimensions move to the event.")

    def _batch_shape_tensor(self):
        shape = self.distribution.batch_shape_tensor()
        return shape[: tf.size(shape) - self._ndims]

    def _batch_shape(self):
        shape = self.distribution.batch_shape
        return shape if shape.rank is None else shape[: shape.rank - self._ndims]

    def _event_shape_tensor(self):
        shape = self.distribution.batch_shape_tensor()
        return tf.concat([shape[tf.size(shape) - self._ndims :], self.distribution.event_shape_tensor()], 0)

    def _event_shape(self):
        shape = self.distribution.batch_shape
        moved = tf.TensorShape(None) if shape.rank is None else shape[shape.rank - self._ndims :]
        return moved.concatenate(self.distribution.event_shape)

    def _sample_n(self, n, seed=None):
        return self.distribution.sample(sample_shape=n, seed=seed)

    def _total(self, x):
        return tf.reduce_sum(x, axis=list(range(-self._ndims, 0))) if self._ndims else x

    def _log_prob(self, x):
        return self._total(self.distribution.log_prob(x))

    def _entropy(self):
        return self._total(self.distribution.entropy())

    def _mean(self):
        return self.distribution.mean()

    def _variance(self):
        return self.distribution.variance()

    def _stddev(self):
        return self.distribution.stddev()

    def _mode(self):
        return self.distribution.mode()


@kullback_leibler.RegisterKL(Independent, Independent)
def _kl_independent(a, b, name="kl_independent"):
    if a.event_shape != b.event_shape or a.distribution.event_shape != b.distribution.event_shape:
        raise ValueError("Event shapes do not match.")
    with tf.name_scope(name):
        return a._total(kullback_leibler.kl_divergence(a.distribution, b.distribution))
