"""A digit read row by row in both directions, up to its last inked row.

Notes: section 37.

Repaired: the lost line breaks; `zero_state` has its dtype. The notes leave `seq` and `seq_length` open: here a
sequence is a digit's 28 rows, and its length says after how many of them only blank ones follow. What comes after
`out` was added: a classifier on both directions' last outputs, trained as in section 8.1 (Adam 0.001, batches of 128).
"""

from __future__ import print_function

import numpy as np
import tensorflow as tf
from tensorflow.contrib import rnn
from tensorflow.examples.tutorials.mnist import input_data

FLAGS = tf.app.flags.FLAGS


def lengths(images):
    """Rows up to the last one with ink, for images [N, 28, 28]: int32 [N], at least 1."""
    inked = np.any(images > 0, axis=2)
    return np.maximum(1, images.shape[1] - np.argmax(inked[:, ::-1], axis=1)).astype(np.int32)


def build(batch_size=128):
    """The whole graph; returns its tensors and operations by the notes' names."""
    seq = tf.placeholder(tf.float32, [batch_size, 28, 28])
    seq_length = tf.placeholder(tf.int32, [batch_size])
    y = tf.placeholder(tf.int32, [batch_size])

    cell_fw = rnn.LSTMCell(10)
    cell_bw = rnn.LSTMCell(10)
    initial_state_fw = cell_fw.zero_state(batch_size, tf.float32)
    initial_state_bw = cell_bw.zero_state(batch_size, tf.float32)
    (outputs, states) = tf.nn.bidirectional_dynamic_rnn(
        cell_fw, cell_bw, seq, seq_length, initial_state_fw, initial_state_bw
    )
    out = tf.concat(outputs, 2)

    last = tf.concat([states[0].h, states[1].h], 1)
    W = tf.get_variable("W", [20, 10])
    b = tf.get_variable("b", [10], initializer=tf.zeros_initializer())
    logits = tf.matmul(last, W) + b
    loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits))
    train_op = tf.train.AdamOptimizer(0.001).minimize(loss)
    accuracy = tf.reduce_mean(tf.cast(tf.equal(tf.cast(tf.argmax(logits, 1), tf.int32), y), tf.float32))
    return {
        "seq": seq,
        "seq_length": seq_length,
        "y": y,
        "out": out,
        "logits": logits,
        "loss": loss,
        "train_op": train_op,
        "accuracy": accuracy,
    }


def main(_):
    mnist = input_data.read_data_sets(FLAGS.data_dir)
    t = build()
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for step in range(FLAGS.steps):
            batch_xs, batch_ys = mnist.train.next_batch(128)
            batch_xs = batch_xs.reshape([128, 28, 28])
            feed_dict = {t["seq"]: batch_xs, t["seq_length"]: lengths(batch_xs), t["y"]: batch_ys}
            sess.run(t["train_op"], feed_dict)
            if step % 100 == 0:
                print("step", step, "accuracy", sess.run(t["accuracy"], feed_dict))


if __name__ == "__main__":
    tf.app.flags.DEFINE_string("data_dir", "MNIST_data/", "folder of the four MNIST files")
    tf.app.flags.DEFINE_integer("steps", 1000, "training steps")
    tf.app.run()
