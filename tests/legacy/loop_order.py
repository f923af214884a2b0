"""A TF1 program whose loops draw random numbers: what it prints depends on the order of the iterations."""

import numpy as np
import tensorflow as tf


def drawn(number, arrays):
    return number + 1, arrays.write(number, tf.random_uniform([], seed=7))


_, arrays = tf.while_loop(lambda number, _: number < 4, drawn, [0, tf.TensorArray(tf.float32, 4)])
mapped = tf.map_fn(lambda x: x + tf.random_normal([], seed=4), tf.zeros([4]))
inputs = tf.constant(np.random.RandomState(0).randn(2, 5, 3).astype("float32"))
cell = tf.nn.rnn_cell.GRUCell(3, kernel_initializer=tf.constant_initializer(0.1))
cell = tf.nn.rnn_cell.DropoutWrapper(cell, 0.7, 0.7, seed=2)
outputs, _ = tf.nn.dynamic_rnn(cell, inputs, sequence_length=[5, 3], dtype=tf.float32)
loss = tf.reduce_sum(tf.square(outputs))
gradients = tf.gradients(loss, tf.trainable_variables())

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    found = [arrays.stack(), mapped, tf.reduce_sum(outputs, 2), loss]
    for value in sess.run(found + [tf.reduce_sum(tf.abs(g)) for g in gradients]):
        print(*np.round(np.ravel(value), 5))
