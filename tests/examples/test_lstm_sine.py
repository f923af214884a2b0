"""lstm_sine: both sides against TensorFlow 1.15, the state carried from batch to batch."""

import numpy as np
import pytest
from tf2notes.pipelines import sine

from tests.examples.metrics import assert_learns
from tests.examples.parity import assert_parity, first_failure
from tf2notes import legacy
from tf2notes.examples import lstm_sine


def test_all_rungs():
    """The notes' first 100 batches."""
    assert_parity("lstm_sine")


def test_mean_over_the_window_fails_at_loss():
    """The notes' cost is the sum over a window's 20 steps, not their mean."""

    def build():
        model = lstm_sine.build(lstm_sine.Config())
        model.compile(model.optimizer, "mse", jit_compile=False)
        return model

    assert first_failure("lstm_sine", build=build) == "loss"


def test_state_not_carried_fails_at_trajectory():
    """A layer that starts every batch from zeros agrees on the first batch only."""

    def build():
        model = lstm_sine.build(lstm_sine.Config())
        model.get_layer("lstm").stateful = False
        return model

    assert first_failure("lstm_sine", build=build, steps=100) == "trajectory"


def test_batches_are_the_notes():
    """The pipeline's batches are those of the notes' get_batch."""
    original = legacy.load("lstm_sine")
    for step in range(3):
        for got, expected in zip(sine.batch(step), original.get_batch(), strict=True):
            np.testing.assert_array_equal(got, expected)


@pytest.mark.slow
def test_learns(tmp_path):
    """As well as the original under TensorFlow 1.15: the error on the 20 batches that follow; with a picture."""
    assert_learns("lstm_sine", folder=tmp_path)
    assert (tmp_path / "sine.png").stat().st_size > 10_000
