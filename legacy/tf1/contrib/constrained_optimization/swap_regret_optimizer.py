"""A distribution over objective and constraints: the stationary one of a stochastic matrix that learns."""

import math

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.constrained_optimization.problem import RegretOptimizer, known_shape, project


def _maximal_eigenvector_power_method(matrix, epsilon=1e-6, maximum_iterations=100):
    """The eigenvector of the largest eigenvalue, of length 1, by the power method."""
    if not matrix.dtype.is_floating:
        raise ValueError("multipliers must have a floating-point dtype")
    if epsilon <= 0.0:
        raise ValueError("epsilon must be strictly positive")
    if maximum_iterations <= 0:
        raise ValueError("maximum_iterations must be strictly positive")

    def body(iteration, vector, _):
        new = tf.matmul(matrix, vector[:, tf.newaxis])[:, 0]
        return iteration + 1, new / tf.norm(new), vector

    first = tf.ones_like(matrix[:, 0])
    return tf.while_loop(
        lambda i, new, old: tf.logical_and(i < maximum_iterations, tf.norm(new - old) > epsilon),
        body,
        body(tf.constant(0), first / tf.norm(first), None),
        name="power_method",
    )[1]


def _project_stochastic_matrix_wrt_euclidean_norm(matrix):
    """The nearest matrix whose columns are distributions."""
    rows, columns = known_shape(matrix, "matrix", 2, "two")
    if rows != columns:
        raise ValueError(f"matrix must be square (instead has shape ({rows},{columns}))")
    if rows is None:
        raise ValueError("matrix must have fully-known shape")

    def of_column(values):
        return tf.reduce_sum(values, axis=0, keepdims=True)

    return project(matrix, of_column, lambda values: 1.0 - of_column(values), rows)


def _project_log_stochastic_matrix_wrt_kl_divergence(log_matrix):
    """The logarithms of columns made distributions."""
    return log_matrix - tf.reduce_logsumexp(log_matrix, axis=0, keepdims=True)


class _SwapRegretOptimizer(RegretOptimizer):
    _state_name = "swap_regret_optimizer_state"

    def _stochastic_matrix(self, state):
        return tf.convert_to_tensor(state)

    def _distribution(self, state):
        vector = tf.abs(_maximal_eigenvector_power_method(self._stochastic_matrix(state)))
        return vector / tf.reduce_sum(vector)

    def _loss_and_gradient(self, state, objective, constraints, proxy_constraints):
        distribution = self._distribution(state)
        values = tf.concat((objective[tf.newaxis], proxy_constraints), axis=0)
        loss = tf.tensordot(tf.cast(distribution, values.dtype), values, 1)
        gains = tf.cast(tf.concat((tf.zeros((1,), constraints.dtype), constraints), axis=0), distribution.dtype)
        return loss, gains[:, tf.newaxis] * distribution[tf.newaxis]


class AdditiveSwapRegretOptimizer(_SwapRegretOptimizer):
    """The matrix moves by addition. Replaces: tf.contrib.constrained_optimization.AdditiveSwapRegretOptimizer

    Args:
        optimizer: a `tf.train.Optimizer` of the variables.
        constraint_optimizer: that of the matrix; the same if None.
    """

    def _initial_state(self, num_constraints):
        return tf.concat((tf.ones((1, num_constraints + 1)), tf.zeros((num_constraints, num_constraints + 1))), axis=0)

    def _projection_op(self, state, name=None):
        value = _project_stochastic_matrix_wrt_euclidean_norm(tf.convert_to_tensor(state))
        return tf.group(tf.assign(state, value), name=name)


class MultiplicativeSwapRegretOptimizer(_SwapRegretOptimizer):
    """The matrix moves by multiplication: the state is its logarithm.

    Args:
        optimizer, constraint_optimizer: as for `AdditiveSwapRegretOptimizer`.
        minimum_multiplier_radius: in (0, 1): no entry is less than it divided by the size.
        initial_multiplier_radius: the same of the first matrix; the minimum if None.

    Raises:
        ValueError: a radius is out of its range.

    Replaces: tf.contrib.constrained_optimization.MultiplicativeSwapRegretOptimizer
    """

    def __init__(
        self,
        optimizer,
        constraint_optimizer=None,
        minimum_multiplier_radius=1e-3,
        initial_multiplier_radius=None,
    ):
        super().__init__(optimizer=optimizer, constraint_optimizer=constraint_optimizer)
        if not 0.0 < minimum_multiplier_radius < 1.0:
            raise ValueError("minimum_multiplier_radius must be in the range (0,1)")
        if initial_multiplier_radius is None:
            initial_multiplier_radius = minimum_multiplier_radius
        elif initial_multiplier_radius < minimum_multiplier_radius:
            raise ValueError("initial_multiplier_radius must be in the range [minimum_multiplier_radius,1]")
        self._minimum_multiplier_radius = minimum_multiplier_radius
        self._initial_multiplier_radius = initial_multiplier_radius

    def _initial_state(self, num_constraints):
        size, radius = num_constraints + 1, self._initial_multiplier_radius
        one = math.log(1.0 - radius * (size - 1) / size)
        others = math.log(radius / size)
        return tf.concat((tf.fill((1, size), one), tf.fill((size - 1, size), others)), axis=0)

    def _stochastic_matrix(self, state):
        return tf.exp(state)

    def _projection_op(self, state, name=None):
        least = math.log(self._minimum_multiplier_radius / state.get_shape().as_list()[0])
        value = _project_log_stochastic_matrix_wrt_kl_divergence(tf.convert_to_tensor(state))
        return tf.group(tf.assign(state, tf.maximum(value, least)), name=name)
