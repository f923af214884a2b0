"""Where optimizers take a vector and an embedding table: dense gradients, a changing rate, repeated and unseen rows.

The Keras versions are held against the same numbers (tests/optimizers/test_tf1.py).
"""

import numpy as np
import tensorflow as tf

STEPS = 8


def gradients():
    """One gradient a step, some of its coordinates tiny: [STEPS, 6]."""
    return np.float32(np.random.RandomState(0).standard_normal([STEPS, 6]) * [1, 1, 1e-1, 1e-3, 1e-5, 1e-7])


def rates():
    return [0.1, 0.1, 0.1, 0.05, 0.05, 0.025, 0.025, 0.025]


def moves(make, rate=None):
    """Where a vector of ones is after each step; `rate` None for a changing one."""
    place = tf.placeholder(tf.float32, [])
    variable = tf.Variable(np.ones(6, np.float32))
    gradient = tf.placeholder(tf.float32, [6])
    step = make(place).apply_gradients([(gradient, variable)])
    found = []
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for g, changing in zip(gradients(), rates()):
            sess.run(step, {gradient: g, place: changing if rate is None else rate})
            found.append(sess.run(variable))
    return np.array(found)


def table_moves(make):
    """Where an embedding table [5, 2] is after each step of ids that repeat; row 4 is never seen."""
    table = tf.Variable(np.float32(np.arange(10).reshape(5, 2)) / 10)
    ids = tf.placeholder(tf.int32, [4])
    loss = tf.reduce_sum(tf.square(tf.nn.embedding_lookup(table, ids) - 1.0))
    step = make(0.05).minimize(loss)
    found = []
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for chosen in ([0, 0, 1, 2], [1, 1, 1, 3], [0, 2, 0, 2], [3, 3, 0, 1]):
            sess.run(step, {ids: chosen})
            found.append(sess.run(table))
    return np.array(found)


OPTIMIZERS = {
    "rmsprop": lambda rate: tf.train.RMSPropOptimizer(rate),
    "rmsprop_momentum": lambda rate: tf.train.RMSPropOptimizer(rate, momentum=0.9),
    "rmsprop_centered": lambda rate: tf.train.RMSPropOptimizer(rate, momentum=0.5, centered=True),
    "momentum": lambda rate: tf.train.MomentumOptimizer(rate, 0.9),
    "nesterov": lambda rate: tf.train.MomentumOptimizer(rate, 0.9, use_nesterov=True),
    "adam": lambda rate: tf.train.AdamOptimizer(rate),
    "adagrad": lambda rate: tf.train.AdagradOptimizer(rate),
    "adadelta": lambda rate: tf.train.AdadeltaOptimizer(rate),
    "ftrl": lambda rate: tf.train.FtrlOptimizer(rate),
}


def case_constant_rate():
    return {name: moves(make, 0.1) for name, make in OPTIMIZERS.items()}


def case_changing_rate():
    return {name: moves(OPTIMIZERS[name]) for name in ("momentum", "nesterov", "rmsprop_momentum")}


def case_table():
    names = ("rmsprop", "rmsprop_momentum", "rmsprop_centered", "momentum", "nesterov")
    return {name: table_moves(OPTIMIZERS[name]) for name in names}
