"""tf.train.ExponentialMovingAverage of two weights under gradient descent, with and without num_updates.

The Keras callback is held against the same numbers (tests/callbacks/test_moving_average.py).
"""

import numpy as np
import tensorflow as tf

STEPS = 12


def data():
    """A batch a step: x [STEPS, 4, 3] and y [STEPS, 4, 1]."""
    random = np.random.RandomState(0)
    return np.float32(random.standard_normal([STEPS, 4, 3])), np.float32(random.standard_normal([STEPS, 4, 1]))


def averages(decay, num_updates):
    """The weights and their averages after each step."""
    x, y = tf.placeholder(tf.float32, [4, 3]), tf.placeholder(tf.float32, [4, 1])
    w = tf.Variable(np.ones([3, 1], np.float32), name="w")
    b = tf.Variable(np.float32([0.5]), name="b")
    global_step = tf.train.get_or_create_global_step()
    loss = tf.reduce_mean(tf.square(tf.matmul(x, w) + b - y))
    train = tf.train.GradientDescentOptimizer(0.1).minimize(loss, global_step=global_step)
    ema = tf.train.ExponentialMovingAverage(decay, num_updates=global_step if num_updates else None)
    with tf.control_dependencies([train]):
        update = ema.apply([w, b])
    found = []
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for xs, ys in zip(*data()):
            sess.run(update, {x: xs, y: ys})
            found.append(np.concatenate([v.ravel() for v in sess.run([w, b, ema.average(w), ema.average(b)])]))
    return {"steps": np.array(found), "names": [ema.average_name(w), ema.average_name(b)]}


def case_fixed_decay():
    return averages(0.9, num_updates=False)


def case_num_updates():
    return averages(0.5, num_updates=True)


def case_num_updates_large_decay():
    return averages(0.9999, num_updates=True)
