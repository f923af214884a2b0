"""Sessions: a tensor's shape, fetch, feed, only what is fetched runs, and feeding a variable's value.

Notes: sections 15 and 16.

Repaired: the lost line breaks, line numbers among the code, a bracket after `z`; Python 2's `print`.
"""

from __future__ import print_function

import numpy as np
import tensorflow as tf


def error_of(function):
    try:
        function()
    except Exception as error:
        return type(error).__name__
    return "no error"


def shapes():
    x = tf.constant([[1, 2, 3], [4, 5, 6]])
    y = [[1, 2, 3], [4, 5, 6]]
    z = np.arange(24).reshape([2, 3, 4])
    unknown = tf.placeholder(tf.float32, [None, 3])
    sess = tf.Session()
    return {
        "tf.shape(x)": sess.run(tf.shape(x)),
        "tf.shape(y)": sess.run(tf.shape(y)),
        "tf.shape(z)": sess.run(tf.shape(z)),
        "tf.shape(z)[2]": sess.run(tf.shape(z)[2]),
        "x.get_shape()": x.get_shape().as_list(),
        "y.get_shape()": error_of(lambda: y.get_shape()),
        "z.get_shape()": error_of(lambda: z.get_shape()),
        "before it is fed": str(unknown.get_shape().as_list()),
        "when it is fed": sess.run(tf.shape(unknown), {unknown: np.zeros([5, 3])}),
    }


def fetch():
    input1 = tf.constant(3.0)
    input2 = tf.constant(1.0)
    add = tf.add(input1, input2)
    mul = tf.multiply(input1, add)
    with tf.Session() as sess:
        result = sess.run([mul, add])
        return {"fetch": result}


def feed():
    input1 = tf.placeholder(tf.float32)
    input2 = tf.placeholder(tf.float32)
    output = tf.multiply(input1, input2)
    with tf.Session() as sess:
        return {
            "feed": sess.run(output, feed_dict={input1: [7.0], input2: [8.0]}),
            "nothing fed": error_of(lambda: sess.run(output)) != "no error",
        }


def only_what_is_fetched():
    state = tf.Variable(0.0, dtype=tf.float32)
    one = tf.constant(1.0, dtype=tf.float32)
    new_val = tf.add(state, one)
    update = tf.assign(state, new_val)  # a tensor, the new value
    update2 = tf.assign(state, 10000)  # not fetched, so it never runs
    init = tf.initialize_all_variables()
    with tf.Session() as sess:
        sess.run(init)
        values = [sess.run(update) for _ in range(3)]
        return {"update": values, "update2": sess.run(update2)}


def feed_a_variable():
    y = tf.Variable(1)
    b = tf.identity(y)
    with tf.Session() as sess:
        tf.global_variables_initializer().run()
        return {
            "y fed": sess.run(b, feed_dict={y: 3}),  # for this call, 3 takes the variable's place
            "y fed by name": sess.run(b, feed_dict={y.name: 3}),
            "y not fed": sess.run(b),
        }


def results():
    found = {}
    for part in (shapes, fetch, feed, only_what_is_fetched, feed_a_variable):
        found.update(part())
    return found


def main(_):
    found = results()
    for name in ["tf.shape(x)", "tf.shape(y)", "tf.shape(z)", "fetch", "feed"]:
        print(found[name])
    for value in found["update"]:
        print(value)
    print(found["y fed"])
    print(found["y not fed"])


if __name__ == "__main__":
    tf.app.run()
