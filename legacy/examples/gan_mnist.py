"""A generative adversarial network on digits; one discriminator judges real and generated images.

Notes: section 21, whose motive it is: both calls of the discriminator must share their variables.

Repaired: the section describes the network in words only (0 for generated images, 1 for real ones, one set of
variables), so this program follows the words: two layers each, `scope.reuse_variables()` between the two calls, Adam.
"""

from __future__ import print_function

import numpy as np
import tensorflow as tf
from tensorflow.examples.tutorials.mnist import input_data

FLAGS = tf.app.flags.FLAGS

z_dim = 64
learning_rate = 0.0005


def dense(x, units, name):
    with tf.variable_scope(name):
        w = tf.get_variable("w", [x.shape.as_list()[1], units], initializer=tf.contrib.layers.xavier_initializer())
        b = tf.get_variable("b", [units], initializer=tf.zeros_initializer())
        return tf.matmul(x, w) + b


def generator(z, hidden):
    with tf.variable_scope("generator"):
        return tf.sigmoid(dense(tf.nn.relu(dense(z, hidden, "hidden")), 784, "image"))


def discriminator(images, hidden):
    return dense(tf.nn.leaky_relu(dense(images, hidden, "hidden"), 0.2), 1, "logit")


def cross_entropy(logits, target):
    labels = tf.fill(tf.shape(logits), target)
    return tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels=labels, logits=logits))


def build(hidden=128):
    """The whole graph; returns its tensors and operations by name."""
    x = tf.placeholder(tf.float32, [None, 784])
    z = tf.placeholder(tf.float32, [None, z_dim])
    fake = generator(z, hidden)
    with tf.variable_scope("discriminator") as scope:
        d_real = discriminator(x, hidden)
        scope.reuse_variables()
        d_fake = discriminator(fake, hidden)

    d_loss = cross_entropy(d_real, 1.0) + cross_entropy(d_fake, 0.0)
    g_loss = cross_entropy(d_fake, 1.0)
    d_vars = tf.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES, "discriminator")
    g_vars = tf.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES, "generator")
    train_d = tf.train.AdamOptimizer(learning_rate, beta1=0.5).minimize(d_loss, var_list=d_vars)
    train_g = tf.train.AdamOptimizer(learning_rate, beta1=0.5).minimize(g_loss, var_list=g_vars)
    return {
        "x": x,
        "z": z,
        "fake": fake,
        "d_real": d_real,
        "d_fake": d_fake,
        "d_loss": d_loss,
        "g_loss": g_loss,
        "train_d": train_d,
        "train_g": train_g,
    }


def main(_):
    mnist = input_data.read_data_sets(FLAGS.data_dir)
    batch_size = 64
    t = build()
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for step in range(FLAGS.steps):
            images, _ = mnist.train.next_batch(batch_size)
            feed_dict = {t["x"]: images, t["z"]: np.random.normal(size=[batch_size, z_dim])}
            _, d_loss = sess.run([t["train_d"], t["d_loss"]], feed_dict)
            _, g_loss = sess.run([t["train_g"], t["g_loss"]], feed_dict)
            if step % 100 == 0:
                print("step", step, "discriminator", d_loss, "generator", g_loss)
        digit = sess.run(t["fake"], {t["z"]: np.random.normal(size=[1, z_dim])})
        for row in digit.reshape([28, 28]):
            print("".join(" .:oO@"[int(value * 5.99)] for value in row))


if __name__ == "__main__":
    tf.app.flags.DEFINE_string("data_dir", "MNIST_data/", "folder of the four MNIST files")
    tf.app.flags.DEFINE_integer("steps", 5000, "training steps of each network")
    tf.app.run()
