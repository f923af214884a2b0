"""Replaces: ``tf.contrib.integrate``: ordinary differential equations."""

import tensorflow.compat.v1 as tf

__all__ = ["odeint_fixed"]

_METHODS = {
    "euler": lambda f, y, t, h: h * f(y, t),
    "midpoint": lambda f, y, t, h: h * f(y + f(y, t) * h / 2.0, t + h / 2.0),
}


def _rk4(f, y, t, h):
    k1 = f(y, t)
    k2 = f(y + k1 * h / 2.0, t + h / 2.0)
    k3 = f(y + k2 * h / 2.0, t + h / 2.0)
    k4 = f(y + k3 * h, t + h)
    return h * (k1 + 2.0 * k2 + 2.0 * k3 + k4) / 6.0


_METHODS["rk4"] = _rk4


def odeint_fixed(func, y0, t, dt=None, method="rk4", name=None):
    """Replaces: ``odeint_fixed``: the solution of dy/dt = func(y, t) at the times `t`, with fixed steps.

    Args:
        func: of (y, t).
        y0: the start, any shape.
        t: [T] times in ascending order.
        dt: the step; without it one step leads from a time to the next.
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
            size = tf.cast(dt, t.dtype)

            def one(y, now):
                h = tf.minimum(size, end - now)
                return y + step(func, y, now, tf.cast(h, y.dtype)), now + h

            return tf.while_loop(lambda y, now: now < end, one, (y, start))[0]

        rest = tf.scan(across, (t[:-1], t[1:]), y0)
        return tf.concat([y0[tf.newaxis], rest], axis=0)
