"""``tf.contrib.opt``: weight decay beside the gradient (arXiv:1711.05101)."""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.opt._adam_kin import scatter


class DecoupledWeightDecayExtension:
    """A mixin: before the optimizer's own update, `weight_decay` times the variable is taken off it.

    Replaces: tf.contrib.opt.DecoupledWeightDecayExtension
    """

    def __init__(self, weight_decay, **kwargs):
        self._decay_var_list = None
        self._weight_decay = weight_decay
        self._weight_decay_tensor = None
        super().__init__(**kwargs)

    def minimize(
        self,
        loss,
        global_step=None,
        var_list=None,
        gate_gradients=tf.train.Optimizer.GATE_OP,
        aggregation_method=None,
        colocate_gradients_with_ops=False,
        name=None,
        grad_loss=None,
        decay_var_list=None,
    ):
        """As any optimizer's; of `decay_var_list` alone the weights decay, of None those of all."""
        grads_and_vars = self.compute_gradients(
            loss,
            var_list=var_list,
            gate_gradients=gate_gradients,
            aggregation_method=aggregation_method,
            colocate_gradients_with_ops=colocate_gradients_with_ops,
            grad_loss=grad_loss,
        )
        if all(grad is None for grad, _ in grads_and_vars):
            raise ValueError(
                "No gradients provided for any variable, check your graph for ops that do not support gradients, "
                f"between variables {[str(v) for _, v in grads_and_vars]} and loss {loss}."
            )
        return self.apply_gradients(grads_and_vars, global_step=global_step, name=name, decay_var_list=decay_var_list)

    def apply_gradients(self, grads_and_vars, global_step=None, name=None, decay_var_list=None):
        """As any optimizer's, with `decay_var_list`."""
        self._decay_var_list = {var.ref() for var in decay_var_list} if decay_var_list else None
        return super().apply_gradients(grads_and_vars, global_step=global_step, name=name)

    def _prepare(self):
        decay = self._weight_decay() if callable(self._weight_decay) else self._weight_decay
        self._weight_decay_tensor = tf.convert_to_tensor(decay, name="weight_decay")
        super()._prepare()

    def _decays(self, var):
        return self._decay_var_list is None or var.ref() in self._decay_var_list

    def _rate(self, var):
        if isinstance(self._weight_decay, (int, float)):
            return self._weight_decay
        return tf.cast(self._weight_decay_tensor, var.dtype.base_dtype)

    def _decayed(self, grad, var):
        if not self._decays(var):
            return tf.control_dependencies([])
        with tf.control_dependencies([grad]):  # TF1 left it open whether the gradient saw the decayed weights
            return tf.control_dependencies([var.assign_sub(self._rate(var) * var, self._use_locking)])

    def _decayed_rows(self, grad, var, indices):
        if not self._decays(var):
            return tf.control_dependencies([])
        with tf.control_dependencies([grad]):
            taken = -self._rate(var) * tf.gather(var, indices)
            return tf.control_dependencies([scatter(var, indices, taken, "add")])

    def _apply_dense(self, grad, var):
        with self._decayed(grad, var):
            return super()._apply_dense(grad, var)

    def _resource_apply_dense(self, grad, var):
        with self._decayed(grad, var):
            return super()._resource_apply_dense(grad, var)

    def _apply_sparse(self, grad, var):
        with self._decayed_rows(grad.values, var, grad.indices):
            return super()._apply_sparse(grad, var)

    def _resource_apply_sparse(self, grad, var, indices):
        with self._decayed_rows(grad, var, indices):
            return super()._resource_apply_sparse(grad, var, indices)


def extend_with_decoupled_weight_decay(base_optimizer):
    """A subclass of `base_optimizer` whose first argument is `weight_decay`.

    Replaces: tf.contrib.opt.extend_with_decoupled_weight_decay
    """

    class OptimizerWithDecoupledWeightDecay(DecoupledWeightDecayExtension, base_optimizer):
        def __init__(self, weight_decay, *args, **kwargs):
            super().__init__(weight_decay, *args, **kwargs)

    return OptimizerWithDecoupledWeightDecay


class MomentumWOptimizer(DecoupledWeightDecayExtension, tf.train.MomentumOptimizer):
    """Momentum with decoupled weight decay. Replaces: tf.contrib.opt.MomentumWOptimizer"""

    def __init__(self, weight_decay, learning_rate, momentum, use_locking=False, name="MomentumW", use_nesterov=False):
        super().__init__(
            weight_decay,
            learning_rate=learning_rate,
            momentum=momentum,
            use_locking=use_locking,
            name=name,
            use_nesterov=use_nesterov,
        )


class AdamWOptimizer(DecoupledWeightDecayExtension, tf.train.AdamOptimizer):
    """Adam with decoupled weight decay. Replaces: tf.contrib.opt.AdamWOptimizer"""

    def __init__(
        self,
        weight_decay,
        learning_rate=0.001,
        beta1=0.9,
        beta2=0.999,
        epsilon=1e-8,
        use_locking=False,
        name="AdamW",
    ):
        super().__init__(
            weight_decay,
            learning_rate=learning_rate,
            beta1=beta1,
            beta2=beta2,
            epsilon=epsilon,
            use_locking=use_locking,
            name=name,
        )
