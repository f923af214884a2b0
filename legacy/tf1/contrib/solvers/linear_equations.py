"""Replaces: ``tf.contrib.solvers.linear_equations``"""

import collections

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.solvers import util

__all__ = ["conjugate_gradient"]

_State = collections.namedtuple("CGState", ["i", "x", "r", "p", "gamma"])


def conjugate_gradient(operator, rhs, preconditioner=None, x=None, tol=1e-4, max_iter=20, name="conjugate_gradient"):
    """Solve A x = rhs for a positive definite A by conjugate gradients.

    Args:
        operator: A, as `util.create_operator` gives it.
        rhs: [n].
        preconditioner: an operator near A's inverse, or None.
        x: where to start, zeros if None.
        tol: of the residual's length, relative to the first.
        max_iter: the most steps.
        name: of the name scope.

    Returns:
        A named tuple: i steps were made; x; r, the residual; p, the last direction; gamma, rᵀ M r.
    """

    def unfinished(i, state):
        return tf.logical_and(i < max_iter, tf.norm(state.r) > tol)

    def step(i, state):
        z = operator.apply(state.p)
        alpha = state.gamma / util.dot(state.p, z)
        r = state.r - alpha * z
        q = r if preconditioner is None else preconditioner.apply(r)
        gamma = util.dot(r, q)
        p = q + gamma / state.gamma * state.p
        return i + 1, _State(i + 1, state.x + alpha * state.p, r, p, gamma)

    with tf.name_scope(name):
        r = tf.expand_dims(rhs, -1)
        if x is None:
            x = tf.expand_dims(tf.zeros(operator.shape[1:], dtype=r.dtype.base_dtype), -1)
        else:
            x = tf.expand_dims(x, -1)
            r = r - operator.apply(x)
        p = r if preconditioner is None else preconditioner.apply(r)
        tol *= tf.norm(r)
        i = tf.constant(0, dtype=tf.int32)
        _, state = tf.while_loop(unfinished, step, [i, _State(i, x, r, p, util.dot(r, p))])
        return _State(state.i, tf.squeeze(state.x), tf.squeeze(state.r), tf.squeeze(state.p), state.gamma)
