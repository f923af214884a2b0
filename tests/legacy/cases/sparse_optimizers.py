"""Optimizers on an embedding whose ids repeat within a batch: TF1 adds the rows of equal ids first."""

import numpy as np
import tensorflow as tf

IDS = np.array([[0, 1, 1, 3], [3, 3, 1, 0], [2, 2, 2, 2]])


def _train(optimizer):
    table = tf.get_variable("table", initializer=tf.constant(np.arange(15, dtype=np.float32).reshape(5, 3) / 10))
    ids = tf.placeholder(tf.int32, [4])
    weights = tf.constant(np.float32([[1.0, -2.0, 0.5], [0.3, 0.1, -1.0], [2.0, 1.0, 0.2], [-0.7, 0.4, 0.9]]))
    loss = tf.reduce_sum(tf.tanh(tf.nn.embedding_lookup(table, ids)) * weights)
    step = optimizer.minimize(loss)
    tables = []
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for row in IDS:
            sess.run(step, {ids: row})
            tables.append(sess.run(table))
    return {"table": np.stack(tables)}


def case_adam():
    return _train(tf.train.AdamOptimizer(0.1, epsilon=1e-7))


def case_adagrad():
    return _train(tf.train.AdagradOptimizer(0.1))


def case_gradient_descent():
    return _train(tf.train.GradientDescentOptimizer(0.1))


def case_rmsprop():
    return _train(tf.train.RMSPropOptimizer(0.1))


def case_momentum():
    return _train(tf.train.MomentumOptimizer(0.1, 0.9))
