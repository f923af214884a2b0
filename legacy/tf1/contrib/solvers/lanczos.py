"""Replaces: ``tf.contrib.solvers.lanczos``"""

import collections

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.solvers import util

__all__ = ["bidiag_matmul", "lanczos_bidiag"]

_State = collections.namedtuple("LanczosBidiagState", ["u", "v", "alpha", "beta"])


def lanczos_bidiag(operator, k, orthogonalize=True, starting_vector=None, name="lanczos_bidiag"):
    """k steps of the bidiagonalization A V = U B.

    Args:
        operator: A [m, n], as `util.create_operator` gives it.
        k: how many steps.
        orthogonalize: make each vector orthogonal to all before.
        starting_vector: the first column of U, up to its length; random if None.
        name: of the name scope.

    Returns:
        A named tuple: u [m, k + 1] and v [n, k] of orthonormal columns; alpha [k] and beta [k], B's diagonals.
    """

    def array(size, name):
        return tf.TensorArray(operator.dtype, size=size, tensor_array_name=name, clear_after_read=False)

    def column(array, i):
        return tf.expand_dims(array.read(i), -1)

    def unlike(i, basis, v):
        """`v` less its parts along the first i vectors, normalized."""
        shape = v.get_shape()

        def step(j, v):
            along = column(basis, j)
            v -= tf.matmul(along, v, adjoint_a=True) * along
            v.set_shape(shape)
            return j + 1, v

        _, v = tf.while_loop(lambda j, _: j < i, step, [tf.constant(0, dtype=tf.int32), v])
        return util.l2normalize(v)

    def orthogonalized(i, basis, v):
        if not orthogonalize:
            return util.l2normalize(v)
        norm = util.l2norm(v)
        new, new_norm = unlike(i, basis, v)
        # once more if much was taken away, because of what rounding left
        return tf.cond(new_norm < 0.7071 * norm, lambda: unlike(i, basis, v), lambda: (new, new_norm))

    def step(i, state):
        u = column(state.u, i)
        r = operator.apply_adjoint(u)
        shape = r.get_shape()
        r = tf.cond(i > 0, lambda: r - state.beta.read(i - 1) * column(state.v, i - 1), lambda: r)
        r.set_shape(shape)
        v, alpha = orthogonalized(i - 1, state.v, r)
        u, beta = orthogonalized(i, state.u, operator.apply(v) - alpha * u)
        return i + 1, _State(
            state.u.write(i + 1, tf.squeeze(u)),
            state.v.write(i, tf.squeeze(v)),
            state.alpha.write(i, alpha),
            state.beta.write(i, beta),
        )

    with tf.name_scope(name):
        if starting_vector is None:
            starting_vector = tf.random_uniform(operator.shape[:1], -1, 1, dtype=operator.dtype)
        first, _ = util.l2normalize(starting_vector)
        state = _State(
            array(k + 1, "u").write(0, tf.squeeze(first)), array(k, "v"), array(k, "alpha"), array(k, "beta")
        )
        _, state = tf.while_loop(lambda i, _: i < k, step, [tf.constant(0, dtype=tf.int32), state])
        u, v = (tf.linalg.matrix_transpose(each.stack()) for each in (state.u, state.v))
        return _State(u, v, state.alpha.stack(), state.beta.stack())


def bidiag_matmul(matrix, alpha, beta, adjoint_b=False, name="bidiag_matmul"):
    """`matrix` times the bidiagonal matrix with `alpha` on and `beta` under the diagonal, or times its adjoint."""
    with tf.name_scope(name):
        alpha = tf.expand_dims(alpha, 0)
        if not adjoint_b:
            return matrix[:, :-1] * alpha + matrix[:, 1:] * tf.expand_dims(beta, 0)
        zeros = tf.zeros_like(matrix[:, :1])
        return matrix * alpha + tf.concat([zeros, matrix[:, :-1] * tf.expand_dims(beta[:-1], 0)], 1)
