"""control_dependencies: the updated weight, and two uses that do not work.

Notes: section 38.

Repaired: the lost line breaks; `tf.train.Optimizer().minize(loss)` has an optimizer and a loss.
"""

from __future__ import print_function

import tensorflow as tf


def updated():
    """Each run gives the weight after its update."""
    weight = tf.Variable(1.0)
    loss = tf.square(weight)
    opt = tf.train.GradientDescentOptimizer(0.25).minimize(loss)
    with tf.control_dependencies([opt]):
        updated_weight = tf.identity(weight)
    with tf.Session() as sess:
        tf.global_variables_initializer().run()
        return {"updated weight": [sess.run(updated_weight) for _ in range(3)]}


def create():
    w = tf.Variable(1.0)
    ema = tf.train.ExponentialMovingAverage(0.9)
    update = tf.assign_add(w, 1.0)
    ema_op = ema.apply([update])
    return ema, update, ema_op


def not_an_operation():
    """ema.average makes nothing: it looks up a variable that was made outside, and that waits for nobody."""
    ema, update, ema_op = create()
    with tf.control_dependencies([ema_op]):
        ema_val = ema.average(update)
    with tf.Session() as sess:
        tf.global_variables_initializer().run()
        return {"the average alone": [sess.run([ema_val]) for _ in range(3)]}


def with_identity():
    """identity does it: an operation made inside."""
    ema, update, ema_op = create()
    with tf.control_dependencies([ema_op]):
        ema_val = tf.identity(ema.average(update))
    with tf.Session() as sess:
        tf.global_variables_initializer().run()
        return {"with identity": [sess.run([ema_val]) for _ in range(3)]}


def a_variable():
    """A variable is made without dependencies, wherever it is made: reading w1 does not trigger ema_op."""
    ema, update, ema_op = create()
    with tf.control_dependencies([ema_op]):
        w1 = tf.Variable(2.0)
        ema_val = ema.average(update)
    with tf.Session() as sess:
        tf.global_variables_initializer().run()
        return {"a variable made inside": [sess.run([ema_val, w1]) for _ in range(3)]}


def results():
    found = {}
    for part in (updated, not_an_operation, with_identity, a_variable):
        found.update(part())
    return found


def main(_):
    found = results()
    for name in ["updated weight", "the average alone", "with identity", "a variable made inside"]:
        print(name)
        for value in found[name]:
            print(value)


if __name__ == "__main__":
    tf.app.run()
