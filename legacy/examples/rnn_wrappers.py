"""Around the cells: _linear, peepholes, clipping and projection, the wrappers, and a state of one's own to begin with.

Notes: sections 22 and 35.

Repaired: the lost line breaks; `_linear` lives in tf.contrib.rnn's core_rnn_cell, and so do the projection and
embedding wrappers (in tf.contrib.rnn); `input_size` is gone. The weights come from a formula, so that the numbers can
be compared.
"""

from __future__ import print_function

import numpy as np
import tensorflow as tf
from tensorflow.contrib import rnn
from tensorflow.contrib.rnn import LSTMStateTuple
from tensorflow.contrib.rnn.python.ops.core_rnn_cell import _linear

NUM_UNITS, BATCH_SIZE, MAX_TIME, SIZE = 3, 2, 4, 5
LSTMS = {
    "plain": {},
    "use_peepholes": {"use_peepholes": True},
    "cell_clip": {"cell_clip": 0.1},
    "num_proj": {"num_proj": 2},
    "proj_clip": {"num_proj": 2, "proj_clip": 0.05},
    "all of it": {"use_peepholes": True, "cell_clip": 0.1, "num_proj": 2, "proj_clip": 0.05, "forget_bias": 0.5},
}


def fixed(shape, dtype=tf.float32, partition_info=None):
    """An initializer that gives the same numbers everywhere."""
    return tf.constant(numbers(*shape) / 2, dtype)


def numbers(*shape):
    """Numbers between -1 and 1 that look random."""
    return np.sin(np.arange(np.prod(shape)) * 12.9898 + len(shape)).reshape([int(n) for n in shape]).astype(np.float32)


def inputs_of(*shape):
    return tf.constant(numbers(*shape))


def run(tensors):
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        return sess.run(tensors)


def linear():
    """One matrix for several tensors side by side."""
    args = [inputs_of(BATCH_SIZE, SIZE), inputs_of(BATCH_SIZE, 2)]
    with tf.variable_scope("with_bias", initializer=fixed):
        with_bias = _linear(args, 4, True, bias_initializer=tf.constant_initializer(0.25))
    with tf.variable_scope("without_bias", initializer=fixed):
        without_bias = _linear(args, 4, False)
    return run({"_linear": with_bias, "_linear without bias": without_bias})


def variables_of(scope):
    return len(tf.get_collection(tf.GraphKeys.GLOBAL_VARIABLES, scope=scope + "/"))


def lstms():
    """LSTMCell with all that BasicLSTMCell lacks, over time."""
    tensors, found = {}, {}
    for name, options in LSTMS.items():
        scope = name.replace(" ", "_")
        with tf.variable_scope(scope, initializer=fixed):
            cell = tf.nn.rnn_cell.LSTMCell(NUM_UNITS, **options)
            found[name + ": variables before a call"] = variables_of(scope)
            outputs, state = tf.nn.dynamic_rnn(cell, inputs_of(BATCH_SIZE, MAX_TIME, SIZE), dtype=tf.float32)
            found[name + ": variables"] = variables_of(scope)
        tensors[name] = outputs
        tensors[name + ": c"] = state.c
    found.update(run(tensors))
    return found


def wrappers():
    with tf.variable_scope("wrapped", initializer=fixed):
        cell = rnn.InputProjectionWrapper(tf.nn.rnn_cell.GRUCell(NUM_UNITS), num_proj=4)
        cell = rnn.OutputProjectionWrapper(cell, output_size=2)
        projected, _ = tf.nn.dynamic_rnn(cell, inputs_of(BATCH_SIZE, MAX_TIME, SIZE), dtype=tf.float32)
    with tf.variable_scope("embedded", initializer=fixed):
        cell = rnn.EmbeddingWrapper(
            tf.nn.rnn_cell.GRUCell(NUM_UNITS), embedding_classes=7, embedding_size=SIZE, initializer=fixed
        )
        embedded, _ = cell(tf.constant([[6], [0]]), inputs_of(BATCH_SIZE, NUM_UNITS))
    with tf.variable_scope("stacked", initializer=fixed):
        cell = tf.nn.rnn_cell.MultiRNNCell([tf.nn.rnn_cell.GRUCell(NUM_UNITS), tf.nn.rnn_cell.GRUCell(4)])
        stacked, states = tf.nn.dynamic_rnn(cell, inputs_of(BATCH_SIZE, MAX_TIME, SIZE), dtype=tf.float32)
    found = run({"projected": projected, "embedded": embedded, "stacked": stacked, "stacked: first": states[0]})
    found["projected: variables"] = variables_of("wrapped")
    return found


def dropout():
    """Inputs or outputs dropped, what is kept divided by keep_prob; the state passes by."""
    inputs = inputs_of(64, SIZE)

    def step(**options):
        with tf.variable_scope("dropped", initializer=fixed, reuse=tf.AUTO_REUSE):
            cell = rnn.DropoutWrapper(tf.nn.rnn_cell.GRUCell(NUM_UNITS), seed=1, **options)
            return cell(inputs, tf.ones([64, NUM_UNITS]))

    plain, state = step()
    kept, _ = step(input_keep_prob=1.0, output_keep_prob=1.0)
    dropped, passed = step(output_keep_prob=0.5)
    by_input, _ = step(input_keep_prob=0.5)
    found = run([plain, state, kept, dropped, passed, by_input])
    share = (found[3] != 0).mean()
    return {
        "keep_prob 1": bool((found[2] == found[0]).all()),
        "output_keep_prob: doubled or 0": bool(np.isclose(found[3], np.where(found[3] != 0, 2 * found[0], 0)).all()),
        "output_keep_prob: about a half": bool(0.3 < share < 0.7),
        "output_keep_prob: the state passes": bool((found[4] == found[1]).all()),
        "input_keep_prob changes the output": bool((found[5] != found[0]).any()),
    }


def initial_states():
    """An LSTM that begins with a state of one's own: a tuple, or c and h side by side."""
    c_state, h_state = inputs_of(BATCH_SIZE, NUM_UNITS), inputs_of(BATCH_SIZE, NUM_UNITS) / 2
    inputs = inputs_of(BATCH_SIZE, MAX_TIME, SIZE)
    initial_state = LSTMStateTuple(c_state, h_state)
    with tf.variable_scope("begun", initializer=fixed):
        outputs, state = tf.nn.dynamic_rnn(tf.nn.rnn_cell.LSTMCell(NUM_UNITS), inputs, initial_state=initial_state)
    with tf.variable_scope("begun", reuse=True):
        cell = tf.nn.rnn_cell.LSTMCell(NUM_UNITS, state_is_tuple=False)
        joined, _ = tf.nn.dynamic_rnn(cell, inputs, initial_state=tf.concat([c_state, h_state], 1))
    return run({"initial state": outputs, "initial state: last c": state.c, "initial state, joined": joined})


def results():
    found = {}
    for part in (linear, lstms, wrappers, dropout, initial_states):
        found.update(part())
    return found


def main(_):
    for name, value in sorted(results().items()):
        print(name)
        print(value)


if __name__ == "__main__":
    tf.app.run()
