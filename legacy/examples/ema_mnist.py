"""Trains on MNIST with an ExponentialMovingAverage of every weight, and tests both the weights and their averages.

Notes: section 31.

Repaired: the lost line breaks. The notes' frame leaves the model open: here it is a network with one hidden layer
under plain SGD, with decay 0.9999 as there and `num_updates`, so that the average follows the first steps faster. The
averages are then restored in both ways of the section, by names and by `variables_to_restore`.
"""

from __future__ import print_function

import os
import tempfile

import tensorflow as tf
from tensorflow.examples.tutorials.mnist import input_data

FLAGS = tf.app.flags.FLAGS


def build(decay=0.9999):
    """The whole graph; returns its tensors and operations by the notes' names."""
    x = tf.placeholder(tf.float32, [None, 784])
    y_actual = tf.placeholder(tf.float32, [None, 10])
    var0 = tf.Variable(tf.truncated_normal([784, 100], stddev=0.1), name="var0")
    var1 = tf.Variable(tf.zeros([100]), name="var1")
    var2 = tf.Variable(tf.truncated_normal([100, 10], stddev=0.1), name="var2")
    var3 = tf.Variable(tf.zeros([10]), name="var3")
    logits = tf.matmul(tf.nn.relu(tf.matmul(x, var0) + var1), var2) + var3
    my_loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits_v2(labels=y_actual, logits=logits))
    accuracy = tf.reduce_mean(tf.cast(tf.equal(tf.argmax(logits, 1), tf.argmax(y_actual, 1)), tf.float32))

    # Create an op that applies the optimizer.
    global_step = tf.train.get_or_create_global_step()
    opt_op = tf.train.GradientDescentOptimizer(0.5).minimize(my_loss, global_step=global_step)

    # Create an ExponentialMovingAverage object, the shadow variables, and the op that maintains them.
    ema = tf.train.ExponentialMovingAverage(decay=decay, num_updates=global_step)
    with tf.control_dependencies([opt_op]):
        training_op = ema.apply([var0, var1, var2, var3])
    return {
        "x": x,
        "y_actual": y_actual,
        "logits": logits,
        "my_loss": my_loss,
        "accuracy": accuracy,
        "training_op": training_op,
        "ema": ema,
        "variables": [var0, var1, var2, var3],
        "averages": [ema.average(var) for var in [var0, var1, var2, var3]],
    }


def main(_):
    mnist = input_data.read_data_sets(FLAGS.data_dir, one_hot=True)
    t = build()
    ema = t["ema"]
    test = {t["x"]: mnist.test.images, t["y_actual"]: mnist.test.labels}
    saver = tf.train.Saver()
    by_names = tf.train.Saver({ema.average_name(var): var for var in t["variables"]})
    by_map = tf.train.Saver(ema.variables_to_restore())
    path = os.path.join(tempfile.mkdtemp(), "model.ckpt")
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for i in range(FLAGS.steps):
            batch_xs, batch_ys = mnist.train.next_batch(100)
            sess.run(t["training_op"], feed_dict={t["x"]: batch_xs, t["y_actual"]: batch_ys})
            if i % 100 == 0:
                print("step", i, "test accuracy", sess.run(t["accuracy"], test))
        print("the weights:", sess.run(t["accuracy"], test))
        saver.save(sess, path)
        by_names.restore(sess, path)
        print("their averages, restored by names:", sess.run(t["accuracy"], test))
        saver.restore(sess, path)
        by_map.restore(sess, path)
        print("their averages, restored by variables_to_restore:", sess.run(t["accuracy"], test))


if __name__ == "__main__":
    tf.app.flags.DEFINE_string("data_dir", "MNIST_data/", "folder of the four MNIST files")
    tf.app.flags.DEFINE_integer("steps", 1000, "training steps")
    tf.app.run()
