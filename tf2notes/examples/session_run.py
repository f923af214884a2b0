"""Without sessions: a tensor's shape, results, arguments, and what a call does to a variable.

Legacy: legacy/examples/session_run.py
Parity: tests/examples/test_session_run.py

Fetching is returning, feeding is calling with an argument. Inside of `tf.function` everything with an effect on a
variable runs, in the order in which it is written, whether its result is used or not: what TF1 left out because nobody
fetched it must not be written down.
"""

import keras
import numpy as np
import tensorflow as tf
from keras import ops


def error_of(function):
    """The name of the error that a call raises."""
    try:
        function()
    except (AttributeError, TypeError) as error:
        return type(error).__name__
    return "no error"


def shapes():
    """`x.shape` is known where it is written down; `ops.shape` also where it is known only at the call."""
    x, y, z = ops.array([[1, 2, 3], [4, 5, 6]]), [[1, 2, 3], [4, 5, 6]], np.arange(24).reshape(2, 3, 4)

    @tf.function(input_signature=[tf.TensorSpec((None, 3))])
    def at_the_call(fed):
        return tf.stack(ops.shape(fed))

    return {
        "tf.shape(x)": ops.shape(x),
        "tf.shape(y)": ops.shape(ops.array(y)),
        "tf.shape(z)": ops.shape(z),
        "tf.shape(z)[2]": ops.shape(z)[2],
        "x.get_shape()": x.shape,
        "y.get_shape()": error_of(lambda: y.shape),
        "z.get_shape()": error_of(lambda: z.get_shape()),
        "before it is fed": str(list(keras.Input((3,)).shape)),
        "when it is fed": at_the_call(tf.zeros((5, 3))),
    }


def fetch_and_feed():
    """A function returns what was fetched; its arguments are what was fed."""

    @tf.function
    def both(input1, input2):
        add = input1 + input2
        return input1 * add, add

    @tf.function
    def product(input1, input2):
        return input1 * input2

    return {
        "fetch": both(tf.constant(3.0), tf.constant(1.0)),
        "feed": product(tf.constant([7.0]), tf.constant([8.0])),
        "nothing fed": error_of(product) != "no error",
    }


def updates():
    """What is called runs, and nothing else; a value for one call is an argument with a default."""
    state, y = tf.Variable(0.0), tf.Variable(1)

    @tf.function
    def update():
        return state.assign_add(1.0)

    @tf.function
    def update2():
        return state.assign(10000.0)

    @tf.function
    def b(value=None):
        return tf.identity(y if value is None else value)

    return {
        "update": [update().numpy() for _ in range(3)],
        "update2": update2(),
        "y fed": b(3),
        "y fed by name": b(value=3),
        "y not fed": b(),
    }


def results():
    """All values by the original's names."""
    return {**shapes(), **fetch_and_feed(), **updates()}
