"""``tf.contrib.opt``: optimizers that are Adam or Adagrad with one thing changed."""

import contextlib

import tensorflow.compat.v1 as tf
from tensorflow.python.ops import gen_training_ops as training_ops
from tensorflow.python.ops import resource_variable_ops as resource
from tf2notes.legacy.tf1 import _op_counts


def cast_all(optimizer, dtype, *names):
    """The optimizer's tensors of those attributes, in a variable's dtype."""
    return [tf.cast(getattr(optimizer, name), dtype.base_dtype) for name in names]


def scatter(var, indices, values, how):
    """The op that adds to, subtracts from or overwrites rows of a variable of either kind."""
    if resource.is_resource_variable(var):
        return getattr(resource, f"resource_scatter_{how}")(var.handle, indices, values)
    return getattr(tf, f"scatter_{how}")(var, indices, values)


class AdaMaxOptimizer(tf.train.AdamOptimizer):
    """Adam with the infinity norm (arXiv:1412.6980, section 7). Replaces: tf.contrib.opt.AdaMaxOptimizer"""

    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8, use_locking=False, name="AdaMax"):
        super().__init__(learning_rate, beta1, beta2, epsilon, use_locking, name)

    def _get_beta_accumulators(self):
        graph = None if tf.executing_eagerly() else tf.get_default_graph()
        return self._get_non_slot_variable("beta1_power", graph=graph)

    def _create_slots(self, var_list):
        first = min(var_list, key=lambda var: var.name)
        self._create_non_slot_variable(initial_value=self._beta1, name="beta1_power", colocate_with=first)
        for var in var_list:
            self._zeros_slot(var, "m", self._name)
            self._zeros_slot(var, "v", self._name)

    def _hyper(self, dtype):
        power = tf.cast(self._get_beta_accumulators(), dtype.base_dtype)
        return [power, *cast_all(self, dtype, "_lr_t", "_beta1_t", "_beta2_t", "_epsilon_t")]

    def _apply_dense(self, grad, var):
        m, v = self.get_slot(var, "m"), self.get_slot(var, "v")
        return training_ops.apply_ada_max(var, m, v, *self._hyper(var.dtype), grad, use_locking=self._use_locking).op

    def _resource_apply_dense(self, grad, var):
        slots = self.get_slot(var, "m").handle, self.get_slot(var, "v").handle
        return training_ops.resource_apply_ada_max(
            var.handle, *slots, *self._hyper(grad.dtype), grad, use_locking=self._use_locking
        )

    def _apply_rows(self, grad, var, indices):
        power, rate, beta1, beta2, epsilon = self._hyper(var.dtype)
        m, v = self.get_slot(var, "m"), self.get_slot(var, "v")
        m_rows = tf.gather(m, indices) * beta1 + grad * (1 - beta1)
        v_rows = tf.maximum(tf.gather(v, indices) * beta2, tf.abs(grad))
        with tf.control_dependencies([m_rows, v_rows]):
            m_update, v_update = scatter(m, indices, m_rows, "update"), scatter(v, indices, v_rows, "update")
        step = -rate / (1 - power) * (m_rows / (v_rows + epsilon))
        return tf.group(scatter(var, indices, step, "add"), m_update, v_update)

    def _apply_sparse(self, grad, var):
        return self._apply_rows(grad.values, var, grad.indices)

    def _resource_apply_sparse(self, grad, var, indices):
        return self._apply_rows(grad, var, indices)

    def _finish(self, update_ops, name_scope):
        with tf.control_dependencies(update_ops):
            power = self._get_beta_accumulators()
            with tf.colocate_with(power):
                moved = power.assign(power * self._beta1_t, use_locking=self._use_locking)
        return tf.group(*update_ops, moved, name=name_scope)


class NadamOptimizer(tf.train.AdamOptimizer):
    """Adam with Nesterov momentum. Replaces: tf.contrib.opt.NadamOptimizer"""

    def _hyper(self, dtype):
        powers = [tf.cast(power, dtype.base_dtype) for power in self._get_beta_accumulators()]
        return [*powers, *cast_all(self, dtype, "_lr_t", "_beta1_t", "_beta2_t", "_epsilon_t")]

    def _apply_dense(self, grad, var):
        m, v = self.get_slot(var, "m"), self.get_slot(var, "v")
        return training_ops.apply_adam(
            var, m, v, *self._hyper(var.dtype), grad, use_locking=self._use_locking, use_nesterov=True
        ).op

    def _resource_apply_dense(self, grad, var):
        slots = self.get_slot(var, "m").handle, self.get_slot(var, "v").handle
        return training_ops.resource_apply_adam(
            var.handle, *slots, *self._hyper(grad.dtype), grad, use_locking=self._use_locking, use_nesterov=True
        )

    def _apply_sparse_shared(self, grad, var, indices, scatter_add):
        power1, power2, rate, beta1, beta2, epsilon = self._hyper(var.dtype)
        rate = rate * tf.sqrt(1 - power2) / (1 - power1)
        m, v = self.get_slot(var, "m"), self.get_slot(var, "v")
        scaled = grad * (1 - beta1)
        with tf.control_dependencies([tf.assign(m, m * beta1, use_locking=self._use_locking)]):
            m_t = scatter_add(m, indices, scaled)
        ahead = scaled + beta1 * tf.gather(m_t, indices)
        with tf.control_dependencies([tf.assign(v, v * beta2, use_locking=self._use_locking)]):
            v_t = scatter_add(v, indices, grad * grad * (1 - beta2))
        step = -rate * ahead / (tf.sqrt(tf.gather(v_t, indices)) + epsilon)
        return tf.group(scatter_add(var, indices, step), ahead, v_t)


