"""``BatchReshape``: the batch of a distribution in another shape."""

import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.python.framework import tensor_util
from tensorflow.python.ops.distributions import distribution as living


class BatchReshape(living.Distribution):
    """Replaces: tf.contrib.distributions.BatchReshape

    Args:
        distribution: the one whose batch is reshaped.
        batch_shape: a vector of its new sizes, at most one of them -1.
        validate_args, allow_nan_stats, name: as ever.

    Raises:
        ValueError: `batch_shape` is no vector, or is not of the batch's size.
    """

    def __init__(self, distribution, batch_shape, validate_args=False, allow_nan_stats=True, name=None):
        parameters = {k: v for k, v in locals().items() if k not in ("self", "__class__")}
        name = name or "BatchReshape" + distribution.name
        with tf.name_scope(name, values=[batch_shape]) as name:
            self._batch_shape_unexpanded = tf.convert_to_tensor(batch_shape, dtype=tf.int32, name="batch_shape")
            validate_init_args_statically(distribution, self._batch_shape_unexpanded)
            self._batch_shape_, self._batch_shape_static, self._runtime_assertions = calculate_reshape(
                distribution.batch_shape_tensor(), self._batch_shape_unexpanded, validate_args
            )
            self._distribution = distribution
            super().__init__(
                dtype=distribution.dtype,
                reparameterization_type=distribution.reparameterization_type,
                validate_args=validate_args,
                allow_nan_stats=allow_nan_stats,
                parameters=parameters,
                graph_parents=[self._batch_shape_unexpanded, *distribution._graph_parents],
                name=name,
            )

    distribution = property(lambda self: self._distribution, doc="The one reshaped.")

    def _batch_shape_tensor(self):
        with tf.control_dependencies(self._runtime_assertions):
            return tf.identity(self._batch_shape_)

    def _batch_shape(self):
        return self._batch_shape_static

    def _event_shape_tensor(self):
        with tf.control_dependencies(self._runtime_assertions):
            return tf.identity(self.distribution.event_shape_tensor())

    def _event_shape(self):
        return self.distribution.event_shape

    def _sample_n(self, n, seed=None):
        with tf.control_dependencies(self._runtime_assertions):
            x = self.distribution.sample(sample_shape=n, seed=seed)
            return tf.reshape(x, tf.concat([[n], self._batch_shape_unexpanded, self.event_shape_tensor()], axis=0))

    def _log_prob(self, x):
        return self._of_value(self.distribution.log_prob, x)

    def _prob(self, x):
        return self._of_value(self.distribution.prob, x)

    def _log_cdf(self, x):
        return self._of_value(self.distribution.log_cdf, x)

    def _cdf(self, x):
        return self._of_value(self.distribution.cdf, x)

    def _log_survival_function(self, x):
        return self._of_value(self.distribution.log_survival_function, x)

    def _survival_function(self, x):
        return self._of_value(self.distribution.survival_function, x)

    def _entropy(self):
        return self._reshaped(self.distribution.entropy, 0)

    def _mean(self):
        return self._reshaped(self.distribution.mean)

    def _mode(self):
        return self._reshaped(self.distribution.mode)

    def _stddev(self):
        return self._reshaped(self.distribution.stddev)

    def _variance(self):
        return self._reshaped(self.distribution.variance)

    def _covariance(self):
        return self._reshaped(self.distribution.covariance, 2)

    def _reshaped(self, statistic, events=1):
        """A statistic of the base, whose shape ends in `events` times the event's."""
        with tf.control_dependencies(self._runtime_assertions):
            ends = [self._event_shape_tensor() if events == 1 else self.event_shape_tensor() for _ in range(events)]
            result = tf.reshape(statistic(), tf.concat([self._batch_shape_unexpanded, *ends], axis=0))
            if self.batch_shape.rank is not None and self.event_shape.rank is not None:
                static = self.batch_shape
                for _ in range(events):
                    static = static.concatenate(self.event_shape)
                result.set_shape(result.shape.merge_with(static))
            return result

    def _ndims(self):
        """The ranks of batch and event, numbers where they are known."""
        batch, event = self.batch_shape.rank, self.event_shape.rank
        return (
            tf.size(self._batch_shape_unexpanded) if batch is None else batch,
            tf.size(self.event_shape_tensor()) if event is None else event,
        )

    def _of_value(self, function, x):
        """A function of a value, whose batch is put in the base's shape and back."""
        with tf.control_dependencies(self._runtime_assertions + self._validate_sample_arg(x)):
            sample_shape, static_sample_shape = self._sample_shape(x)
            old = [sample_shape, self.distribution.batch_shape_tensor(), self.event_shape_tensor()]
            result = function(tf.reshape(x, tf.concat(old, axis=0)))
            result = tf.reshape(result, tf.concat([sample_shape, self._batch_shape_unexpanded], axis=0))
            if static_sample_shape.rank is not None and self.batch_shape.rank is not None:
                result.set_shape(result.shape.merge_with(static_sample_shape.concatenate(self.batch_shape)))
            return result

    def _sample_shape(self, x):
        batch_ndims, event_ndims = self._ndims()
        sample_ndims = (tf.rank(x) if x.shape.rank is None else x.shape.rank) - batch_ndims - event_ndims
        static = x.shape[:sample_ndims] if isinstance(sample_ndims, int) else tf.TensorShape(None)
        if static.is_fully_defined():
            return np.int32(static.as_list()), static
        return tf.shape(x)[:sample_ndims], static

    def _validate_sample_arg(self, x):
        """Refuses a value that would have to be broadcast; what cannot be told yet is asserted with validate_args."""
        with tf.name_scope("validate_sample_arg", values=[x]):
            ndims = tf.rank(x) if x.shape.rank is None else x.shape.rank
            expected_ndims = sum(self._ndims())
            if isinstance(ndims, int) and isinstance(expected_ndims, int):
                if ndims < expected_ndims:
                    raise NotImplementedError(
                        "Broadcasting is not supported; too few batch and event dims "
                        f"(expected at least {expected_ndims}, saw {ndims})."
                    )
                enough = []
            elif self.validate_args:
                message = "Broadcasting is not supported; too few batch and event dims."
                name = "assert_batch_and_event_ndims_large_enough"
                enough = [tf.assert_greater_equal(ndims, expected_ndims, message=message, name=name)]
            else:
                enough = []
            sample_ndims = ndims - expected_ndims
            is_known = self.batch_shape.is_fully_defined() and self.event_shape.is_fully_defined()
            if is_known and isinstance(sample_ndims, int) and x.shape[sample_ndims:].is_fully_defined():
                expected = np.int32(self.batch_shape.concatenate(self.event_shape).as_list())
                actual = np.int32(x.shape[sample_ndims:].as_list())
                if any(expected != actual):
                    raise NotImplementedError(
                        "Broadcasting is not supported; unexpected batch and event shape "
                        f"(expected {expected}, saw {actual})."
                    )
                return enough
            if not self.validate_args:
                return []
            expected = tf.concat([self.batch_shape_tensor(), self.event_shape_tensor()], axis=0)
            actual = tf.shape(x)[tf.maximum(sample_ndims, 0) :]
            with tf.control_dependencies(enough):
                message = "Broadcasting is not supported; unexpected batch and event shape."
                name = "assert_batch_and_event_shape_same"
                return [tf.assert_equal(expected, actual, message=message, name=name)]


