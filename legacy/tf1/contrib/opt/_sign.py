"""``tf.contrib.opt``: AddSign, PowerSign, and the schedules of their sign's weight (arXiv:1709.07417); LARS."""

import math

import tensorflow.compat.v1 as tf
from tensorflow.python.ops import gen_training_ops as training_ops
from tf2notes.legacy.tf1.contrib.opt._adam_kin import cast_all, scatter


class _SignOptimizer(tf.train.Optimizer):
    """An update scaled by whether the gradient's sign agrees with that of its moving average."""

    def __init__(self, learning_rate, beta, sign_decay_fn, use_locking, name):
        super().__init__(use_locking, name)
        self._lr, self._beta, self._sign_decay_fn = learning_rate, beta, sign_decay_fn

    def apply_gradients(self, grads_and_vars, global_step=None, name=None):
        if self._sign_decay_fn is not None:
            self._sign_decay_t = tf.convert_to_tensor(self._sign_decay_fn(global_step), name="sign_decay")
        return super().apply_gradients(grads_and_vars, global_step=global_step, name=name)

    def _create_slots(self, var_list):
        for var in var_list:
            self._zeros_slot(var, "m", self._name)

    def _prepare(self):
        self._lr_t = tf.convert_to_tensor(self._lr, name="learning_rate")
        self._beta_t = tf.convert_to_tensor(self._beta, name="beta")
        self._factor_t = tf.convert_to_tensor(self._factor, name=self._factor_name)
        if self._sign_decay_fn is None:
            self._sign_decay_t = tf.convert_to_tensor(1.0, name="sign_decay")

    def _hyper(self, dtype):
        return cast_all(self, dtype, "_lr_t", "_factor_t", "_sign_decay_t", "_beta_t")

    def _apply_dense(self, grad, var):
        m = self.get_slot(var, "m")
        return self._dense(var, m, *self._hyper(var.dtype), grad, use_locking=self._use_locking).op

    def _resource_apply_dense(self, grad, var):
        m = self.get_slot(var, "m")
        hyper = self._hyper(var.dtype)
        return self._resource(var.handle, m.handle, *hyper, grad, use_locking=self._use_locking)

    def _apply_sparse(self, grad, var):
        rate, factor, decay, beta = self._hyper(var.dtype)
        m = self.get_slot(var, "m")
        m_t = tf.assign(m, (m * beta) + (grad * (1 - beta)), use_locking=self._use_locking)
        agreement = tf.gather(tf.sign(m_t), grad.indices) * tf.sign(grad.values)
        step = rate * self._scale(factor, decay * agreement) * grad.values
        return tf.group(scatter(var, grad.indices, step, "sub"), m_t)


class AddSignOptimizer(_SignOptimizer):
    """(alpha + sign(g) sign(m)) g. Replaces: tf.contrib.opt.AddSignOptimizer"""

    _factor_name = "alpha"
    _dense = staticmethod(training_ops.apply_add_sign)
    _resource = staticmethod(training_ops.resource_apply_add_sign)

    def __init__(
        self,
        learning_rate=0.1,
        alpha=1.0,
        beta=0.9,
        sign_decay_fn=None,
        use_locking=False,
        name="AddSignOptimizer",
    ):
        super().__init__(learning_rate, beta, sign_decay_fn, use_locking, name)
        self._factor = self._alpha = alpha

    def _scale(self, alpha, signs):
        return alpha + signs


class PowerSignOptimizer(_SignOptimizer):
    """base^(sign(g) sign(m)) g. Replaces: tf.contrib.opt.PowerSignOptimizer"""

    _factor_name = "logbase"
    _dense = staticmethod(training_ops.apply_power_sign)
    _resource = staticmethod(training_ops.resource_apply_power_sign)

    def __init__(
        self,
        learning_rate=0.1,
        base=math.e,
        beta=0.9,
        sign_decay_fn=None,
        use_locking=False,
        name="PowerSignOptimizer",
    ):
        super().__init__(learning_rate, beta, sign_decay_fn, use_locking, name)
        self._factor = self._logbase = math.log(base)

    def _scale(self, logbase, signs):
        return tf.exp(logbase * signs)


def get_linear_decay_fn(decay_steps):
    """A function of the step: 1 - step/decay_steps, at least 0. Replaces: contrib.opt's sign_decay."""

    def decay(step):
        if step is None:
            raise ValueError("global_step is required for linear_decay.")
        step = tf.cast(tf.minimum(step, decay_steps), tf.float32)
        return tf.maximum(0.0, (decay_steps - step) / decay_steps)

    return decay