class LazyAdamOptimizer(tf.train.AdamOptimizer):
    """Adam that leaves the moments of rows without gradient alone. Replaces: tf.contrib.opt.LazyAdamOptimizer"""

    def _apply_rows(self, grad, var, indices):
        power1, power2 = (tf.cast(power, var.dtype.base_dtype) for power in self._get_beta_accumulators())
        rate, beta1, beta2, epsilon = cast_all(self, var.dtype, "_lr_t", "_beta1_t", "_beta2_t", "_epsilon_t")
        rate = rate * tf.sqrt(1 - power2) / (1 - power1)
        m, v = self.get_slot(var, "m"), self.get_slot(var, "v")
        m_rows = beta1 * tf.gather(m, indices) + (1 - beta1) * grad
        v_rows = beta2 * tf.gather(v, indices) + (1 - beta2) * tf.square(grad)
        with tf.control_dependencies([m_rows, v_rows]):
            updates = scatter(m, indices, m_rows, "update"), scatter(v, indices, v_rows, "update")
        return tf.group(scatter(var, indices, rate * m_rows / (tf.sqrt(v_rows) + epsilon), "sub"), *updates)

    def _apply_sparse(self, grad, var):
        _op_counts.add(4)  # TF1 read both moments' rows again after it had written them
        return self._apply_rows(grad.values, var, grad.indices)

    def _resource_apply_sparse(self, grad, var, indices):
        return self._apply_rows(grad, var, indices)


class AdamGSOptimizer(tf.train.AdamOptimizer):
    """Adam whose bias correction counts `global_step`. Replaces: tf.contrib.opt.AdamGSOptimizer"""

    def __init__(
        self, global_step=0, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8, use_locking=False, name="Adam"
    ):
        super().__init__(learning_rate, beta1, beta2, epsilon, use_locking, name)
        self._global_step = global_step
        self._global_step_on_worker = None

    def _create_slots(self, var_list):
        for var in var_list:
            self._zeros_slot(var, "m", self._name)
            self._zeros_slot(var, "v", self._name)

    def _prepare(self):
        super()._prepare()
        step = self._global_step() if callable(self._global_step) else self._global_step
        self._global_step_on_worker = tf.cast(step, tf.float32) + 1

    def _get_beta_accumulators(self):
        """The powers of the decay rates at this step."""
        return (
            tf.pow(tf.cast(self._beta1_t, tf.float32), self._global_step_on_worker),
            tf.pow(tf.cast(self._beta2_t, tf.float32), self._global_step_on_worker),
        )

    def _finish(self, update_ops, name_scope):
        return tf.group(*update_ops, name=name_scope)


class LazyAdamGSOptimizer(AdamGSOptimizer):
    """LazyAdam whose bias correction counts `global_step`. Replaces: tf.contrib.opt.LazyAdamGSOptimizer"""

    _apply_rows = LazyAdamOptimizer._apply_rows
    _apply_sparse = LazyAdamOptimizer._apply_sparse
    _resource_apply_sparse = LazyAdamOptimizer._resource_apply_sparse


class RegAdagradOptimizer(tf.train.AdagradOptimizer):
    """Adagrad that can leave its accumulators alone for a while. Replaces: tf.contrib.opt.RegAdagradOptimizer"""

    def __init__(self, learning_rate, initial_accumulator_value=0.1, use_locking=False, name="RegAdagrad"):
        super().__init__(learning_rate, initial_accumulator_value, use_locking, name)
        self._should_update_slots = True

    @contextlib.contextmanager
    def avoid_updating_slots(self):
        """Within it gradients move variables, but not the accumulators."""
        before, self._should_update_slots = self._should_update_slots, False
        try:
            yield
        finally:
            self._should_update_slots = before

    def _apply(self, op, var, accumulator, dtype, *grads):
        rate = tf.cast(self._learning_rate_tensor, dtype.base_dtype)
        locking = self._use_locking
        return op(var, accumulator, rate, *grads, use_locking=locking, update_slots=self._should_update_slots)

    def _apply_dense(self, grad, var):
        return self._apply(training_ops.apply_adagrad, var, self.get_slot(var, "accumulator"), var.dtype, grad)

    def _resource_apply_dense(self, grad, var):
        accumulator = self.get_slot(var, "accumulator").handle
        return self._apply(training_ops.resource_apply_adagrad, var.handle, accumulator, grad.dtype, grad)

    def _apply_sparse(self, grad, var):
        accumulator = self.get_slot(var, "accumulator")
        return self._apply(training_ops.sparse_apply_adagrad, var, accumulator, var.dtype, grad.values, grad.indices)

    def _resource_apply_sparse(self, grad, var, indices):
        accumulator = self.get_slot(var, "accumulator").handle
        return self._apply(
            training_ops.resource_sparse_apply_adagrad, var.handle, accumulator, grad.dtype, grad, indices
        )
