"""Replaces: ``tf.contrib.mixed_precision``: losses scaled up so that their gradients do not vanish in float16."""

import abc

import tensorflow.compat.v1 as tf

__all__ = ["ExponentialUpdateLossScaleManager", "FixedLossScaleManager", "LossScaleManager", "LossScaleOptimizer"]


class LossScaleManager(abc.ABC):
    """Says how much to scale by. Replaces: tf.contrib.mixed_precision.LossScaleManager"""

    @abc.abstractmethod
    def get_loss_scale(self):
        """float32 scalar."""

    @abc.abstractmethod
    def update_loss_scale(self, finite_grads):
        """The operation after a step whose gradients all were finite, or not: a bool scalar."""


class FixedLossScaleManager(LossScaleManager):
    """Always `loss_scale`; ValueError below 1. Replaces: tf.contrib.mixed_precision.FixedLossScaleManager"""

    def __init__(self, loss_scale):
        if loss_scale < 1:
            raise ValueError("loss scale must be at least 1.")
        self._loss_scale = tf.convert_to_tensor(loss_scale, dtype=tf.float32)

    def get_loss_scale(self):
        return self._loss_scale

    def update_loss_scale(self, finite_grads):
        return tf.no_op()


class ExponentialUpdateLossScaleManager(LossScaleManager):
    """Up after many good steps, down after few bad ones.

    Args:
        init_loss_scale: at first.
        incr_every_n_steps: how many steps in a row with finite gradients it takes to multiply by `incr_ratio`.
        decr_every_n_nan_or_inf: how many without to multiply by `decr_ratio`; never below 1.
        incr_ratio, decr_ratio: see there.

    The variables are "loss_scale", "good_steps" and "bad_steps".

    Replaces: tf.contrib.mixed_precision.ExponentialUpdateLossScaleManager
    """

    def __init__(self, init_loss_scale, incr_every_n_steps, decr_every_n_nan_or_inf=2, incr_ratio=2, decr_ratio=0.8):
        self._incr_every_n_steps = incr_every_n_steps
        self._decr_every_n_nan_or_inf = decr_every_n_nan_or_inf
        self._incr_ratio = incr_ratio
        self._decr_ratio = decr_ratio
        initial = tf.convert_to_tensor(init_loss_scale, tf.float32)
        self._loss_scale = tf.Variable(initial, name="loss_scale", dtype=tf.float32, trainable=False)
        self._num_good_steps = tf.Variable(0, name="good_steps", dtype=tf.int32, trainable=False)
        self._num_bad_steps = tf.Variable(0, name="bad_steps", dtype=tf.int32, trainable=False)

    def get_loss_scale(self):
        return self._loss_scale

    def _reset_stats(self):
        return tf.group(tf.assign(self._num_good_steps, 0), tf.assign(self._num_bad_steps, 0))

    def update_loss_scale(self, finite_grads):
        def after_good():
            return tf.cond(
                self._num_good_steps + 1 >= self._incr_every_n_steps,
                up,
                lambda: tf.group(tf.assign_add(self._num_good_steps, 1)),
            )

        def after_bad():
            return tf.cond(self._num_bad_steps + 1 >= self._decr_every_n_nan_or_inf, down, count_bad)

        def up():
            larger = self._loss_scale * self._incr_ratio
            larger = tf.where(tf.is_finite(larger), larger, tf.identity(self._loss_scale))
            return tf.group(tf.assign(self._loss_scale, larger), self._reset_stats())

        def down():
            smaller = tf.maximum(1.0, self._loss_scale * self._decr_ratio)
            return tf.group(tf.assign(self._loss_scale, smaller), self._reset_stats())

        def count_bad():
            return tf.group(tf.assign_add(self._num_bad_steps, 1), tf.assign(self._num_good_steps, 0))

        return tf.cond(finite_grads, after_good, after_bad)


class LossScaleOptimizer(tf.train.Optimizer):
    """Minimizes the scaled loss by `opt`; a step with gradients that are not finite changes no variable.

    Args:
        opt: a `tf.train.Optimizer`.
        loss_scale_manager: a `LossScaleManager`.

    Replaces: tf.contrib.mixed_precision.LossScaleOptimizer
    """

    def __init__(self, opt, loss_scale_manager):
        self._opt = opt
        self._loss_scale_manager = loss_scale_manager

    def compute_gradients(
        self,
        loss,
        var_list=None,
        gate_gradients=tf.train.Optimizer.GATE_OP,
        aggregation_method=None,
        colocate_gradients_with_ops=False,
        grad_loss=None,
    ):
        """Gradients of the loss itself, computed through the scaled one."""
        scale = self._loss_scale_manager.get_loss_scale()

        def scaled_loss():
            value = loss() if callable(loss) else loss
            return value * tf.cast(scale, value.dtype.base_dtype)

        pairs = self._opt.compute_gradients(
            scaled_loss if tf.executing_eagerly() else scaled_loss(),
            var_list=var_list,
            gate_gradients=gate_gradients,
            aggregation_method=aggregation_method,
            colocate_gradients_with_ops=colocate_gradients_with_ops,
            grad_loss=grad_loss,
        )
        inverse = tf.math.reciprocal(tf.convert_to_tensor(scale))
        return [(g if g is None else g * tf.cast(inverse, g.dtype.base_dtype), v) for g, v in pairs]

    def apply_gradients(self, grads_and_vars, global_step=None, name=None):
        """One step, if all gradients are finite, and the manager's update."""
        pairs = list(grads_and_vars)
        finite = tf.reduce_all([tf.reduce_all(tf.is_finite(gradient)) for gradient, _ in pairs])
        step = tf.cond(finite, lambda: tf.group(self._opt.apply_gradients(pairs, global_step, name)), tf.no_op)
        return tf.group(step, self._loss_scale_manager.update_loss_scale(finite))
