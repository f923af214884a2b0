"""lstm_mnist: both sides against TensorFlow 1.15, and what goes wrong when an LSTM's weights are copied carelessly."""

import keras
import numpy as np
import pytest

from tests.examples.metrics import assert_learns
from tests.examples.parity import assert_parity, first_failure
from tf2notes.examples import lstm_mnist
from tf2notes.pairs.lstm_mnist import UNITS


def test_all_rungs():
    """100 steps, 32 units."""
    assert_parity("lstm_mnist")


def changed(change):
    def weights_from_legacy(values):
        weights = dict(lstm_mnist.weights_from_legacy(values))
        change(weights, values)
        return weights

    return weights_from_legacy


def test_forgotten_forget_bias_fails_at_forward():
    """TF1 adds 1.0 to the forget gate as it computes; it is in no variable."""

    def change(weights, values):
        weights["lstm/lstm_cell/bias"] = weights["lstm/lstm_cell/bias"] - np.repeat([0, 1, 0, 0], UNITS)

    assert first_failure("lstm_mnist", weights_from_legacy=changed(change)) == "forward"


def test_order_of_gates_fails_at_forward():
    """TF1's columns are i, j, f, o, Keras' i, f, c, o."""

    def change(weights, values):
        weights["lstm/lstm_cell/kernel"] = values["rnn/basic_lstm_cell/kernel:0"][:UNITS]

    assert first_failure("lstm_mnist", weights_from_legacy=changed(change)) == "forward"


def test_default_epsilon_of_adam():
    """Keras' epsilon, 1e-7, is ten times TF1's: first moves of weights with small gradients differ."""

    def build():
        model = lstm_mnist.build(lstm_mnist.Config(units=UNITS))
        model.compile(keras.optimizers.Adam(1e-3), model.loss, metrics=["accuracy"], jit_compile=False)
        return model

    assert first_failure("lstm_mnist", build=build) == "first_step"


@pytest.mark.slow
def test_learns():
    """As well as the original under TensorFlow 1.15 after 300 steps."""
    assert_learns("lstm_mnist")
