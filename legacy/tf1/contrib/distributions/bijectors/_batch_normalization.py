"""Batch normalization as a bijector."""

import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.python.ops.distributions.bijector import Bijector
from tf2notes.legacy.tf1 import layers


def _undo_batch_normalization(x, mean, variance, offset, scale, variance_epsilon, name=None):
    """The inverse of ``tf.nn.batch_normalization``."""
    with tf.name_scope(name, "undo_batchnorm", [x, mean, variance, scale, offset]):
        rescale = tf.sqrt(variance + variance_epsilon)
        if scale is not None:
            rescale /= scale
        return x * rescale + (mean if offset is None else mean - offset * rescale)


class BatchNormalization(Bijector):
    """Its inverse normalizes by the batch, its forward undoes that by the moving averages.

    Args:
        batchnorm_layer: a ``tf.layers.BatchNormalization``; one whose gamma stays positive if None.
        training: normalize by the batch's own statistics.
        validate_args, name: as ever.

    Raises:
        ValueError: another layer, or one with renorm or a virtual batch size.

    Replaces: tf.contrib.distributions.bijectors.BatchNormalization
    """

    def __init__(self, batchnorm_layer=None, training=True, validate_args=False, name="batch_normalization"):
        self.batchnorm = batchnorm_layer or layers.BatchNormalization(
            gamma_constraint=lambda gamma: tf.nn.relu(gamma) + 1e-6
        )
        self._validate_bn_layer(self.batchnorm)
        self._training = training
        axis = self.batchnorm.axis
        super().__init__(
            forward_min_event_ndims=1 if isinstance(axis, int) else len(axis), validate_args=validate_args, name=name
        )

    def _validate_bn_layer(self, layer):
        if not isinstance(layer, layers.BatchNormalization):
            raise ValueError("batchnorm_layer must be an instance of BatchNormalization layer.")
        if layer.renorm:
            raise ValueError("BatchNorm Bijector does not support renormalization.")
        if layer.virtual_batch_size:
            raise ValueError("BatchNorm Bijector does not support virtual batch sizes.")

    def _get_broadcast_fn(self, x):
        if not x.shape.is_fully_defined():
            raise ValueError("Input must have shape known at graph construction.")
        sizes = x.shape.as_list()
        reduced = [at for at in range(len(sizes)) if at not in self.batchnorm.axis]
        shape = [1] * len(sizes)
        shape[self.batchnorm.axis[0]] = sizes[self.batchnorm.axis[0]]

        def broadcast(v):
            if v is not None and len(v.shape) != len(sizes) and reduced != list(range(len(sizes) - 1)):
                return tf.reshape(v, shape)
            return v

        return broadcast

    def _forward(self, x):
        layer = self.batchnorm
        if not layer.built:
            layer.build(x.shape)
        broadcast = self._get_broadcast_fn(x)
        mean, variance = broadcast(layer.moving_mean), broadcast(layer.moving_variance)
        beta = broadcast(layer.beta) if layer.center else None
        gamma = broadcast(layer.gamma) if layer.scale else None
        return _undo_batch_normalization(x, mean, variance, beta, gamma, layer.epsilon)

    def _inverse(self, y):
        return self.batchnorm.apply(y, training=self._training)

    def _forward_log_det_jacobian(self, x):
        return -self._inverse_log_det_jacobian(x, use_saved_statistics=True)

    def _inverse_log_det_jacobian(self, y, use_saved_statistics=False):
        if not y.shape.is_fully_defined():
            raise ValueError("Input must have shape known at graph construction.")
        layer = self.batchnorm
        if not layer.built:
            layer.build(np.int32(y.shape.as_list()))
        if use_saved_statistics or not self._training:
            variance = layer.moving_variance
        else:
            axes = [at for at in range(y.shape.rank) if at not in layer.axis]
            _, variance = tf.nn.moments(y, axes=axes, keep_dims=True)
        log_variance = tf.log(variance + layer.epsilon)
        return tf.reduce_sum(tf.log(layer.gamma)) - 0.5 * tf.reduce_sum(log_variance)
