"""Replaces: ``tf.contrib.constrained_optimization``: minimize under constraints, as a game of two players."""

from tf2notes.legacy.tf1.contrib.constrained_optimization.candidates import (
    find_best_candidate_distribution,
    find_best_candidate_index,
)
from tf2notes.legacy.tf1.contrib.constrained_optimization.external_regret_optimizer import (
    AdditiveExternalRegretOptimizer,
)
from tf2notes.legacy.tf1.contrib.constrained_optimization.problem import (
    ConstrainedMinimizationProblem,
    ConstrainedOptimizer,
)
from tf2notes.legacy.tf1.contrib.constrained_optimization.swap_regret_optimizer import (
    AdditiveSwapRegretOptimizer,
    MultiplicativeSwapRegretOptimizer,
)

__all__ = [
    "AdditiveExternalRegretOptimizer",
    "AdditiveSwapRegretOptimizer",
    "ConstrainedMinimizationProblem",
    "ConstrainedOptimizer",
    "MultiplicativeSwapRegretOptimizer",
    "find_best_candidate_distribution",
    "find_best_candidate_index",
]
