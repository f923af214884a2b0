"""The first functions: variables, placeholders, products, argmax, tensors made from nothing, random tensors.

Notes: section 1.

Repaired: the lost line breaks; `type=` and a positional `int32` are `dtype=tf.int32`. The notes wonder what a
truncated normal distribution is: values more than two deviations from the mean are drawn anew.
"""

from __future__ import print_function

import numpy as np
import tensorflow as tf


def show_data():
    x = np.array([[1, 1, 1], [1, -8, 1], [1, 1, 1]])
    w = tf.Variable(initial_value=x)
    zeros = tf.Variable(tf.zeros([3, 3]))
    init = tf.global_variables_initializer()
    with tf.Session() as sess:
        sess.run(init)
        return {"w": sess.run(w), "w of zeros": sess.run(zeros)}


def add_and_multiply():
    a = tf.placeholder(tf.int16)
    b = tf.placeholder(tf.int16)
    add = tf.add(a, b)
    mul = tf.multiply(a, b)
    with tf.Session() as sess:
        return {"a+b": sess.run(add, feed_dict={a: 2, b: 3}), "a*b": sess.run(mul, feed_dict={a: 2, b: 3})}


def matrix_product():
    a = tf.Variable(tf.ones([3, 3]))
    b = tf.Variable(tf.ones([3, 3]))
    product = tf.matmul(tf.multiply(5.0, a), tf.multiply(4.0, b))
    init = tf.initialize_all_variables()
    with tf.Session() as sess:
        sess.run(init)
        return {"product": sess.run(product)}


def argmax():
    """The positions of the largest values, of random values and of fed ones."""
    a = tf.get_variable(
        name="a",
        shape=[3, 4],
        dtype=tf.float32,
        initializer=tf.random_uniform_initializer(minval=-1, maxval=1),
    )
    b = tf.argmax(input=a, axis=0)
    c = tf.argmax(input=a, dimension=1)
    with tf.Session() as sess:
        sess.run(tf.initialize_all_variables())
        values, down, across = sess.run([a, b, c])
        fed = np.array([[1, 9, 3, 4], [8, 2, 7, 0], [5, 6, 5, 9]], np.float32)
        return {
            "argmax axis 0 of [[1 9 3 4] [8 2 7 0] [5 6 5 9]]": sess.run(b, {a: fed}),
            "argmax axis 1 of [[1 9 3 4] [8 2 7 0] [5 6 5 9]]": sess.run(c, {a: fed}),
            "argmax dtype": down.dtype.name,
            "argmax points at the largest": bool(
                (values[down, range(4)] == values.max(0)).all() and (values[range(3), across] == values.max(1)).all()
            ),
        }


def made_from_nothing():
    tensor = tf.constant([[1, 2, 3], [4, 5, 6]])
    start, limit, delta = 3, 18, 3
    with tf.Session() as sess:
        return sess.run(
            {
                "ones": tf.ones([2, 3], dtype=tf.int32),
                "zeros": tf.zeros([2, 3], dtype=tf.int32),
                "ones_like": tf.ones_like(tensor),
                "zeros_like": tf.zeros_like(tensor),
                "fill": tf.fill([2, 3], 9),
                "constant of a list": tf.constant([1, 2, 3, 4, 5, 6, 7]),
                "constant of a number": tf.constant(-1.0, shape=[2, 3]),
                "linspace": tf.linspace(10.0, 12.0, 3, name="linspace"),
                "range from 3 to 18 by 3": tf.range(start, limit, delta),
                "range to 5": tf.range(5),
            }
        )


def random_tensors():
    """What holds for every draw: whether each kind keeps within its bounds and its moments."""
    with tf.Session() as sess:
        normal, truncated, uniform, shuffled = sess.run(
            [
                tf.random_normal([10000], mean=1.0, stddev=2.0, seed=1),
                tf.truncated_normal([10000], mean=1.0, stddev=2.0, seed=2),
                tf.random_uniform([10000], minval=0, maxval=5, seed=3),
                tf.random_shuffle([[1, 2], [2, 3], [3, 4]], seed=4),
            ]
        )
    return {
        "random_normal has its mean and deviation": abs(normal.mean() - 1) < 0.1 and abs(normal.std() - 2) < 0.1,
        "random_normal leaves two deviations": abs(normal - 1).max() > 4,
        "truncated_normal leaves two deviations": abs(truncated - 1).max() > 4,
        "truncated_normal has 0.88 of the deviation": abs(truncated.std() / 2 - 0.8796) < 0.02,
        "random_uniform stays in its bounds": uniform.min() >= 0 and uniform.max() < 5,
        "random_uniform has its mean": abs(uniform.mean() - 2.5) < 0.1,
        "random_shuffle keeps the rows": sorted(shuffled.tolist()),
    }


def seeds():
    """Two operations draw differently, and both draw the same again in a new session."""
    tf.set_random_seed(1)
    a, b = tf.random_uniform([3]), tf.random_uniform([3])
    with tf.Session() as sess:
        first_a, first_b = sess.run([a, b])
    with tf.Session() as sess:
        second_a, second_b = sess.run([a, b])
        third_a = sess.run(a)
    return {
        "seed: two operations agree": bool((first_a == first_b).all()),
        "seed: two sessions agree": bool((first_a == second_a).all() and (first_b == second_b).all()),
        "seed: two draws agree": bool((second_a == third_a).all()),
    }


def results():
    found = {}
    for part in (show_data, add_and_multiply, matrix_product, argmax, made_from_nothing, random_tensors, seeds):
        found.update(part())
    return found


def main(_):
    for name, value in results().items():
        print(name + "=", value)


if __name__ == "__main__":
    tf.app.run()
