"""Recurrent cells: BasicLSTMCell, LSTMCell, GRUCell, MultiRNNCell, zero_state, dynamic_rnn, unrolling by hand.

Notes: sections 5 and 17 (the data flow inside an LSTM's cell, which was a figure).

Repaired: the lost line breaks; `state_is_tupe=Flase`, `MultiRNNCells`, `initial_states`; `input_size`, which TF 1.15
no longer has. The weights come from a formula, so that the numbers can be compared.
"""

from __future__ import print_function

import numpy as np
import tensorflow as tf

NUM_UNITS, BATCH_SIZE, MAX_TIME, SIZE = 3, 2, 4, 5
SEQUENCE_LENGTH = [2, 4]


def fixed(shape, dtype=tf.float32, partition_info=None):
    """An initializer that gives the same numbers everywhere."""
    return tf.constant(numbers(*shape) / 2, dtype)


def numbers(*shape):
    """Numbers between -1 and 1 that look random."""
    return np.sin(np.arange(np.prod(shape)) * 12.9898 + len(shape)).reshape([int(n) for n in shape]).astype(np.float32)


def inputs_of(*shape):
    return tf.constant(numbers(*shape))


def one_step(cell, scope, state=None):
    """Output and state of one step from a given state."""
    with tf.variable_scope(scope, initializer=fixed):
        if state is None:
            state = tf.nn.rnn_cell.LSTMStateTuple(
                inputs_of(BATCH_SIZE, NUM_UNITS), inputs_of(BATCH_SIZE, NUM_UNITS) / 2
            )
        return cell(inputs_of(BATCH_SIZE, SIZE), state)


def cells():
    basic, basic_state = one_step(tf.nn.rnn_cell.BasicLSTMCell(NUM_UNITS, forget_bias=1.0), "basic")
    other, _ = one_step(tf.nn.rnn_cell.BasicLSTMCell(NUM_UNITS, forget_bias=0.5, activation=tf.nn.relu), "other")
    lstm, lstm_state = one_step(tf.nn.rnn_cell.LSTMCell(NUM_UNITS), "lstm")
    gru, gru_state = one_step(tf.nn.rnn_cell.GRUCell(NUM_UNITS), "gru", inputs_of(BATCH_SIZE, NUM_UNITS))
    joined = tf.nn.rnn_cell.BasicLSTMCell(NUM_UNITS, state_is_tuple=False)
    _, joined_state = one_step(joined, "joined", tf.concat([inputs_of(BATCH_SIZE, NUM_UNITS)] * 2, 1))
    tensors = {
        "BasicLSTMCell": basic,
        "BasicLSTMCell: c": basic_state.c,
        "BasicLSTMCell: h": basic_state.h,
        "BasicLSTMCell with forget_bias 0.5 and relu": other,
        "LSTMCell": lstm,
        "LSTMCell: c": lstm_state.c,
        "GRUCell": gru,
        "GRUCell: state": gru_state,
        "state_is_tuple=False": joined_state,
    }
    return run(tensors)


def gates():
    """What flows through the cell: the figure's four gates."""
    x, c, h = inputs_of(BATCH_SIZE, SIZE), inputs_of(BATCH_SIZE, NUM_UNITS), inputs_of(BATCH_SIZE, NUM_UNITS) / 2
    kernel = fixed([SIZE + NUM_UNITS, 4 * NUM_UNITS])
    i, j, f, o = tf.split(tf.matmul(tf.concat([x, h], 1), kernel), 4, 1)
    forget, write, candidate, read = tf.sigmoid(f + 1.0), tf.sigmoid(i), tf.tanh(j), tf.sigmoid(o)
    new_c = c * forget + write * candidate
    values = {"forget": forget, "input": write, "candidate": candidate, "output": read}
    values.update({"new c": new_c, "new h": tf.tanh(new_c) * read})
    return run({"gate: " + name: value for name, value in values.items()})


def stacked():
    """Layers one upon another: the state is a tuple of theirs."""
    with tf.variable_scope("stacked", initializer=fixed):
        cell = tf.nn.rnn_cell.MultiRNNCell([tf.nn.rnn_cell.BasicLSTMCell(n) for n in (NUM_UNITS, 4)])
        initial_state = cell.zero_state(BATCH_SIZE, dtype=tf.float32)
        outputs, states = tf.nn.dynamic_rnn(cell, inputs_of(BATCH_SIZE, MAX_TIME, SIZE), initial_state=initial_state)
    found = run({"MultiRNNCell": outputs, "MultiRNNCell: last h": states[-1].h, "MultiRNNCell: first c": states[0].c})
    found["zero_state: sizes"] = [part.shape.as_list()[1] for layer in initial_state for part in layer]
    joined = tf.nn.rnn_cell.MultiRNNCell(
        [tf.nn.rnn_cell.BasicLSTMCell(n, state_is_tuple=False) for n in (NUM_UNITS, 4)], state_is_tuple=False
    )
    found["zero_state, state_is_tuple=False: size"] = joined.zero_state(BATCH_SIZE, tf.float32).shape.as_list()[1]
    return found


def unrolled():
    """Over time by dynamic_rnn, and by hand with the variables reused after the first step."""
    inputs = inputs_of(BATCH_SIZE, MAX_TIME, SIZE)
    with tf.variable_scope("dynamic", initializer=fixed):
        cell = tf.nn.rnn_cell.BasicLSTMCell(NUM_UNITS)
        outputs, states = tf.nn.dynamic_rnn(cell, inputs, dtype=tf.float32)
    with tf.variable_scope("dynamic", reuse=True):
        cell = tf.nn.rnn_cell.BasicLSTMCell(NUM_UNITS)
        lengths, last = tf.nn.dynamic_rnn(cell, inputs, sequence_length=SEQUENCE_LENGTH, dtype=tf.float32)
    with tf.variable_scope("dynamic", reuse=True):
        cell = tf.nn.rnn_cell.BasicLSTMCell(NUM_UNITS)
        swapped, _ = tf.nn.dynamic_rnn(cell, tf.transpose(inputs, [1, 0, 2]), dtype=tf.float32, time_major=True)
    found = run(
        {
            "dynamic_rnn": outputs,
            "dynamic_rnn: h": states.h,
            "sequence_length": lengths,
            "sequence_length: c": last.c,
            "time_major": swapped,
        }
    )
    lstm_cell = tf.nn.rnn_cell.BasicLSTMCell(NUM_UNITS)
    by_hand = []
    state = lstm_cell.zero_state(BATCH_SIZE, tf.float32)
    with tf.variable_scope("RNN", initializer=fixed):
        for time_step in range(MAX_TIME):
            if time_step > 0:
                tf.get_variable_scope().reuse_variables()
            (cell_out, state) = lstm_cell(inputs[:, time_step, :], state)
            by_hand.append(cell_out)
    found.update(run({"by hand": tf.stack(by_hand, axis=1)}))
    found["variables by hand"] = len(tf.get_collection(tf.GraphKeys.GLOBAL_VARIABLES, scope="RNN/"))
    return found


def run(tensors):
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        return sess.run(tensors)


def results():
    found = cells()
    found.update(gates())
    found.update(stacked())
    found.update(unrolled())
    return found


def main(_):
    for name, value in sorted(results().items()):
        print(name)
        print(value)


if __name__ == "__main__":
    tf.app.run()
