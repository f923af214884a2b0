"""Greedy and beam search, against each other, against all sequences, and against TensorFlow 1.15."""

import itertools
from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf

from tf2notes import decoding

GOLDEN = Path(__file__).parent / "goldens" / "legacy" / "beam_search_markov.npz"
SYMBOLS, END, LENGTH = 6, 1, 5
TABLE = np.random.RandomState(3).standard_normal((SYMBOLS, SYMBOLS)).astype(np.float32) * 2
LOG = np.log(np.exp(TABLE) / np.exp(TABLE).sum(-1, keepdims=True))
START = tf.constant([0, 2])


def step(tokens, state):
    """The next symbol depends on the last one alone; the state counts."""
    return tf.gather(TABLE, tokens), state + 1


def best_of_all(start, length):
    """The likeliest sequence among all, and its log probability."""

    def score(sequence):
        total, last = 0.0, start
        for symbol in sequence:
            total, last = total + LOG[last, symbol], symbol
            if symbol == END:
                break
        return total

    best = max(itertools.product(range(SYMBOLS), repeat=length), key=score)
    cut = best.index(END) if END in best else length
    return [*best[:cut], *[END] * (length - cut)], score(best)


def test_beam_of_one_is_greedy():
    """A single beam takes the likeliest symbol each time, in a tf.function too."""
    greedy = decoding.greedy(step, tf.zeros([2, 1]), START, END, LENGTH)
    beam = tf.function(lambda: decoding.beam_search(step, tf.zeros([2, 1]), START, END, LENGTH, 1))()
    np.testing.assert_array_equal(greedy, beam[0][:, 0])


def test_wide_beam_finds_the_best_of_all():
    """With as many beams as beginnings, the best sequence of all is found, with its log probability."""
    ids, scores = decoding.beam_search(step, tf.zeros([2, 1]), START, END, 3, SYMBOLS**2)
    for row, start in enumerate(START.numpy()):
        best, score = best_of_all(start, 3)
        assert ids[row, 0].numpy().tolist() == best
        assert float(scores[row, 0]) == pytest.approx(score, rel=1e-5)


@pytest.mark.parametrize(("case", "penalty"), [("plain", 0.0), ("length_penalty", 1.0)])
def test_equals_beam_search_decoder(case, penalty):
    """Sequences and scores are those of TensorFlow 1.15's BeamSearchDecoder."""
    golden = np.load(GOLDEN)
    expected = golden[f"case_{case}/ids"].transpose(0, 2, 1)  # [batch, time, width] -> [batch, width, time]
    ids, scores = decoding.beam_search(step, tf.zeros([2, 1]), START, END, LENGTH, 3, penalty)
    np.testing.assert_array_equal(ids, np.where(expected < 0, END, expected))
    np.testing.assert_allclose(scores, golden[f"case_{case}/scores"], rtol=1e-5)
