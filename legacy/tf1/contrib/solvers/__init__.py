"""Replaces: ``tf.contrib.solvers``: linear equations and decompositions by repeated products."""

from tf2notes.legacy.tf1.contrib.solvers import lanczos, least_squares, linear_equations, util

__all__ = ["lanczos", "least_squares", "linear_equations", "util"]
