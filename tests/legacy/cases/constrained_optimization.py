"""``tf.contrib.constrained_optimization``: its optimizers on a small problem, and its projections."""

import numpy as np
import tensorflow as tf
from tensorflow.contrib.constrained_optimization.python import external_regret_optimizer, swap_regret_optimizer

constrained = tf.contrib.constrained_optimization
TARGET = np.array([1.0, -2.0, 0.5], np.float32)


class Problem(constrained.ConstrainedMinimizationProblem):
    def __init__(self, proxy=False):
        self.x = tf.get_variable("x", initializer=[0.2, 0.1, -0.3])
        self.proxy = proxy

    @property
    def objective(self):
        return tf.reduce_sum(tf.square(self.x - TARGET))

    @property
    def constraints(self):
        return tf.stack([self.x[0] + self.x[2] - 0.4, -1.0 - self.x[1]])

    @property
    def proxy_constraints(self):
        return tf.stack([2 * self.x[0] + self.x[2] - 0.5, -1.2 - self.x[1]]) if self.proxy else None


def minimized(make, proxy=False, steps=12, **kwargs):
    problem = Problem(proxy)
    step = tf.train.get_or_create_global_step()
    # With one optimizer for both players 1.15 lets them race.
    both = [tf.train.GradientDescentOptimizer(rate) for rate in (0.1, 0.2)]
    train = make(*both).minimize(problem, global_step=step, **kwargs)
    rows, variables = [], tf.global_variables()
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for _ in range(steps):
            sess.run(train)
            rows.append(np.hstack([np.ravel(v) for v in sess.run(variables)]))
    return {
        "rows": rows,
        "names": [v.name.replace("cond/", "") + str(v.get_shape()) for v in variables],
        "count": problem.num_constraints,
    }


def case_external():
    return minimized(constrained.AdditiveExternalRegretOptimizer)


def case_external_radius():
    def make(optimizer, other):
        return constrained.AdditiveExternalRegretOptimizer(optimizer, other, maximum_multiplier_radius=0.6)

    return minimized(make, proxy=True)


def case_unconstrained_first():
    return minimized(constrained.AdditiveExternalRegretOptimizer, unconstrained_steps=4)


def case_swap_additive():
    return minimized(constrained.AdditiveSwapRegretOptimizer)


def case_swap_multiplicative():
    def make(optimizer, other):
        return constrained.MultiplicativeSwapRegretOptimizer(optimizer, other, 0.01, initial_multiplier_radius=0.3)

    return minimized(make, proxy=True)


def case_projections():
    matrix = tf.constant(np.random.RandomState(0).randn(4, 4).astype(np.float32))
    fetches = {
        "inside": external_regret_optimizer._project_multipliers_wrt_euclidean_norm(tf.constant([0.1, 0.2]), 1.0),
        "outside": external_regret_optimizer._project_multipliers_wrt_euclidean_norm(
            tf.constant([1.5, -0.3, 0.9, 0.1]), 1.0
        ),
        "stochastic": swap_regret_optimizer._project_stochastic_matrix_wrt_euclidean_norm(matrix),
        "log": swap_regret_optimizer._project_log_stochastic_matrix_wrt_kl_divergence(matrix),
        "eigenvector": swap_regret_optimizer._maximal_eigenvector_power_method(tf.abs(matrix)),
    }
    with tf.Session() as sess:
        return sess.run(fetches)


def case_errors():
    result = []
    optimizer = tf.train.GradientDescentOptimizer(0.1)
    for make in (
        lambda: constrained.AdditiveExternalRegretOptimizer(optimizer, maximum_multiplier_radius=-1.0),
        lambda: constrained.MultiplicativeSwapRegretOptimizer(optimizer, minimum_multiplier_radius=1.0),
        lambda: constrained.MultiplicativeSwapRegretOptimizer(optimizer, None, 0.5, 0.1),
        lambda: constrained.AdditiveExternalRegretOptimizer(optimizer).minimize(Problem(), unconstrained_steps=3),
        lambda: swap_regret_optimizer._project_stochastic_matrix_wrt_euclidean_norm(tf.zeros([2, 3])),
        lambda: external_regret_optimizer._project_multipliers_wrt_euclidean_norm(tf.zeros([2, 3]), 1.0),
        lambda: constrained.find_best_candidate_distribution(np.zeros(2), np.zeros([1, 2]), epsilon=-1.0),
    ):
        try:
            make()
        except ValueError as error:
            result.append(str(error))
    return {"errors": result}
