"""linear_regression: both sides against TensorFlow 1.15, and the plane that the notes fit."""

import re

import numpy as np
import pytest
import tensorflow as tf

from tests.examples.metrics import assert_learns
from tests.examples.parity import assert_parity, first_failure
from tf2notes import legacy
from tf2notes.examples import linear_regression


def test_all_rungs():
    """All 201 steps of the notes."""
    assert_parity("linear_regression")


def test_wrong_rate_fails_at_first_step():
    """A learning rate 0.1 % off."""

    def build():
        return linear_regression.build(linear_regression.Config(learning_rate=0.5005))

    assert first_failure("linear_regression", build=build) == "first_step"


def test_swapped_coordinates_fail_at_forward():
    """x1's weight given to x2."""

    def swapped(values):
        weights = linear_regression.weights_from_legacy(values)
        return {**weights, "plane/kernel": weights["plane/kernel"][::-1]}

    assert first_failure("linear_regression", weights_from_legacy=swapped) == "forward"


def test_finds_the_plane(capsys):
    """The modern version ends at the numbers that made the points, and says so."""
    metrics = assert_learns("linear_regression")
    np.testing.assert_allclose([metrics["w1"], metrics["w2"], metrics["b"]], [0.1, 0.2, 0.3], atol=1e-4)
    numbers = re.findall(r"\d\.\d+", capsys.readouterr().out)
    assert numbers == ["0.1000", "0.2000", "0.3000"]


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_original_finds_the_plane():
    """So does the original, here."""
    with tf.Graph().as_default(), tf.compat.v1.Session() as sess:
        x, y = linear_regression.plane(100, seed=3)
        t = legacy.load("linear_regression").build(x.T, y[:, 0])
        sess.run(tf.compat.v1.global_variables_initializer())
        for _ in range(201):
            sess.run(t["train"])
        np.testing.assert_allclose(sess.run(t["W"]), [[0.1, 0.2]], atol=1e-4)
        np.testing.assert_allclose(sess.run(t["b"]), [0.3], atol=1e-4)
