"""Bijectors whose methods take more arguments than a value."""

from tensorflow.python.ops.distributions.bijector import Bijector


class ConditionalBijector(Bijector):
    """Hands further arguments by name to the subclass.

    Replaces: tf.contrib.distributions.bijectors.ConditionalBijector
    """

    def forward(self, x, name="forward", **condition_kwargs):
        """y for x."""
        return self._call_forward(x, name, **condition_kwargs)

    def inverse(self, y, name="inverse", **condition_kwargs):
        """x for y."""
        return self._call_inverse(y, name, **condition_kwargs)

    def inverse_log_det_jacobian(self, y, event_ndims, name="inverse_log_det_jacobian", **condition_kwargs):
        """The logarithm of the determinant of the inverse's derivative."""
        return self._call_inverse_log_det_jacobian(y, event_ndims, name, **condition_kwargs)

    def forward_log_det_jacobian(self, x, event_ndims, name="forward_log_det_jacobian", **condition_kwargs):
        """The logarithm of the determinant of the derivative."""
        return self._call_forward_log_det_jacobian(x, event_ndims, name, **condition_kwargs)
