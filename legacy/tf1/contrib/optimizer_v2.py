"""Replaces: ``tf.contrib.optimizer_v2``: TF1's optimizers, which can also stop gradients.

Differs: they are ``tf.train``'s with two arguments more; to make an optimizer of one's own, derive from
``tf.train.Optimizer``.
"""

import tensorflow.compat.v1 as tf

__all__ = [
    "AdadeltaOptimizer",
    "AdagradOptimizer",
    "AdamOptimizer",
    "GradientDescentOptimizer",
    "MomentumOptimizer",
    "OptimizerV2",
    "RMSPropOptimizer",
]


class OptimizerV2(tf.train.Optimizer):
    """Replaces: tf.contrib.optimizer_v2.OptimizerV2"""

    def minimize(
        self,
        loss,
        global_step=None,
        var_list=None,
        gate_gradients=tf.train.Optimizer.GATE_OP,
        aggregation_method=None,
        name=None,
        grad_loss=None,
        stop_gradients=None,
        scale_loss_by_num_replicas=False,
    ):
        """The op of a step: `compute_gradients` and `apply_gradients`; ValueError if no variable has a gradient."""
        pairs = self.compute_gradients(
            loss,
            var_list=var_list,
            gate_gradients=gate_gradients,
            aggregation_method=aggregation_method,
            grad_loss=grad_loss,
            stop_gradients=stop_gradients,
            scale_loss_by_num_replicas=scale_loss_by_num_replicas,
        )
        if all(gradient is None for gradient, _ in pairs):
            raise ValueError(
                "No gradients provided for any variable, check your graph for ops that do not support gradients, "
                f"between variables {[str(v) for _, v in pairs]} and loss {loss}."
            )
        return self.apply_gradients(pairs, global_step=global_step, name=name)

    def compute_gradients(
        self,
        loss,
        var_list=None,
        gate_gradients=tf.train.Optimizer.GATE_OP,
        aggregation_method=None,
        grad_loss=None,
        stop_gradients=None,
        scale_loss_by_num_replicas=False,
    ):
        """Pairs of gradient and variable.

        Args:
            loss, var_list, gate_gradients, aggregation_method, grad_loss: as ``tf.train.Optimizer`` has them.
            stop_gradients: tensors that count as constants.
            scale_loss_by_num_replicas: divide by the number of replicas of the distribution strategy.

        Raises:
            ValueError: an unknown way to gate, or no variables.
        """
        if scale_loss_by_num_replicas and not callable(loss):
            replicas = tf.distribute.get_strategy().num_replicas_in_sync
            loss = loss * (1.0 / replicas) if replicas > 1 else loss
        if stop_gradients is None or callable(loss):
            return super().compute_gradients(loss, var_list, gate_gradients, aggregation_method, grad_loss=grad_loss)
        if gate_gradients not in (self.GATE_NONE, self.GATE_OP, self.GATE_GRAPH):
            raise ValueError(
                "gate_gradients must be one of: Optimizer.GATE_NONE, Optimizer.GATE_OP, Optimizer.GATE_GRAPH.  "
                f"Not {gate_gradients}"
            )
        var_list = tf.trainable_variables() if var_list is None else tf.nest.flatten(var_list)
        if not var_list:
            raise ValueError("No variables to optimize.")
        gradients = tf.gradients(
            loss,
            var_list,
            grad_ys=grad_loss,
            gate_gradients=gate_gradients == self.GATE_OP,
            aggregation_method=aggregation_method,
            stop_gradients=stop_gradients,
        )
        if gate_gradients == self.GATE_GRAPH:
            gradients = tf.tuple(gradients)
        return list(zip(gradients, var_list, strict=True))


class AdadeltaOptimizer(OptimizerV2, tf.train.AdadeltaOptimizer):
    """Replaces: tf.contrib.optimizer_v2.AdadeltaOptimizer"""


class AdagradOptimizer(OptimizerV2, tf.train.AdagradOptimizer):
    """Replaces: tf.contrib.optimizer_v2.AdagradOptimizer"""


class AdamOptimizer(OptimizerV2, tf.train.AdamOptimizer):
    """Replaces: tf.contrib.optimizer_v2.AdamOptimizer"""


class GradientDescentOptimizer(OptimizerV2, tf.train.GradientDescentOptimizer):
    """Replaces: tf.contrib.optimizer_v2.GradientDescentOptimizer"""


class MomentumOptimizer(OptimizerV2, tf.train.MomentumOptimizer):
    """Replaces: tf.contrib.optimizer_v2.MomentumOptimizer"""


class RMSPropOptimizer(OptimizerV2, tf.train.RMSPropOptimizer):
    """Replaces: tf.contrib.optimizer_v2.RMSPropOptimizer"""

    def _create_slots(self, var_list):
        """The mean of squares starts at epsilon, which is added nowhere else."""
        epsilon = self._call_if_callable(self._epsilon)
        for v in var_list:
            dtype = v.dtype.base_dtype
            start = tf.constant_initializer(epsilon, dtype=dtype)
            self._get_or_make_slot_with_initializer(v, start, v.get_shape(), dtype, "rms", self._name)
            if self._centered:
                self._zeros_slot(v, "mg", self._name)
            self._zeros_slot(v, "momentum", self._name)

    def _prepare(self):
        super()._prepare()
        self._epsilon_tensor = tf.constant(0.0, name="epsilon")
