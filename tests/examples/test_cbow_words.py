"""cbow_words: the ladder with repeated words in every batch, where Keras' own Adagrad goes wrong."""

import keras
import pytest

from tests.examples.parity import assert_parity, first_failure
from tf2notes.examples import cbow_words
from tf2notes.pairs.cbow_words import SHAPE


def test_all_rungs():
    """Sampled softmax, Adagrad on repeated rows and 100 steps agree with TF 1.15."""
    assert_parity("cbow_words")


def test_keras_adagrad_on_repeated_words_fails_at_first_step():
    """Without sum_repeated_ids the gradients are right and the first step is wrong."""

    def build():
        model = cbow_words.build(cbow_words.Config(**SHAPE), fed=True)
        model.compile(keras.optimizers.Adagrad(1.0, epsilon=0.0), jit_compile=False)
        return model

    assert first_failure("cbow_words", build=build) == "first_step"


@pytest.mark.slow
def test_learns():
    """2,000 steps bring the loss well under where it starts."""
    start = cbow_words.train(cbow_words.Config(steps=20))["loss"]
    assert cbow_words.train(cbow_words.Config(steps=2000))["loss"] < 0.8 * start
