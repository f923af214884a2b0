"""Softmax regression on MNIST: one matrix, one bias, plain gradient descent.

Notes: section 2.

Repaired: the lost line breaks; `import tensorflow.examples... as`, which TF 1.15 refuses, is `from ... import`. The
`log(softmax)` stays as it was: a probability that underflows to zero makes the weights NaN.
"""

from __future__ import print_function

import tensorflow as tf
from tensorflow.examples.tutorials.mnist import input_data

FLAGS = tf.app.flags.FLAGS


def build():
    """The whole graph; returns its tensors and operations by the notes' names."""
    x = tf.placeholder(tf.float32, [None, 784])
    y_actual = tf.placeholder(tf.float32, shape=[None, 10])
    W = tf.Variable(tf.zeros([784, 10]))
    b = tf.Variable(tf.zeros([10]))
    y_predict = tf.nn.softmax(tf.matmul(x, W) + b)
    cross_entropy = tf.reduce_mean(-tf.reduce_sum(y_actual * tf.log(y_predict), reduction_indices=1))
    train_step = tf.train.GradientDescentOptimizer(0.01).minimize(cross_entropy)
    correct_prediction = tf.equal(tf.argmax(y_predict, 1), tf.argmax(y_actual, 1))
    accuracy = tf.reduce_mean(tf.cast(correct_prediction, "float"))
    return {
        "x": x,
        "y_actual": y_actual,
        "y_predict": y_predict,
        "cross_entropy": cross_entropy,
        "train_step": train_step,
        "accuracy": accuracy,
    }


def main(_):
    mnist = input_data.read_data_sets(FLAGS.data_dir, one_hot=True)
    t = build()
    init = tf.initialize_all_variables()
    with tf.Session() as sess:
        sess.run(init)
        for i in range(FLAGS.steps):
            batch_xs, batch_ys = mnist.train.next_batch(100)
            sess.run(t["train_step"], feed_dict={t["x"]: batch_xs, t["y_actual"]: batch_ys})
            if i % 100 == 0:
                feed_dict = {t["x"]: mnist.test.images, t["y_actual"]: mnist.test.labels}
                print("accuracy:", sess.run(t["accuracy"], feed_dict=feed_dict))


if __name__ == "__main__":
    tf.app.flags.DEFINE_string("data_dir", "Mnist_data/", "folder of the four MNIST files")
    tf.app.flags.DEFINE_integer("steps", 1000, "training steps")
    tf.app.run()
