"""``QuantizedDistribution``: the whole numbers above what a distribution gives."""

import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.python.ops import check_ops
from tensorflow.python.ops.distributions import distribution as living
from tensorflow.python.ops.distributions import util
from tf2notes.legacy.tf1.contrib.distributions._base import after


def _logsum_expbig_minus_expsmall(big, small):
    """log(e^big - e^small)."""
    with tf.name_scope("logsum_expbig_minus_expsmall", values=[small, big]):
        return tf.log(1.0 - tf.exp(small - big)) + big


class QuantizedDistribution(living.Distribution):
    """ceil(X), kept within `low` and `high`: P[Y = y] is P[y - 1 < X <= y], with all that is beyond at the ends.

    Args:
        distribution: of X; needs `cdf` or `log_cdf`, and is exact far right with the survival functions.
        low, high: whole numbers, or None for no bound.
        validate_args, name: as ever.

    Replaces: tf.contrib.distributions.QuantizedDistribution
    """

    def __init__(self, distribution, low=None, high=None, validate_args=False, name="QuantizedDistribution"):
        parameters = {k: v for k, v in locals().items() if k not in ("self", "__class__")}
        with tf.name_scope(name, values=[*distribution.parameters.values(), low, high]) as name:
            self._dist = distribution
            low = None if low is None else tf.convert_to_tensor(low, name="low")
            high = None if high is None else tf.convert_to_tensor(high, name="high")
            check_ops.assert_same_float_dtype(tensors=[distribution, low, high])
            checks = []
            if validate_args and low is not None and high is not None:
                checks = [tf.assert_less(low, high, message="low must be strictly less than high.")]
            self._validate_args = validate_args  # `_check_integer` asks
            with tf.control_dependencies(checks):
                self._low = None if low is None else self._check_integer(low)
                self._high = None if high is None else self._check_integer(high)
        super().__init__(
            dtype=distribution.dtype,
            reparameterization_type=living.NOT_REPARAMETERIZED,
            validate_args=validate_args,
            allow_nan_stats=distribution.allow_nan_stats,
            parameters=parameters,
            graph_parents=[
                *distribution._graph_parents,
                *(bound for bound in (self._low, self._high) if bound is not None),
            ],
            name=name,
        )

    distribution = property(lambda self: self._dist, doc="Of X.")
    low = property(lambda self: self._low, doc="The least value, or None.")
    high = property(lambda self: self._high, doc="The greatest value, or None.")

    def _batch_shape_tensor(self):
        return self.distribution.batch_shape_tensor()

    def _batch_shape(self):
        return self.distribution.batch_shape

    def _event_shape_tensor(self):
        return self.distribution.event_shape_tensor()

    def _event_shape(self):
        return self.distribution.event_shape

    def _sample_n(self, n, seed=None):
        with tf.name_scope("transform"):
            x = self.distribution.sample(tf.convert_to_tensor(n, name="n"), seed=seed)
            ones = tf.ones_like(x)
            y = tf.ceil(x)
            if self._low is not None:
                y = tf.where(y < self._low, self._low * ones, y)
            if self._high is not None:
                y = tf.where(y > self._high, self._high * ones, y)
            return y

    def _log_prob(self, y):
        y = self._check_integer(y)
        try:
            return self._log_prob_with_logsf_and_logcdf(y)
        except NotImplementedError:
            return _logsum_expbig_minus_expsmall(self.log_cdf(y), self.log_cdf(y - 1))

    def _log_prob_with_logsf_and_logcdf(self, y):
        """The difference of the smaller two: of survival right of the median."""
        survival, survival_before = self.log_survival_function(y), self.log_survival_function(y - 1)
        cdf, cdf_before = self.log_cdf(y), self.log_cdf(y - 1)
        big = tf.where(survival < cdf, survival_before, cdf)
        small = tf.where(survival < cdf, survival, cdf_before)
        return _logsum_expbig_minus_expsmall(big, small)

    def _prob(self, y):
        y = self._check_integer(y)
        try:
            survival, survival_before = self.survival_function(y), self.survival_function(y - 1)
        except NotImplementedError:
            return self.cdf(y) - self.cdf(y - 1)
        cdf, cdf_before = self.cdf(y), self.cdf(y - 1)
        return tf.where(survival < cdf, survival_before - survival, cdf - cdf_before)

    def _bounded(self, values, at, below, above):
        """`values`, but `below` under the lower bound and `above` from the upper one on."""
        at += tf.zeros_like(values)
        if self._low is not None:
            values = tf.where(at < self._low, below * tf.ones_like(values), values)
        if self._high is not None:
            values = tf.where(at >= self._high, above * tf.ones_like(values), values)
        return values

    def _log_cdf(self, y):
        j = tf.floor(y)
        return self._bounded(self.distribution.log_cdf(j), j, -np.inf, 0.0)

    def _cdf(self, y):
        j = tf.floor(y)
        return self._bounded(self.distribution.cdf(j), j, 0.0, 1.0)

    def _log_survival_function(self, y):
        j = tf.ceil(y)
        return self._bounded(self.distribution.log_survival_function(j), j, 0.0, -np.inf)

    def _survival_function(self, y):
        j = tf.ceil(y)
        return self._bounded(self.distribution.survival_function(j), j, 1.0, 0.0)

    def _check_integer(self, value):
        with tf.name_scope("check_integer", values=[value]):
            value = tf.convert_to_tensor(value, name="value")
            if not self.validate_args:
                return value
            return after([util.assert_integer_form(value, message="value has non-integer components.")], value)
