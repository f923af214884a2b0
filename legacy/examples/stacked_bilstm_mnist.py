"""Two bidirectional layers, each reading both directions of the one below: bidirectional_dynamic_rnn called repeatedly.

Notes: section 37.

Repaired: the notes' listing of the function was lost; it is written after the section's text, which says why a
MultiRNNCell will not do (each direction would see its own layers only). Digits, lengths and training are those of
bilstm_mnist.
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


def multilayer_bidirectional_rnn(num_units, num_layers, inputs, seq_lengths):
    """Outputs [batch, time, 2 units] and the pair of states of the last of several bidirectional layers."""
    batch_size = inputs.shape.as_list()[0]
    for layer in range(num_layers):
        with tf.variable_scope("layer_%d" % layer):
            cell_fw = rnn.LSTMCell(num_units)
            cell_bw = rnn.LSTMCell(num_units)
            initial_state_fw = cell_fw.zero_state(batch_size, tf.float32)
            initial_state_bw = cell_bw.zero_state(batch_size, tf.float32)
            (outputs, states) = tf.nn.bidirectional_dynamic_rnn(
                cell_fw, cell_bw, inputs, seq_lengths, initial_state_fw, initial_state_bw
            )
            inputs = tf.concat(outputs, 2)
    return inputs, states


def build(batch_size=128, num_layers=2):
    """The whole graph; returns its tensors and operations by the notes' names."""
    seq = tf.placeholder(tf.float32, [batch_size, 28, 28])
    seq_length = tf.placeholder(tf.int32, [batch_size])
    y = tf.placeholder(tf.int32, [batch_size])
    out, states = multilayer_bidirectional_rnn(10, num_layers, seq, seq_length)

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
