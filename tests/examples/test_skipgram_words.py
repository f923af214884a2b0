"""skipgram_words: the ladder with the same noise words on both sides, and neighbours that make sense."""

import numpy as np
import pytest

from tests.examples.metrics import assert_learns
from tests.examples.parity import assert_parity, first_failure
from tf2notes.examples import skipgram_words
from tf2notes.nearest import nearest
from tf2notes.pairs.skipgram_words import SHAPE


def test_all_rungs():
    """NCE loss, sparse gradients and 100 steps agree with TF 1.15."""
    assert_parity("skipgram_words")


def test_the_other_loss_fails_at_loss():
    """Sampled softmax in place of NCE is caught at the loss."""

    def build():
        return skipgram_words.build(skipgram_words.Config(**SHAPE, loss="sampled_softmax"), fed=True)

    assert first_failure("skipgram_words", build=build) == "loss"


def test_nearest():
    """Neighbours are by angle, never the word itself."""
    table = np.array([[1.0, 0], [2, 0.1], [0, 3], [-1, 0]])
    assert nearest(table, [0, 2], 2).tolist() == [[1, 2], [1, 0]]


@pytest.mark.slow
def test_learns(capsys):
    """As well as the original under TensorFlow 1.15 after 4,000 steps; neighbours are printed."""
    assert_learns("skipgram_words")
    assert "nearest to class:" in capsys.readouterr().out
