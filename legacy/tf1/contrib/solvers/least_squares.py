"""Replaces: ``tf.contrib.solvers.least_squares``"""

import collections

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.solvers import util

__all__ = ["cgls"]

_State = collections.namedtuple("CGLSState", ["i", "x", "r", "p", "gamma"])


def cgls(operator, rhs, tol=1e-6, max_iter=20, name="cgls"):
    """The x that makes A x come nearest to `rhs`, by conjugate gradients on the normal equations.

    Args:
        operator: A, as `util.create_operator` gives it.
        rhs: [m].
        tol: of the length of Aᵀ r, relative to the first.
        max_iter: the most steps.
        name: of the name scope.

    Returns:
        A named tuple: i steps were made; x; r, the residual; p, the last direction; gamma, the square of |Aᵀ r|.
    """

    def unfinished(i, state):
        return tf.logical_and(i < max_iter, state.gamma > tol)

    def step(i, state):
        q = operator.apply(state.p)
        alpha = state.gamma / util.l2norm_squared(q)
        r = state.r - alpha * q
        s = operator.apply_adjoint(r)
        gamma = util.l2norm_squared(s)
        p = s + gamma / state.gamma * state.p
        return i + 1, _State(i + 1, state.x + alpha * state.p, r, p, gamma)

    with tf.name_scope(name):
        r = tf.expand_dims(rhs, -1)
        s = operator.apply_adjoint(r)
        gamma = util.l2norm_squared(s)
        tol = tol * tol * gamma
        x = tf.expand_dims(tf.zeros(operator.shape[1:], dtype=r.dtype.base_dtype), -1)
        i = tf.constant(0, dtype=tf.int32)
        _, state = tf.while_loop(unfinished, step, [i, _State(i, x, r, s, gamma)])
        return _State(state.i, tf.squeeze(state.x), tf.squeeze(state.r), tf.squeeze(state.p), state.gamma)
