"""ptb_lm: the ladder with the state carried over, and what goes wrong when an LSTM's weights are copied carelessly."""

import dataclasses

import keras
import numpy as np
import pytest

from tests.examples.metrics import assert_learns, recorded
from tests.examples.parity import assert_parity, first_failure
from tf2notes.examples import ptb_lm
from tf2notes.layers.tf1_rnn import lstm_from_tf1
from tf2notes.pairs.ptb_lm import SHAPE

CONFIG = ptb_lm.Config(**SHAPE)


def test_all_rungs():
    """Values, gradients, the clipped first step and 100 steps with the state fed back agree with TF 1.15."""
    assert_parity("ptb_lm")


def test_forget_bias_of_one_fails_at_forward():
    """The default forget bias of BasicLSTMCell, where the program sets 0, is caught by the first values."""

    def careless(values):
        weights = ptb_lm.weights_from_legacy(values)
        cell = "Model/RNN/multi_rnn_cell/cell_0/basic_lstm_cell"
        return {
            **weights,
            **lstm_from_tf1("lstm0/lstm_cell", values[f"{cell}/kernel:0"], values[f"{cell}/bias:0"], 1.0),
        }

    assert first_failure("ptb_lm", weights_from_legacy=careless) == "forward"


def test_clipping_each_variable_fails_at_first_step():
    """`clipnorm` instead of `global_clipnorm` changes no gradient, and the first step."""

    def build():
        model = ptb_lm.build(CONFIG)
        model.compile(keras.optimizers.SGD(1.0, clipnorm=1.0), loss=model.loss, jit_compile=False)
        return model

    assert first_failure("ptb_lm", build=build) == "first_step"


def test_forgetting_the_state_fails_at_trajectory():
    """Layers that start every batch from zero pass the first step and part from the second on."""

    def build():
        model = ptb_lm.build(CONFIG)
        for layer in model.layers:
            if isinstance(layer, keras.layers.LSTM):
                layer.stateful = False
        return model

    assert first_failure("ptb_lm", build=build, steps=100) == "trajectory"


def test_sizes_of_the_notes():
    """The four configurations have the notes' numbers; an option of one's own goes first."""
    medium = ptb_lm.resolve(ptb_lm.Config(size="medium", hidden_size=7))
    assert (medium.hidden_size, medium.num_steps, medium.keep_prob, medium.epochs) == (7, 35, 0.5, 39)
    large = ptb_lm.resolve(ptb_lm.Config(size="large"))
    assert (large.hidden_size, large.max_grad_norm, large.lr_decay) == (1500, 10.0, 1 / 1.15)


def test_perplexity_is_that_of_one_long_row():
    """Evaluation in windows with the state carried equals evaluation in one go."""
    config = dataclasses.replace(CONFIG, batch_size=1, num_steps=200)
    model = ptb_lm.build(config)
    ids = np.random.default_rng(0).integers(0, 30, 201).astype(np.int32)
    whole = np.exp(model.evaluate(ids[None, :-1], ids[None, 1:], batch_size=1, verbose=0) / 200)
    model.layers[2].reset_state()
    assert ptb_lm.perplexity(model, config, ids) == pytest.approx(whole, rel=1e-5)


@pytest.mark.slow
def test_learns(capsys):
    """After 100 steps the perplexity of unseen text is no worse than the original's under TensorFlow 1.15."""
    steps = recorded("ptb_lm")["steps"]
    assert_learns("ptb_lm", epochs=1, steps=steps)
    assert "words/s" in capsys.readouterr().out
