"""A digit read row by row: a dense layer, an LSTM, and a classifier on its last output.

Notes: section 8.1.

Repaired: the lost line breaks; `import tensorflow.examples... as` is `from ... import`; the shape of
`tf.random_normal(n_hidden_units, n_classes)` is a list; `softmax_cross_entropy_with_logits` takes its arguments by name
since TF 1.0.
"""

from __future__ import print_function

import tensorflow as tf
from tensorflow.examples.tutorials.mnist import input_data

FLAGS = tf.app.flags.FLAGS

lr = 0.001
training_iters = 100000
n_inputs = 28
n_steps = 28
n_classes = 10


def RNN(X, weights, biases, batch_size, n_hidden_units):
    X = tf.reshape(X, [-1, n_inputs])
    X_in = tf.matmul(X, weights["in"]) + biases["in"]
    X_in = tf.reshape(X_in, [-1, n_steps, n_hidden_units])

    lstm_cell = tf.contrib.rnn.BasicLSTMCell(n_hidden_units, forget_bias=1.0, state_is_tuple=True)
    init_state = lstm_cell.zero_state(batch_size, dtype=tf.float32)
    outputs, final_state = tf.nn.dynamic_rnn(lstm_cell, X_in, initial_state=init_state, time_major=False)

    outputs = tf.unstack(tf.transpose(outputs, [1, 0, 2]))
    results = tf.matmul(outputs[-1], weights["out"]) + biases["out"]
    return results


def build(batch_size=128, n_hidden_units=128):
    """The whole graph; returns its tensors and operations by the notes' names."""
    x = tf.placeholder(tf.float32, [None, n_steps, n_inputs])
    y = tf.placeholder(tf.float32, [None, n_classes])
    weights = {
        "in": tf.Variable(tf.random_normal([n_inputs, n_hidden_units])),
        "out": tf.Variable(tf.random_normal([n_hidden_units, n_classes])),
    }
    biases = {
        "in": tf.Variable(tf.constant(0.1, shape=[n_hidden_units])),
        "out": tf.Variable(tf.constant(0.1, shape=[n_classes])),
    }
    pred = RNN(x, weights, biases, batch_size, n_hidden_units)
    cost = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(logits=pred, labels=y))
    train_op = tf.train.AdamOptimizer(lr).minimize(cost)
    correct_pred = tf.equal(tf.argmax(pred, 1), tf.argmax(y, 1))
    accuracy = tf.reduce_mean(tf.cast(correct_pred, tf.float32))
    return {"x": x, "y": y, "pred": pred, "cost": cost, "train_op": train_op, "accuracy": accuracy}


def main(_):
    mnist = input_data.read_data_sets(FLAGS.data_dir, one_hot=True)
    batch_size = 128
    t = build(batch_size)
    init = tf.global_variables_initializer()
    with tf.Session() as sess:
        sess.run(init)
        step = 0
        while step * batch_size < FLAGS.training_iters:
            batch_xs, batch_ys = mnist.train.next_batch(batch_size)
            batch_xs = batch_xs.reshape([batch_size, n_steps, n_inputs])
            sess.run([t["train_op"]], feed_dict={t["x"]: batch_xs, t["y"]: batch_ys})
            if step % 20 == 0:
                print(sess.run(t["accuracy"], feed_dict={t["x"]: batch_xs, t["y"]: batch_ys}))
            step += 1


if __name__ == "__main__":
    tf.app.flags.DEFINE_string("data_dir", "MNIST_data/", "folder of the four MNIST files")
    tf.app.flags.DEFINE_integer("training_iters", training_iters, "digits to train on")
    tf.app.run()
