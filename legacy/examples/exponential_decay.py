"""A learning rate that decays exponentially, smoothly and in steps.

Notes: section 34.

Repaired: the lost line breaks; `control_denpendices`, `minimise`. The notes fetch the step's increment and the rate
together, and a session may compute them in either order: here one follows the other. `minimize` counts the steps
itself when it is given the counter.
"""

from __future__ import print_function

import tensorflow as tf


def series():
    global_step = tf.Variable(0, trainable=False)
    initial_learning_rate = 0.1
    learning_rate = tf.train.exponential_decay(
        initial_learning_rate, global_step=global_step, decay_steps=10, decay_rate=0.9
    )
    add_global = global_step.assign_add(1)
    with tf.Session() as sess:
        tf.global_variables_initializer().run()
        rates = [sess.run(learning_rate)]
        for _ in range(10):
            sess.run(add_global)
            rates.append(sess.run(learning_rate))
    return {"series": rates}


def staircase():
    """Multiplied by 0.96 after every 100 steps."""
    global_step = tf.Variable(0)
    learning_rate = tf.train.exponential_decay(0.1, global_step, 100, 0.96, staircase=True)
    with tf.Session() as sess:
        tf.global_variables_initializer().run()
        return {"staircase": [sess.run(learning_rate, {global_step: n}) for n in (0, 1, 99, 100, 199, 200, 1000)]}


def training():
    """A weight under a rate that is halved after every second step."""
    global_step = tf.Variable(0, trainable=False)
    learning_rate = tf.train.exponential_decay(0.1, global_step, 2, 0.5, staircase=True)
    w = tf.Variable(1.0)
    loss = tf.square(w)
    learning_step = tf.train.GradientDescentOptimizer(learning_rate).minimize(loss, global_step=global_step)
    with tf.Session() as sess:
        tf.global_variables_initializer().run()
        weights = []
        for _ in range(6):
            sess.run(learning_step)
            weights.append(sess.run(w))
        return {"weight": weights, "steps": sess.run(global_step)}


def results():
    found = series()
    found.update(staircase())
    found.update(training())
    return found


def main(_):
    for rate in results()["series"]:
        print(rate)


if __name__ == "__main__":
    tf.app.run()
