"""Random ops with seeds of their own, dropout by keep_prob and by rate, and the MNIST readers' order."""

import numpy as np
import tensorflow as tf


def _run(**tensors):
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        return sess.run(tensors)


def case_op_seeds():
    return _run(
        uniform=tf.random_uniform([3], seed=3),
        scaled=tf.random_uniform([3], -2.0, 5.0, seed=3),
        integers=tf.random_uniform([3], 0, 9, tf.int32, seed=3),
        double=tf.random_uniform([2], dtype=tf.float64, seed=4),
        normal=tf.random_normal([3], seed=5),
        truncated=tf.truncated_normal([3], seed=6),
        shuffled=tf.random_shuffle(np.arange(6), seed=7),
        multinomial=tf.multinomial(np.log([[0.2, 0.8]]), 5, seed=8),
        gamma=tf.random_gamma([2], 2.0, seed=9),
        glorot=tf.get_variable("g", [2, 2], initializer=tf.glorot_uniform_initializer(seed=1)),
        orthogonal=tf.get_variable("o", [2, 2], initializer=tf.orthogonal_initializer(seed=1)),
    )


def case_dropout():
    x = tf.ones([4, 5])
    results = _run(
        keep=tf.nn.dropout(x, 0.6, seed=1),
        rate=tf.nn.dropout(x, rate=0.3, seed=2),
        tensor=tf.nn.dropout(x, keep_prob=tf.constant(0.5), seed=3),
        rows=tf.nn.dropout(x, 0.5, noise_shape=[4, 1], seed=4),
        partial=tf.nn.dropout(x, 0.5, noise_shape=[None, 1], seed=4),
        sized_by_tensors=tf.nn.dropout(x, 0.5, noise_shape=[tf.shape(x)[0], 1], seed=4),
        nothing=tf.nn.dropout(x, keep_prob=1.0),
    )
    for bad in (0.0, 1.5):
        try:
            tf.nn.dropout(x, keep_prob=bad)
        except ValueError as error:
            results["error_%s" % bad] = type(error).__name__
    results["shape"] = str(tf.nn.dropout(tf.placeholder(tf.float32, [None, 3]), 0.5).shape.as_list())
    return results
