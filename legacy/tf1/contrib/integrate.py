"""Replaces: ``tf.contrib.integrate``: ordinary differential equations."""

import collections

import tensorflow.compat.v1 as tf

__all__ = ["odeint", "odeint_fixed"]


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


_TABLEAU = {
    "times": [1 / 5, 3 / 10, 4 / 5, 8 / 9, 1.0, 1.0],
    "slopes": [
        [1 / 5],
        [3 / 40, 9 / 40],
        [44 / 45, -56 / 15, 32 / 9],
        [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
        [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
        [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
    ],
    "middle": [
        6025192743 / 30085553152 / 2,
        0,
        51252292925 / 65400821598 / 2,
        -2691868925 / 45128329728 / 2,
        187940372067 / 1594534317056 / 2,
        -1776094331 / 19743644256 / 2,
        11237099 / 235043384 / 2,
    ],
    "error": [
        1951 / 21600 - 35 / 384,
        0,
        22642 / 50085 - 500 / 1113,
        451 / 720 - 125 / 192,
        -12231 / 42400 + 2187 / 6784,
        649 / 6300 - 11 / 84,
        1 / 60,
    ],
}
"""Dormand and Prince's method of order 5, with the weights of its error and of the value halfway."""

_State = collections.namedtuple("_State", "y1 f1 t0 t1 dt coefficients")


def odeint(func, y0, t, rtol=1e-6, atol=1e-12, method=None, options=None, full_output=False, name=None):
    """The solution of dy/dt = func(y, t) at the times `t`, with steps as long as the tolerances allow.

    Args:
        func: of (y, t).
        y0: the start, any shape, floating or complex.
        t: [T] times in ascending order, the first that of `y0`.
        rtol, atol: how large the error of a step may be, relative and absolute.
        method: "dopri5" or None, which is the same.
        options: of the method: first_step, safety, ifactor, dfactor, max_num_steps.
        full_output: give a dict of numbers about the steps too.
        name: of the name scope.

    Returns:
        [T, ...], first `y0`; with `full_output` also {"num_func_evals", "integrate_points", "error_ratio"}.

    Raises:
        TypeError: `y0` or `t` of another dtype.
        ValueError: another method, or options without one.

    Replaces: tf.contrib.integrate.odeint
    """
    if method not in (None, "dopri5"):
        raise ValueError(f"invalid method: {method!r}")
    if options is not None and method is None:
        raise ValueError("cannot supply `options` without specifying `method`")
    with tf.name_scope(name, "odeint", [y0, t, rtol, atol]):
        y0 = tf.convert_to_tensor(y0, name="y0")
        t = tf.convert_to_tensor(t, preferred_dtype=tf.float64, name="t")
        if not (y0.dtype.is_floating or y0.dtype.is_complex):
            raise TypeError("`y0` must have a floating point or complex floating point dtype")
        if not t.dtype.is_floating:
            raise TypeError("`t` must have a floating point dtype")
        real = y0.dtype.real_dtype
        rtol = tf.convert_to_tensor(rtol, dtype=real, name="rtol")
        atol = tf.convert_to_tensor(atol, dtype=real, name="atol")
        return _dopri5(func, y0, t, rtol, atol, full_output, **(options or {}))


def _weighted(scale, weights, values):
    pairs = zip(weights, values, strict=False)
    return tf.add_n([scale * weight * value for weight, value in pairs if isinstance(weight, tf.Tensor) or weight])


def _dopri5(
    func, y0, t, rtol, atol, full_output, first_step=1.0, safety=0.9, ifactor=10.0, dfactor=0.2, max_num_steps=1000
):
    first_step = 1.0 if first_step is None else first_step
    numbers = (first_step, safety, ifactor, dfactor)
    first_step, safety, ifactor, dfactor = (tf.convert_to_tensor(each, dtype=t.dtype) for each in numbers)

    def step(state, points, ratios, count):
        y, f, _, start, dt, coefficients = state
        checks = [
            tf.Assert(start + dt > start, ["underflow in dt", dt]),
            tf.Assert(count < max_num_steps, ["max_num_steps exceeded"]),
            tf.Assert(tf.reduce_all(tf.is_finite(abs(y))), ["non-finite values in state `y`", y]),
        ]
        with tf.control_dependencies(checks):
            h = tf.cast(dt, y.dtype)
            slopes = [tf.identity(f)]
            for when, weights in zip(_TABLEAU["times"], _TABLEAU["slopes"], strict=True):
                new = y + _weighted(h, weights, slopes)
                slopes.append(func(new, start + when * dt))
            error = _weighted(h, _TABLEAU["error"], slopes)
        ratio = abs(error) / (atol + rtol * tf.maximum(abs(y), abs(new)))
        ratio = tf.sqrt(tf.reduce_mean(tf.square(ratio)))
        accepted = ratio <= 1

        def keep(better, old):
            return tf.cond(accepted, lambda: better, lambda: old)

        middle = y + _weighted(h, _TABLEAU["middle"], slopes)
        fitted = _fit(y, new, middle, f, slopes[-1], h)
        coefficients = [keep(*pair) for pair in zip(fitted, coefficients, strict=True)]
        factor = tf.cast(ratio, t.dtype) ** (1 / 5) / safety
        factor = tf.maximum(1 / ifactor, tf.minimum(factor, 1 / dfactor))
        state = _State(keep(new, y), keep(slopes[-1], f), start, keep(start + dt, start), dt / factor, coefficients)
        return state, points.write(points.size(), start + dt), ratios.write(ratios.size(), ratio), count + 1

    def reach(solution, points, ratios, state, i):
        state, points, ratios, _ = tf.while_loop(lambda state, *_: t[i] > state.t1, step, (state, points, ratios, 0))
        return solution.write(i, _evaluate(state, t[i])), points, ratios, state, i + 1

    ascending = tf.Assert(tf.reduce_all(t[1:] > t[:-1]), ["`t` must be monotonic increasing"])
    with tf.control_dependencies([ascending]):
        count = tf.size(t)
    solution = tf.TensorArray(y0.dtype, size=count).write(0, y0)
    points = tf.TensorArray(t.dtype, size=0, dynamic_size=True)
    ratios = tf.TensorArray(rtol.dtype, size=0, dynamic_size=True)
    state = _State(y0, func(y0, t[0]), t[0], t[0], first_step, [y0] * 5)
    solution, points, ratios, _, _ = tf.while_loop(
        lambda *all_of_it: all_of_it[-1] < count, reach, (solution, points, ratios, state, 1)
    )
    y = solution.stack()
    y.set_shape(t.get_shape().concatenate(y0.get_shape()))
    if not full_output:
        return y
    points = points.stack()
    about = {
        "num_func_evals": 6 * tf.size(points) + 1,
        "integrate_points": points,
        "error_ratio": ratios.stack(),
    }
    return y, about


def _fit(y0, y1, middle, f0, f1, h):
    """The polynomial of order 4 through three values with slopes at both ends, highest power first."""
    values = [f0, f1, y0, y1, middle]
    weights = ([-2 * h, 2 * h, -8, -8, 16], [5 * h, -3 * h, 18, 14, -32], [-4 * h, h, -11, -5, 16])
    return [*(tf.add_n([w * v for w, v in zip(row, values, strict=True)]) for row in weights), h * f0, y0]


def _evaluate(state, t):
    """The polynomial's value at a time within the last step."""
    within = tf.Assert((state.t0 <= t) & (t <= state.t1), ["invalid interpolation, fails `t0 <= t <= t1`"])
    with tf.control_dependencies([within]):
        x = tf.cast((t - state.t0) / (state.t1 - state.t0), state.y1.dtype)
    total = state.coefficients[0]
    for coefficient in state.coefficients[1:]:
        total = total * x + coefficient
    return total
