"""attention_letters: the ladder, the mask, and words sorted unseen."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from tf2notes.pipelines import words

from tests.examples.metrics import recorded
from tests.examples.parity import assert_parity, first_failure
from tf2notes.examples import attention_letters
from tf2notes.layers.attention_decoder import AttentionDecoder


def test_all_rungs():
    """attention_decoder, the bucket's loss, clipped gradients and 100 steps of Adam agree with TF 1.15."""
    assert_parity("attention_letters")


def test_transposed_attention_fails_at_forward():
    """W1 copied transposed is caught by the first values."""

    def careless(values):
        weights = attention_letters.weights_from_legacy(values)
        return {**weights, "decoder/memory/kernel": weights["decoder/memory/kernel"].T}

    assert first_failure("attention_letters", weights_from_legacy=careless) == "forward"


def test_padding_changes_nothing():
    """A word's logits are the same alone and beside a longer one."""
    model = attention_letters.build(attention_letters.Config(units=8, embedding_size=4))
    alone = words.arrays(["bca"])["source"]
    padded = words.arrays(["bca", "abcdefgh"])["source"]
    fed = np.array([[words.GO, 4, 5]])
    one = model({"source": alone, "decoder_input": fed})
    two = model({"source": padded, "decoder_input": np.repeat(fed, 2, axis=0)})
    np.testing.assert_allclose(one[0], two[0], rtol=1e-5, atol=1e-6)


def test_attention_decoder_in_a_users_model(tmp_path):
    """The layer fits, its weights add up to one, and it survives save and load."""
    x, memory = keras.Input((3, 4)), keras.Input((5, 6))
    state = [keras.layers.Dense(8)(memory[:, 0]) for _ in range(2)]
    outputs, weights = AttentionDecoder(8)(x, state, memory)
    model = keras.Model([x, memory], [outputs, weights])
    model.compile(loss=["mse", None], jit_compile=False)
    data = [np.random.default_rng(0).random(shape, np.float32) for shape in [(2, 3, 4), (2, 5, 6)]]
    model.fit(data, [np.zeros((2, 3, 8)), np.zeros((2, 3, 5))], verbose=0)
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    found, weights = again.predict(data, verbose=0)
    np.testing.assert_allclose(found, model.predict(data, verbose=0)[0], rtol=1e-6)
    np.testing.assert_allclose(weights.sum(-1), 1, rtol=1e-5)


@pytest.mark.slow
def test_sorts_unseen_words(tmp_path):
    """At least 95 % of unseen words of up to 8 letters are sorted exactly; a beam is no worse; the map is drawn.

    The original under TensorFlow 1.15 sorts 95.3 % to 98.8 % of them after as many steps.
    """
    keeper = keras.callbacks.Callback()
    config = attention_letters.Config(steps=recorded("attention_letters")["steps"])
    metrics = attention_letters.train(config, [keeper], tmp_path)
    assert metrics["exact"] >= max(0.95, min(recorded("attention_letters")["exact"]))
    assert (tmp_path / "attention.png").stat().st_size > 5000
    _, unseen = words.split(words.load("builtin", max_length=8), config.test_words, config.seed)
    beam = attention_letters.sort(keeper.model, unseen, beam_width=4)
    right = np.mean([answer == "".join(sorted(word)) for word, answer in zip(unseen, beam, strict=True)])
    assert right >= metrics["exact"] - 1 / len(unseen)
    assert tf.executing_eagerly()
