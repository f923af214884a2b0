"""The cells of ``tf.contrib.cudnn_rnn`` that need no GPU."""

import numpy as np
import tensorflow as tf

cudnn = tf.contrib.cudnn_rnn


def _random(shape, seed):
    return np.random.RandomState(seed).uniform(-1, 1, shape).astype(np.float32)


def _run(make):
    x = tf.constant(_random([2, 5, 3], 1))
    outputs, state = tf.nn.dynamic_rnn(make(), x, sequence_length=[5, 2], dtype=tf.float32)
    loss = tf.reduce_sum(outputs * _random([2, 5, 4], 2))
    grads = tf.gradients(loss, [x] + tf.trainable_variables())
    assigns = [
        tf.assign(v, _random(v.shape.as_list(), 100 + i))
        for i, v in enumerate(sorted(tf.global_variables(), key=lambda v: v.name))
    ]
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        biases = sess.run([v for v in tf.global_variables() if v.op.name.endswith("bias")])
        sess.run(assigns)
        values, gradients = sess.run([[outputs] + tf.nest.flatten(state), grads])
    return {
        "values": np.concatenate([np.ravel(v) for v in values]),
        "gradients": np.concatenate([np.ravel(g) for g in gradients]),
        "biases": np.concatenate([np.ravel(b) for b in biases]),
        "variables": ["%s %s" % (v.op.name, v.shape.as_list()) for v in tf.global_variables()],
    }


def case_lstm_cell():
    return _run(lambda: cudnn.CudnnCompatibleLSTMCell(4))


def case_gru_cell():
    return _run(lambda: cudnn.CudnnCompatibleGRUCell(4))


def case_stacked():
    return _run(lambda: tf.nn.rnn_cell.MultiRNNCell([cudnn.CudnnCompatibleGRUCell(4) for _ in range(2)]))
