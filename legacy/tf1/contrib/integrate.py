"""Replaces: ``tf.contrib.integrate``: ordinary differential equations."""

import tensorflow.compat.v1 as tf

__all__ = ["odeint_fixed"]


def _euler(f, y, t, h):
    return h * f(y, t)


def _midpoint(f, y, t, h):
    return h * f(y + f(y, t) * h / 2.0, t + tf.cast(h, t.dtype) / 2.0)


def _rk4(f, y, t, h):
    later = tf.cast(h, t.dtype)
    k1 = f(y, t)
    k2 = f(y + k1 * h / 2.0, t + later / 2.0)
    k3 = f(y + k2 * h / 2.0, t + later / 2.0)
    k4 = f(y + k3 * h, t + later)
    return h * (k1 + 2.0 * k2 + 2.0 * k3 + k4) / 6.0


_METHODS = {"euler": _euler, "midpoint": _midpoint, "rk4": _rk4}


def odeint_fixed(func, y0, t, dt=None, method="rk4", name=None):
    """Replaces: ``odeint_fixed``: the solution of dy/dt = func(y, t) at the times `t`, with fixed steps.

    Args:
        func: of (y, t).
        y0: the start, any shape.
        t: [T] times in ascending order.
        dt: the longest step; without it one step leads from a time to the next.
        method: "euler", "midpoint" or "rk4".

    Returns:
        [T, ...], first `y0`.
    """
    if method not in _METHODS:
        raise ValueError(f"method not supported: {method}. Expected one of {', '.join(map(repr, _METHODS))}")
    step = _METHODS[method]
    with tf.name_scope(name, f"odeint_{method}", [y0, t]):
        t = tf.convert_to_tensor(t, preferred_dtype=tf.float64, name="t")
        y0 = tf.convert_to_tensor(y0, name="y0")

        def across(y, ends):
            start, end = ends
            if dt is None:
                return y + tf.cast(step(func, y, start, tf.cast(end - start, y.dtype)), y.dtype)
            steps = tf.ceil((end - start) / tf.cast(dt, t.dtype))
            size = (end - start) / steps

            def one(y, done):
                now = start + done * size
                return y + step(func, y, now, tf.cast(size, y.dtype)), done + 1

            return tf.while_loop(lambda y, done: done < steps, one, (y, tf.zeros([], t.dtype)))[0]

        rest = tf.scan(across, (t[:-1], t[1:]), y0)
        return tf.concat([y0[tf.newaxis], rest], axis=0)
