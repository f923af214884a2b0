"""Sine in, cosine out: an LSTM that hands its state from one batch to the next.

Notes: section 8.3.

Repaired: the lost line breaks; the unused imports of matplotlib and of asn1crypto's `null`, with which the state began;
`self.ms_error` has its arguments by name, as TF 1.x passes them. The names `2_2D` and `2_3D` are kept: they are not
the first part of a name, so TF accepts the digit.
"""

from __future__ import print_function

import numpy as np
import tensorflow as tf

FLAGS = tf.app.flags.FLAGS

BATCH_START = 0
TIME_STEPS = 20
BATCH_SIZE = 50
INPUT_SIZE = 1
OUTPUT_SIZE = 1
CELL_SIZE = 10
LR = 0.006


def get_batch():
    global BATCH_START, TIME_STEPS
    xs = np.arange(BATCH_START, BATCH_START + TIME_STEPS * BATCH_SIZE).reshape((BATCH_SIZE, TIME_STEPS)) / (10 * np.pi)
    seq = np.sin(xs)
    res = np.cos(xs)
    BATCH_START += TIME_STEPS
    return [seq[:, :, np.newaxis], res[:, :, np.newaxis], xs]


class LSTMRNN(object):
    def __init__(self, n_steps, input_size, output_size, cell_size, batch_size):
        self.n_steps = n_steps
        self.input_size = input_size
        self.output_size = output_size
        self.cell_size = cell_size
        self.batch_size = batch_size
        with tf.name_scope("inputs"):
            self.xs = tf.placeholder(tf.float32, [None, n_steps, input_size], name="xs")
            self.ys = tf.placeholder(tf.float32, [None, n_steps, output_size], name="ys")
        with tf.variable_scope("in_hidden"):
            self.add_input_layer()
        with tf.variable_scope("LSTM_cell"):
            self.add_cell()
        with tf.variable_scope("out_hidden"):
            self.add_output_layer()
        with tf.name_scope("cost"):
            self.compute_cost()
        with tf.name_scope("train"):
            self.train_op = tf.train.AdamOptimizer(LR).minimize(self.cost)

    def add_input_layer(self):
        l_in_x = tf.reshape(self.xs, [-1, self.input_size], name="2_2D")
        Ws_in = self._weight_variable([self.input_size, self.cell_size])
        bs_in = self._bias_variable([self.cell_size])
        with tf.name_scope("Wx_plus_b"):
            l_in_y = tf.matmul(l_in_x, Ws_in) + bs_in
        self.l_in_y = tf.reshape(l_in_y, [-1, self.n_steps, self.cell_size], name="2_3D")

    def add_cell(self):
        lstm_cell = tf.contrib.rnn.BasicLSTMCell(self.cell_size, forget_bias=1.0, state_is_tuple=True)
        with tf.name_scope("initial_state"):
            self.cell_init_state = lstm_cell.zero_state(self.batch_size, dtype=tf.float32)
        self.cell_outputs, self.cell_final_state = tf.nn.dynamic_rnn(
            lstm_cell, self.l_in_y, initial_state=self.cell_init_state, time_major=False
        )

    def add_output_layer(self):
        l_out_x = tf.reshape(self.cell_outputs, [-1, self.cell_size], name="2_2D")
        Ws_out = self._weight_variable([self.cell_size, self.output_size])
        bs_out = self._bias_variable([self.output_size])
        with tf.name_scope("Wx_plus_b"):
            self.pred = tf.matmul(l_out_x, Ws_out) + bs_out

    def compute_cost(self):
        losses = tf.contrib.legacy_seq2seq.sequence_loss_by_example(
            [tf.reshape(self.pred, [-1], name="reshape_pred")],
            [tf.reshape(self.ys, [-1], name="reshape_target")],
            [tf.ones([self.batch_size * self.n_steps], dtype=tf.float32)],
            average_across_timesteps=True,
            softmax_loss_function=self.ms_error,
            name="losses",
        )
        with tf.name_scope("average_cost"):
            self.cost = tf.div(tf.reduce_sum(losses, name="losses_sum"), self.batch_size, name="average_cost")
            tf.summary.scalar("cost", self.cost)

    def ms_error(self, labels, logits):
        return tf.square(tf.subtract(labels, logits))

    def _weight_variable(self, shape, name="weights"):
        initializer = tf.random_normal_initializer(mean=0, stddev=1.0)
        return tf.get_variable(shape=shape, initializer=initializer, name=name)

    def _bias_variable(self, shape, name="biases"):
        initializer = tf.constant_initializer(0, 1)
        return tf.get_variable(name=name, shape=shape, initializer=initializer)


def build():
    """The notes' model; returns its tensors and operations by name, the states' two halves apart."""
    model = LSTMRNN(TIME_STEPS, INPUT_SIZE, OUTPUT_SIZE, CELL_SIZE, BATCH_SIZE)
    return {
        "xs": model.xs,
        "ys": model.ys,
        "init_c": model.cell_init_state.c,
        "init_h": model.cell_init_state.h,
        "final_c": model.cell_final_state.c,
        "final_h": model.cell_final_state.h,
        "pred": model.pred,
        "cost": model.cost,
        "train_op": model.train_op,
    }


def main(_):
    model = LSTMRNN(TIME_STEPS, INPUT_SIZE, OUTPUT_SIZE, CELL_SIZE, BATCH_SIZE)
    sess = tf.Session()
    merged = tf.summary.merge_all()
    writer = tf.summary.FileWriter(FLAGS.summaries_dir, sess.graph) if FLAGS.summaries_dir else None
    sess.run(tf.global_variables_initializer())
    state = None
    for i in range(FLAGS.steps):
        seq, res, xs = get_batch()
        if i == 0:
            feed_dict = {model.xs: seq, model.ys: res}
        else:
            feed_dict = {model.xs: seq, model.ys: res, model.cell_init_state: state}
        _, cost, state, pred = sess.run(
            [model.train_op, model.cost, model.cell_final_state, model.pred], feed_dict=feed_dict
        )
        if i % 20 == 0:
            print("cost:", round(float(cost), 4))
            if writer:
                writer.add_summary(sess.run(merged, feed_dict), i)
    if writer:
        writer.close()


if __name__ == "__main__":
    tf.app.flags.DEFINE_integer("steps", 200, "training steps")
    tf.app.flags.DEFINE_string(
        "summaries_dir", "", "folder for TensorBoard's events; none are written where it is empty"
    )
    tf.app.run()
