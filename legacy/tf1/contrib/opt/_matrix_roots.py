"""``tf.contrib.opt``: roots of positive semi-definite matrices by iteration alone, as accelerators without SVD need."""

import tensorflow.compat.v1 as tf


def _identity(size):
    return tf.eye(tf.cast(size, tf.int32))


def matrix_square_root(mat_a, mat_a_size, iter_count=100, ridge_epsilon=1e-4):
    """The square root of the symmetric matrix `mat_a + ridge_epsilon * I`, `[mat_a_size, mat_a_size]`.

    The coupled Newton iteration (Higham, Stable iterations for the matrix square root, eq. 2.6b), which stops when its
    error grows again; what it had before that step is returned.
    """
    identity = _identity(mat_a_size)
    damped = mat_a + ridge_epsilon * identity
    norm = tf.sqrt(tf.reduce_sum(damped * damped))

    def improves(i, y, before, z, error, last_error):
        return tf.logical_and(i < iter_count, error < last_error)

    def step(i, y, before, z, error, last_error):
        correction = 0.5 * (3.0 * identity - tf.matmul(z, y))
        new_y, new_z = tf.matmul(y, correction), tf.matmul(correction, z)
        root = new_y * tf.sqrt(norm)
        rest = damped - tf.matmul(root, root)
        return i + 1, new_y, y, new_z, tf.sqrt(tf.reduce_sum(rest * rest)) / norm, error

    start = [0, damped / norm, damped / norm, identity, norm, norm + 1.0]
    return tf.while_loop(improves, step, start)[2] * tf.sqrt(norm)


def matrix_inverse_pth_root(mat_g, mat_g_size, alpha, iter_count=100, epsilon=1e-6, ridge_epsilon=1e-6):
    """``(mat_g + ridge_epsilon * I) ** alpha`` for `alpha` = -1/p, p a positive integer.

    The Schur-Newton iteration (Guo and Higham 2006, eq. 3.2), until its residual is below `epsilon`.
    """
    if mat_g_size == 1:
        return tf.pow(mat_g + ridge_epsilon, alpha)
    identity = _identity(mat_g_size)
    damped = mat_g + ridge_epsilon * identity
    scale = (1 - 1 / alpha) / (2 * tf.norm(damped))

    def goes_on(i, residual, root):
        return tf.logical_and(i < iter_count, tf.reduce_max(tf.abs(residual - identity)) > epsilon)

    def step(i, residual, root):
        factor = (1 - alpha) * identity + alpha * residual
        return i + 1, tf.matmul(_power(factor, -1.0 / alpha), residual), tf.matmul(root, factor)

    return tf.while_loop(goes_on, step, [0, damped * scale, identity * tf.pow(scale, -alpha)])[2]


def _power(matrix, exponent):
    assert exponent == int(exponent) and exponent > 0, f"alpha must be -1/p, p a positive integer; p is {exponent}"
    result, exponent = None, int(exponent)
    while exponent:
        if exponent % 2:
            result = matrix if result is None else tf.matmul(matrix, result)
        exponent //= 2
        matrix = tf.matmul(matrix, matrix)
    return result
