"""Dropout: what is kept is scaled so that the mean stays, and nothing happens when all is kept.

Notes: section 12.

Repaired: the section has no code, only the description; this is the function it describes. Its remark that the
weights are halved when the network is used is turned round in TensorFlow: the kept units are doubled while training.
"""

from __future__ import print_function

import tensorflow as tf


def results():
    x = tf.ones([100, 1000])
    keep_prob = tf.placeholder(tf.float32)
    drop = tf.nn.dropout(x, keep_prob, seed=1)
    with_rate = tf.nn.dropout(x, rate=0.25, seed=1)
    whole_columns = tf.nn.dropout(x, 0.5, noise_shape=[1, 1000], seed=1)
    gradient = tf.gradients(drop, x)[0]
    with tf.Session() as sess:
        half = sess.run(drop, {keep_prob: 0.5})
        quarter = sess.run(with_rate)
        columns = sess.run(whole_columns)
        value, slope = sess.run([drop, gradient], {keep_prob: 0.5})
        return {
            "values at keep_prob 0.5": sorted(set(half.ravel())),
            "values at rate 0.25": sorted(set(quarter.ravel())),
            "share kept at keep_prob 0.5 is a half": abs((half > 0).mean() - 0.5) < 0.01,
            "share kept at rate 0.25 is three quarters": abs((quarter > 0).mean() - 0.75) < 0.01,
            "the mean stays": abs(half.mean() - 1) < 0.02 and abs(quarter.mean() - 1) < 0.02,
            "all is kept at keep_prob 1": bool((sess.run(drop, {keep_prob: 1.0}) == 1).all()),
            "noise_shape [1, n] drops whole columns": bool((columns == columns[0]).all()),
            "the gradient has the same mask": bool((slope == value).all()),
            "two runs drop the same": bool((value == half).all()),
        }


def main(_):
    for name, value in results().items():
        print(name + ":", value)


if __name__ == "__main__":
    tf.app.run()
