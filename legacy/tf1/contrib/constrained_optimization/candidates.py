"""Which of the candidates that training went through to take in the end."""

import numpy as np


def _check(objective_vector, constraints_matrix):
    _, count = np.shape(constraints_matrix)
    if np.shape(objective_vector) != (count,):
        raise ValueError(
            "objective_vector must have shape (n,), and constraints_matrix (m, n), where n is the number of candidates,"
            " and m is the number of constraints"
        )
    return count


def _cheapest_distribution(objective_vector, constraints_matrix, maximum_violation=0.0):
    """The distribution of least objective whose constraints are `maximum_violation` at most, or None."""
    import scipy.optimize

    count = _check(objective_vector, constraints_matrix)
    result = scipy.optimize.linprog(
        objective_vector,
        A_ub=constraints_matrix,
        b_ub=np.full((len(constraints_matrix), 1), maximum_violation),
        A_eq=np.ones((1, count)),
        b_eq=np.ones((1, 1)),
        bounds=(0, None),
    )
    return result.x if result.success else None


def find_best_candidate_distribution(objective_vector, constraints_matrix, epsilon=0.0):
    """The distribution over candidates that is feasible in expectation at the least objective.

    Where none is feasible the least violation is found first, by bisection down to `epsilon`. Needs scipy, as in TF1.

    Args:
        objective_vector: `[candidates]`.
        constraints_matrix: `[constraints, candidates]`.
        epsilon: not negative.

    Raises:
        ValueError: the shapes do not fit, or `epsilon` is negative.

    Replaces: tf.contrib.constrained_optimization.find_best_candidate_distribution
    """
    if epsilon < 0.0:
        raise ValueError("epsilon must be nonnegative")
    found = _cheapest_distribution(objective_vector, constraints_matrix)
    if found is not None:
        return found
    low, high = 0.0, np.min(np.amax(constraints_matrix, axis=0))
    best = _cheapest_distribution(objective_vector, constraints_matrix, high)
    while True:
        middle = 0.5 * (low + high)
        if middle - low <= epsilon or high - middle <= epsilon:
            return best
        found = _cheapest_distribution(objective_vector, constraints_matrix, middle)
        if found is None:
            low = middle
        else:
            best, high = found, middle


def find_best_candidate_index(objective_vector, constraints_matrix, rank_objectives=False):
    """The candidate whose worst rank among the violations is the best; of equals that of the least objective.

    Args:
        objective_vector: `[candidates]`.
        constraints_matrix: `[constraints, candidates]`.
        rank_objectives: whether the objective is ranked like a constraint.

    Raises:
        ValueError: the shapes do not fit.

    Replaces: tf.contrib.constrained_optimization.find_best_candidate_index
    """
    count = _check(objective_vector, constraints_matrix)
    ranked = [np.maximum(0.0, row) for row in constraints_matrix]
    ranked += [objective_vector] if rank_objectives else []
    ranks = [np.searchsorted(np.sort(row), row) for row in ranked]
    worst = np.max(ranks, axis=0) if ranks else np.zeros(count)
    return min(reversed(range(count)), key=lambda index: (worst[index], objective_vector[index]))
