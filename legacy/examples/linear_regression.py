"""Fits a plane to 100 points of y = 0.1 x1 + 0.2 x2 + 0.3, all of them at every step.

Notes: section 3.

Repaired: the lost line breaks and spaces.
"""

from __future__ import print_function

import numpy as np
import tensorflow as tf

FLAGS = tf.app.flags.FLAGS


def build(x_data, y_data):
    """The whole graph for points float32 [2, N] and their heights [N]; returns its tensors by the notes' names."""
    x_data = np.float32(x_data)
    b = tf.Variable(tf.zeros([1]))
    W = tf.Variable(tf.random_uniform([1, 2], -1.0, 1.0))
    y = tf.matmul(W, x_data) + b

    loss = tf.reduce_mean(tf.square(y - y_data))
    optimizer = tf.train.GradientDescentOptimizer(0.5)
    train = optimizer.minimize(loss)
    return {"W": W, "b": b, "y": y, "loss": loss, "train": train}


def main(_):
    x_data = np.float32(np.random.rand(2, 100))
    y_data = np.dot([0.100, 0.200], x_data) + 0.300
    t = build(x_data, y_data)

    init = tf.initialize_all_variables()
    sess = tf.Session()
    sess.run(init)
    for step in range(0, FLAGS.steps):  # noqa: PIE808
        sess.run(t["train"])
        if step % 20 == 0:
            print(step, sess.run(t["W"]), sess.run(t["b"]))


if __name__ == "__main__":
    tf.app.flags.DEFINE_integer("steps", 201, "training steps")
    tf.app.run()
