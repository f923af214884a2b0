"""Lagrange multipliers, moved by the constraints they belong to."""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.constrained_optimization.problem import RegretOptimizer, known_shape, project


def _project_multipliers_wrt_euclidean_norm(multipliers, radius):
    """The nearest multipliers that are not negative and whose sum is `radius` at most."""
    (size,) = known_shape(multipliers, "multipliers", 1, "one")
    if size is None:
        raise ValueError("multipliers must have fully-known shape")
    return project(multipliers, tf.reduce_sum, lambda values: tf.minimum(0.0, radius - tf.reduce_sum(values)), size)


class AdditiveExternalRegretOptimizer(RegretOptimizer):
    """The Lagrangian is minimized in the variables and maximized in the multipliers.

    Args:
        optimizer: a `tf.train.Optimizer` of the variables.
        constraint_optimizer: that of the multipliers; the same if None.
        maximum_multiplier_radius: None, or what the multipliers' sum may be at most.

    Raises:
        ValueError: the radius is not positive.

    Replaces: tf.contrib.constrained_optimization.AdditiveExternalRegretOptimizer
    """

    _state_name = "external_regret_optimizer_state"

    def __init__(self, optimizer, constraint_optimizer=None, maximum_multiplier_radius=None):
        super().__init__(optimizer=optimizer, constraint_optimizer=constraint_optimizer)
        if maximum_multiplier_radius and maximum_multiplier_radius <= 0.0:
            raise ValueError("maximum_multiplier_radius must be strictly positive")
        self._maximum_multiplier_radius = maximum_multiplier_radius

    def _initial_state(self, num_constraints):
        return tf.zeros((num_constraints,), dtype=tf.float32)

    def _loss_and_gradient(self, state, objective, constraints, proxy_constraints):
        weighted = tf.tensordot(tf.cast(state, proxy_constraints.dtype), proxy_constraints, 1)
        return objective + weighted, tf.cast(constraints, state.dtype.base_dtype)

    def _projection_op(self, state, name=None):
        value = tf.convert_to_tensor(state)
        if self._maximum_multiplier_radius:
            value = _project_multipliers_wrt_euclidean_norm(value, self._maximum_multiplier_radius)
        else:
            value = tf.maximum(value, 0.0)
        return tf.group(tf.assign(state, value), name=name)
