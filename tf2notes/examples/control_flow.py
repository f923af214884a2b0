"""Control flow: Python's own if, while and for, which tf.function turns into operations.

Legacy: legacy/examples/control_flow.py
Parity: tests/examples/test_control_flow.py

Effects happen in the order in which they are written, so group, tuple and identity have lost their purpose. Of two
predicates that hold, the first one written decides.
"""

import tensorflow as tf


@tf.function
def condition(x):
    """x + 3 · 4 where x is less than 5, else 5 squared."""
    y, z = tf.constant(5.0), tf.constant(3.0) * tf.constant(4.0)
    if x < y:
        return x + z
    return tf.square(y)


@tf.function
def choice(x, y, z):
    """23 if x < y, 17 if x < z, else -1."""
    if x < y:
        result = 23
    elif x < z:
        result = 17
    else:
        result = -1
    return result


def exclusive(x, y, z):
    """The same where at most one may hold: `tf.case` checks it, `if` does not."""
    pairs = [(x < y, lambda: tf.constant(17)), (x < z, lambda: tf.constant(23))]
    return tf.case(pairs, default=lambda: tf.constant(-1), exclusive=True)


@tf.function
def count(a, b, f):
    """Counts a up to 3."""
    while a < 3:
        a += 1
    return a, b, f


@tf.function
def power(x):
    """x to the power of 4, by a loop."""
    result = tf.constant(1.0)
    for _ in tf.range(4):
        result *= x
    return result


@tf.function
def squares(n):
    """int32 [n]: a list that grows in a loop is a TensorArray."""
    found = tf.TensorArray(tf.int32, size=0, dynamic_size=True)
    for i in tf.range(n):
        found = found.write(i, i * i)
    return found.stack()


def with_gradient(function, value):
    """(value, gradient) of a function of one number; 0 where the number has no part in it."""
    x = tf.constant(value)
    with tf.GradientTape() as tape:
        tape.watch(x)
        result = function(x)
    return result, tape.gradient(result, x, unconnected_gradients="zero")


def updates():
    """What waits for an update is what is written after it."""
    w = tf.Variable(1.0)

    @tf.function
    def updated():
        w.assign_add(1.0)
        return w.read_value()

    return [updated().numpy(), updated().numpy()]


def error_of(function):
    """The name of the error that a call raises."""
    try:
        function()
    except (TypeError, tf.errors.InvalidArgumentError) as error:
        return type(error).__name__
    return "no error"


def results():
    """All values by the original's names."""
    x, y, z = tf.constant(0), tf.constant(1), tf.constant(2)
    low, high = with_gradient(condition, 2.0), with_gradient(condition, 7.0)
    raised = with_gradient(power, 1.5)
    w = tf.Variable(1)
    return {
        "cond, x = 2": low[0],
        "cond, x = 7": high[0],
        "gradient of cond, x = 2": low[1],
        "gradient of cond, x = 7": high[1],
        "case": choice(x, y, z),
        "case of a list": choice(x, x, z),
        "case, none holds": choice(z, x, y),
        "case, exclusive, one holds": exclusive(x, y, x),
        "case, exclusive, two hold": error_of(lambda: exclusive(x, y, z)),
        "tuple": [w * 2, w + 2],
        "identity": updates(),
        "while_loop": count(tf.constant(1), tf.constant(2), tf.constant(6)),
        "power": raised[0],
        "gradient of the power": raised[1],
        "a tensor that grows": squares(4),
    }
