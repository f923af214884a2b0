"""BeamSearchDecoder where the next symbol depends on the last one alone: easy to search by hand as well."""

import numpy as np
import tensorflow as tf

SYMBOLS, START, END, WIDTH, LENGTH = 6, 0, 1, 3, 5
TABLE = np.random.RandomState(3).standard_normal((SYMBOLS, SYMBOLS)).astype(np.float32) * 2


class _Echo(tf.nn.rnn_cell.RNNCell):
    """The embedding of the last symbol is the logits of the next."""

    @property
    def state_size(self):
        return 1

    @property
    def output_size(self):
        return SYMBOLS

    def call(self, inputs, state):
        return inputs, state + 1.0


def _search(length_penalty):
    decoder = tf.contrib.seq2seq.BeamSearchDecoder(
        cell=_Echo(),
        embedding=tf.constant(TABLE),
        start_tokens=tf.constant([START, 2]),
        end_token=END,
        initial_state=tf.zeros([2 * WIDTH, 1]),
        beam_width=WIDTH,
        length_penalty_weight=length_penalty,
    )
    outputs, _, lengths = tf.contrib.seq2seq.dynamic_decode(decoder, maximum_iterations=LENGTH)
    with tf.Session() as sess:
        ids, scores, lengths = sess.run([outputs.predicted_ids, outputs.beam_search_decoder_output.scores, lengths])
    return {"ids": ids, "scores": scores[:, -1], "lengths": lengths}


def case_plain():
    return _search(0.0)


def case_length_penalty():
    return _search(1.0)
