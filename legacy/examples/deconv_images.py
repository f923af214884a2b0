"""A convolution and the transposed one that undoes it, trained to reproduce its input.

Notes: section 30.

Repaired: the lost line breaks. The listing cannot run, and the section says why: the convolution has stride 4, the
transposed one stride 3. `shape_errors` keeps both of its errors; `build` has stride 3 in both places. The notes
minimize `deconv1 - inputs` itself, which has no minimum: it is the square, summed over an image, halved. `inputs` are
noise as in the notes, but 28 pixels wide and high, since over 97 the summed loss diverges at their rate; `--data_dir`
takes digits instead.
"""

from __future__ import print_function

import numpy as np
import tensorflow as tf
from tensorflow.contrib import slim

FLAGS = tf.app.flags.FLAGS


def shape_errors():
    """What the section's two listings raise: (with a known shape, with an unknown one), each "type: message"."""
    messages = []
    with tf.Graph().as_default():
        inputs = tf.random_normal(shape=[3, 97, 97, 10])
        conv1 = slim.conv2d(inputs, num_outputs=20, kernel_size=3, stride=4)
        de_weight = tf.get_variable("de_weight", shape=[3, 3, 10, 20])
        try:
            deconv1 = tf.nn.conv2d_transpose(
                conv1, filter=de_weight, output_shape=tf.shape(inputs), strides=[1, 3, 3, 1], padding="SAME"
            )
            tf.train.GradientDescentOptimizer(0.001).minimize(deconv1 - inputs)
        except ValueError as error:
            messages.append("%s: %s" % (type(error).__name__, error))
    with tf.Graph().as_default():
        inputs = tf.placeholder(tf.float32, shape=[None, None, None, 3])
        conv1 = slim.conv2d(inputs, num_outputs=20, kernel_size=3, stride=4)
        de_weight = tf.get_variable("de_weight", shape=[3, 3, 3, 20])
        deconv1 = tf.nn.conv2d_transpose(
            conv1, filter=de_weight, output_shape=tf.shape(inputs), strides=[1, 3, 3, 1], padding="SAME"
        )
        loss = deconv1 - inputs
        train_op = tf.train.GradientDescentOptimizer(0.001).minimize(loss)
        with tf.Session() as sess:
            tf.global_variables_initializer().run()
            data_in = np.random.normal(size=[3, 97, 97, 3])
            try:
                sess.run([train_op, loss], feed_dict={inputs: data_in})
            except tf.errors.OpError as error:
                messages.append("%s: %s" % (type(error).__name__, error.message))
    return messages


def build(channels=3):
    """The whole graph; returns its tensors and operations by the notes' names."""
    inputs = tf.placeholder(tf.float32, shape=[None, None, None, channels])
    conv1 = slim.conv2d(inputs, num_outputs=20, kernel_size=3, stride=3)
    de_weight = tf.get_variable("de_weight", shape=[3, 3, channels, 20])
    deconv1 = tf.nn.conv2d_transpose(
        conv1, filter=de_weight, output_shape=tf.shape(inputs), strides=[1, 3, 3, 1], padding="SAME"
    )
    loss = tf.reduce_mean(tf.reduce_sum(tf.square(deconv1 - inputs), [1, 2, 3])) / 2
    train_op = tf.train.GradientDescentOptimizer(0.001).minimize(loss)
    return {"inputs": inputs, "conv1": conv1, "deconv1": deconv1, "loss": loss, "train_op": train_op}


def main(_):
    if FLAGS.data_dir:
        from tensorflow.examples.tutorials.mnist import input_data

        digits = input_data.read_data_sets(FLAGS.data_dir, reshape=False)
    t = build(1 if FLAGS.data_dir else 3)
    for message in shape_errors():
        print(message.split("\n")[0])
    with tf.Session() as sess:
        tf.global_variables_initializer().run()
        for i in range(FLAGS.steps):
            data_in = digits.train.next_batch(50)[0] if FLAGS.data_dir else np.random.normal(size=[3, 28, 28, 3])
            _, los_ = sess.run([t["train_op"], t["loss"]], feed_dict={t["inputs"]: data_in})
            if FLAGS.steps <= 10 or i % 100 == 0:
                print(los_)


if __name__ == "__main__":
    tf.app.flags.DEFINE_integer("steps", 10, "training steps")
    tf.app.flags.DEFINE_string("data_dir", "", "folder of the four MNIST files; noise where it is empty")
    tf.app.run()
