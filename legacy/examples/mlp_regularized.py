"""A 2-10-10-10-1 network whose L2 penalties wait in a collection until the loss adds them up.

Notes: section 36.

Repaired: `lambda` is a reserved word; `none`, `add_to_collenction`, a lost bracket; the biases' shape is a list; every
layer read `x`, which fits the first one only. The listing ends at the loss: Adam (0.001) and the data, whether points
of the plane lie outside of a circle, were added.
"""

from __future__ import print_function

import numpy as np
import tensorflow as tf

FLAGS = tf.app.flags.FLAGS


def get_weight(shape, scale):
    var = tf.Variable(tf.random_normal(shape), dtype=tf.float32)
    tf.add_to_collection("losses", tf.contrib.layers.l2_regularizer(scale)(var))
    return var


def get_data(count, seed):
    """Points float32 [count, 2] of the square from -1 to 1, and whether each lies outside of the circle: [count, 1]."""
    x = np.random.RandomState(seed).uniform(-1, 1, [count, 2])
    return np.float32(x), np.float32(np.sum(x**2, 1, keepdims=True) > 0.64)


def build(scale=0.001):
    """The whole graph; returns its tensors and operations by the notes' names."""
    x = tf.placeholder(tf.float32, shape=(None, 2))
    y_ = tf.placeholder(tf.float32, shape=(None, 1))
    layer_dimension = [2, 10, 10, 10, 1]
    n_layers = len(layer_dimension)

    cur_layer = x
    in_dimension = layer_dimension[0]
    for i in range(1, n_layers):
        out_dimension = layer_dimension[i]
        weight = get_weight([in_dimension, out_dimension], scale)
        bias = tf.Variable(tf.constant(0.1, shape=[out_dimension]))
        cur_layer = tf.nn.relu(tf.matmul(cur_layer, weight) + bias)
        in_dimension = layer_dimension[i]

    ses_loss = tf.reduce_mean(tf.square(y_ - cur_layer))
    tf.add_to_collection("losses", ses_loss)
    loss = tf.add_n(tf.get_collection("losses"))
    train_op = tf.train.AdamOptimizer(0.001).minimize(loss)
    return {"x": x, "y_": y_, "cur_layer": cur_layer, "ses_loss": ses_loss, "loss": loss, "train_op": train_op}


def main(_):
    batch_size = 8
    x_data, y_data = get_data(1000, seed=0)
    x_test, y_test = get_data(1000, seed=1)
    t = build()
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for step in range(FLAGS.steps):
            start = step * batch_size % len(x_data)
            chosen = slice(start, start + batch_size)
            sess.run(t["train_op"], feed_dict={t["x"]: x_data[chosen], t["y_"]: y_data[chosen]})
            if step % 1000 == 0:
                loss, ses_loss = sess.run([t["loss"], t["ses_loss"]], feed_dict={t["x"]: x_data, t["y_"]: y_data})
                print("step", step, "loss", loss, "without the penalty", ses_loss)
        print("test", sess.run(t["ses_loss"], feed_dict={t["x"]: x_test, t["y_"]: y_test}))


if __name__ == "__main__":
    tf.app.flags.DEFINE_integer("steps", 5000, "training steps")
    tf.app.run()