def calculate_reshape(original_shape, new_shape, validate=False, name=None):
    """`new_shape` with its -1 replaced, its static shape, and the assertions that it fits `original_shape`."""
    static = tensor_util.constant_value_as_shape(new_shape)
    if static.is_fully_defined():
        return np.int32(static.as_list()), static, []
    with tf.name_scope(name, "calculate_reshape", [original_shape, new_shape]):
        size = tf.reduce_prod(original_shape)
        is_implicit = tf.equal(new_shape, -1)
        implicit = size // tf.maximum(1, -tf.reduce_prod(new_shape))
        expanded = tf.where_v2(is_implicit, tf.fill(tf.shape(new_shape), implicit), new_shape)
        if not validate:
            return expanded, static, []
        unknown = tf.count_nonzero(is_implicit, dtype=tf.int32)
        return (
            expanded,
            static,
            [
                tf.assert_rank(original_shape, 1, message="Original shape must be a vector."),
                tf.assert_rank(new_shape, 1, message="New shape must be a vector."),
                tf.assert_less_equal(unknown, 1, message="At most one dimension can be unknown."),
                tf.assert_positive(expanded, message="Shape elements must be >=-1."),
                tf.assert_equal(tf.reduce_prod(expanded), size, message="Shape sizes do not match."),
            ],
        )


def validate_init_args_statically(distribution, batch_shape):
    """ValueError where `batch_shape` is known not to fit."""
    if batch_shape.shape.rank not in (None, 1):
        raise ValueError(f"`batch_shape` must be a vector (saw rank: {batch_shape.shape.rank}).")
    static = tensor_util.constant_value_as_shape(batch_shape)
    size, old = static.num_elements(), distribution.batch_shape.num_elements()
    if size is not None and old is not None and size != old:
        raise ValueError(f"`batch_shape` size ({size}) must match `distribution.batch_shape` size ({old}).")
    if static.rank is not None and any(each is not None and each < 1 for each in static.as_list()):
        raise ValueError("`batch_shape` elements must be >=-1.")
