"""Vectors of Laplace or exponential numbers, moved and scaled."""

import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.python.ops.distributions import exponential, laplace
from tf2notes.legacy.tf1.contrib.distributions._location_scale import LocScaleVector, diagonal_scale


class VectorLaplaceDiag(LocScaleVector):
    """loc + diag(scale) z, z from Laplace(0, 1). Replaces: tf.contrib.distributions.VectorLaplaceDiag"""

    def __init__(
        self,
        loc=None,
        scale_diag=None,
        scale_identity_multiplier=None,
        validate_args=False,
        allow_nan_stats=True,
        name="VectorLaplaceDiag",
    ):
        parameters = dict(locals())
        scale = diagonal_scale(loc, scale_diag, scale_identity_multiplier)
        base = laplace.Laplace(tf.zeros([], scale.dtype), tf.ones([], scale.dtype), allow_nan_stats=allow_nan_stats)
        super().__init__(base, loc, scale, validate_args, name, parameters)

    def _mean(self):
        return self._mode()

    def _variance(self):
        return self._spread(2.0 * tf.square(self.scale.diag_part()))

    def _stddev(self):
        return self._spread(np.sqrt(2) * tf.abs(self.scale.diag_part()))

    def _covariance(self):
        return tf.linalg.diag(self._variance())


class VectorExponentialDiag(LocScaleVector):
    """loc + diag(scale) z, z from Exponential(1). Replaces: tf.contrib.distributions.VectorExponentialDiag"""

    def __init__(
        self,
        loc=None,
        scale_diag=None,
        scale_identity_multiplier=None,
        validate_args=False,
        allow_nan_stats=True,
        name="VectorExponentialDiag",
    ):
        parameters = dict(locals())
        scale = diagonal_scale(loc, scale_diag, scale_identity_multiplier)
        base = exponential.Exponential(tf.ones([], scale.dtype), allow_nan_stats=allow_nan_stats)
        super().__init__(base, loc, scale, validate_args, name, parameters)

    def _mean(self):
        return self._mode() + self.scale.diag_part()

    def _variance(self):
        return self._spread(tf.square(self.scale.diag_part()))

    def _stddev(self):
        return self._spread(tf.abs(self.scale.diag_part()))

    def _covariance(self):
        return tf.linalg.diag(self._variance())
