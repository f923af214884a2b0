"""Gradients: of matrices, with weights for the outputs, past a stop_gradient, and higher derivatives.

Legacy: legacy/examples/gradients.py
Parity: tests/examples/test_gradients.py

A tape records what is computed under it; higher derivatives are tapes inside of tapes. For what is unrelated a tape
gives None, or zeros with `unconnected_gradients="zero"`, which the notes wished for.
"""

import warnings

import keras
import tensorflow as tf


def error_of(function):
    """The name of the error that a call raises."""
    try:
        function()
    except (AttributeError, TypeError, ValueError) as error:
        return type(error).__name__
    return "no error"


def unrelated():
    """The gradient for a variable that the result does not depend on is None; to compute with it is an error."""
    w1, w2 = tf.Variable([[1.0, 2.0]]), tf.Variable([[3.0, 4.0]])
    with tf.GradientTape() as tape:
        res = w1 @ [[2.0], [1.0]]
    right, nothing = tape.gradient(res, [w1, w2])
    return {"unrelated": str(nothing), "unrelated, fetched": error_of(lambda: nothing + 0), "right": [right]}


def grad_ys():
    """`output_gradients` weighs the outputs."""
    w1, w2, w3, w4 = (tf.Variable(tf.zeros(3)) for _ in range(4))
    with tf.GradientTape() as tape:
        z1, z2 = w1 + w2 + w3, w3 + w4
    weights = [tf.constant([2.0, 2.0, 3.0]), tf.constant([3.0, 2.0, 4.0])]
    return {"grad_ys": tape.gradient([z1, z2], [w1, w2, w3, w4], output_gradients=weights)}


def stopped():
    """No gradient passes `stop_gradient`; what goes another way still arrives."""
    w1, w2 = tf.Variable(2.0), tf.Variable(2.0)
    with tf.GradientTape(persistent=True) as tape:
        product = tf.stop_gradient(3.0 * w1) * w2
        total = tf.stop_gradient(w1 + w2) + (w1 + w2)
    none, slope = tape.gradient(product, [w1, w2])
    return {"stopped": [str(none), str(slope.numpy())], "stopped on one way": tape.gradient(total, [w1, w2])}


def applied():
    """An optimizer warns of a gradient of None; a summary of it is an error, and so is having no other."""
    w1, w2 = keras.Variable(2.0), keras.Variable(2.0)
    optimizer = keras.optimizers.SGD(0.1)
    optimizer.build([w1, w2])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        optimizer.apply_gradients([(None, w1), (tf.constant(6.0), w2)])
    gradient = None
    return {
        "after a step": [w1.numpy(), w2.numpy()],
        "a summary of None": error_of(lambda: tf.summary.histogram(gradient.name, gradient)),
        "only gradients of None": error_of(lambda: optimizer.apply_gradients([(None, w1)])),
    }


def derivatives(function, x, order):
    """The derivatives of a function of one number, from the first to that of the given order."""
    if order == 0:
        return [function(x)]
    with tf.GradientTape() as tape:
        tape.watch(x)
        lower = derivatives(function, x, order - 1)
    return [*lower, tape.gradient(lower[-1], x, unconnected_gradients="zero")]


def results():
    """All values by the original's names."""
    return {
        **unrelated(),
        **grad_ys(),
        **stopped(),
        **applied(),
        "third derivative": derivatives(lambda x: x**2, tf.constant(1.0), 3)[-1],
        "derivatives of x^5 at 2": derivatives(lambda x: x**5, tf.constant(2.0), 4)[1:],
    }