def get_cosine_decay_fn(decay_steps, num_periods=0.5, zero_after=None):
    """A cosine over the steps, 0 from `zero_after` periods on. Replaces: contrib.opt's sign_decay."""

    def decay(step):
        if step is None:
            raise ValueError("global_step is required for cosine_decay.")
        step = tf.cast(tf.minimum(step, decay_steps), tf.float32)
        fraction = 2.0 * num_periods * step / tf.cast(decay_steps, tf.float32)
        decayed = 0.5 * (1.0 + tf.cos(fraction * math.pi))
        if zero_after is not None:
            decayed = tf.where(fraction >= 2 * zero_after, tf.zeros_like(decayed), decayed)
        return decayed

    return decay


def get_restart_decay_fn(decay_steps, num_periods=1, zero_after=None):
    """A falling half cosine that starts anew in every period (arXiv 1608.03983). Replaces: contrib.opt's sign_decay."""

    def decay(step):
        if step is None:
            raise ValueError("global_step is required for cosine_decay.")
        step = tf.cast(tf.minimum(step, decay_steps), tf.float32)
        frac = tf.mod(num_periods * step, tf.cast(decay_steps, tf.float32)) / tf.cast(decay_steps, tf.float32)
        decayed = 0.5 * (1.0 + tf.cos(frac * math.pi))
        if zero_after is not None:
            periods = num_periods * step / tf.cast(decay_steps, tf.float32)
            decayed = tf.where(periods >= zero_after, tf.zeros_like(decayed), decayed)
        return decayed

    return decay


class LARSOptimizer(tf.train.Optimizer):
    """Momentum with a rate per variable, from its norm and its gradient's (arXiv:1708.03888).

    Replaces: tf.contrib.opt.LARSOptimizer
    """

    def __init__(
        self,
        learning_rate,
        momentum=0.9,
        weight_decay=0.0001,
        eeta=0.001,
        epsilon=0.0,
        name="LARSOptimizer",
        skip_list=None,
        use_nesterov=False,
    ):
        if momentum < 0.0:
            raise ValueError(f"momentum should be positive: {momentum}")
        if weight_decay < 0.0:
            raise ValueError(f"weight_decay should be positive: {weight_decay}")
        super().__init__(use_locking=False, name=name)
        self._learning_rate, self._momentum, self._weight_decay = learning_rate, momentum, weight_decay
        self._eeta, self._epsilon, self._skip_list, self._use_nesterov = eeta, epsilon, skip_list, use_nesterov

    def _create_slots(self, var_list):
        for var in var_list:
            self._zeros_slot(var, "momentum", self._name)

    def compute_lr(self, grad, var):
        """The variable's own learning rate, and its gradient with the weight decay."""
        if self._skip_list is not None and any(part in var.name for part in self._skip_list):
            return self._learning_rate, grad
        weights, gradients = tf.norm(var, ord=2), tf.norm(grad, ord=2)
        ratio = self._eeta * weights / (gradients + self._weight_decay * weights + self._epsilon)
        trusted = tf.logical_and(weights > 0, gradients > 0)
        return self._learning_rate * tf.where(trusted, ratio, tf.ones_like(ratio)), grad + self._weight_decay * var

    def _prepare(self):
        rate = self._learning_rate() if callable(self._learning_rate) else self._learning_rate
        momentum = self._momentum() if callable(self._momentum) else self._momentum
        self._learning_rate_tensor = tf.convert_to_tensor(rate, name="learning_rate")
        self._momentum_tensor = tf.convert_to_tensor(momentum, name="momentum")

    def _dense_arguments(self, grad, var):
        rate, grad = self.compute_lr(grad, var)
        return tf.cast(1.0, var.dtype.base_dtype), grad * rate, self._momentum

    def _apply_dense(self, grad, var):
        slot = self.get_slot(var, "momentum")
        arguments = self._dense_arguments(grad, var)
        return training_ops.apply_momentum(var, slot, *arguments, use_locking=False, use_nesterov=self._use_nesterov)

    def _resource_apply_dense(self, grad, var):
        slot = self.get_slot(var, "momentum")
        arguments = self._dense_arguments(grad, var)
        return training_ops.resource_apply_momentum(
            var.handle, slot.handle, *arguments, use_locking=False, use_nesterov=self._use_nesterov
        )

    def _apply_sparse(self, grad, var):
        rate, momentum = cast_all(self, var.dtype, "_learning_rate_tensor", "_momentum_tensor")
        return training_ops.sparse_apply_momentum(
            var,
            self.get_slot(var, "momentum"),
            rate,
            grad.values,
            grad.indices,
            momentum,
            use_locking=self._use_locking,
            use_nesterov=self._use_nesterov,
        ).op

    def _resource_apply_sparse(self, grad, var, indices):
        rate, momentum = cast_all(self, grad.dtype, "_learning_rate_tensor", "_momentum_tensor")
        return training_ops.resource_sparse_apply_momentum(
            var.handle,
            self.get_slot(var, "momentum").handle,
            rate,
            grad,
            indices,
            momentum,
            use_locking=self._use_locking,
            use_nesterov=self._use_nesterov,
        )
