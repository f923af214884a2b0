"""cnn_mnist: both sides against TensorFlow 1.15, and the mistakes that the ladder must catch."""

import dataclasses

import keras
import numpy as np
import pytest

from tests.examples.parity import assert_parity, first_failure
from tf2notes import catalog
from tf2notes.examples import cnn_mnist


def test_all_rungs():
    """Values, gradients, first step and 100 steps agree between TF 1.15, the original here and the modern version."""
    assert_parity("cnn_mnist")


def test_transposed_kernel_fails_at_forward():
    """A dense kernel copied in transposed order of its rows is caught by the first comparison of values."""

    def transposed(values):
        weights = cnn_mnist.weights_from_legacy(values)
        kernel = weights["fc1/kernel"].reshape(7, 7, 64, 1024)
        return {**weights, "fc1/kernel": kernel.transpose(1, 0, 2, 3).reshape(3136, 1024)}

    assert first_failure("cnn_mnist", weights_from_legacy=transposed) == "forward"


def test_mean_instead_of_sum_fails_at_loss():
    """A loss averaged over the batch is caught at the loss."""

    def build():
        model = cnn_mnist.build(cnn_mnist.Config(dropout=0.0))
        model.compile(
            model.optimizer, keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"]
        )
        return model

    assert first_failure("cnn_mnist", build=build) == "loss"


def test_learning_rate_off_by_a_thousandth_fails_at_first_step():
    """A learning rate 0.1 % off leaves values and gradients alone, and is caught by the first move."""

    def build():
        return cnn_mnist.build(cnn_mnist.Config(dropout=0.0, learning_rate=1.001e-3))

    assert first_failure("cnn_mnist", build=build) == "first_step"


def test_user_code(tmp_path):
    """The model is a plain Keras model: fit, save, load, predict."""
    model = cnn_mnist.build(cnn_mnist.Config())
    x = np.random.default_rng(0).random((8, 28, 28, 1), np.float32)
    model.fit(x, np.arange(8), batch_size=4, verbose=0)
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    np.testing.assert_allclose(again.predict(x, verbose=0), model.predict(x, verbose=0), rtol=1e-6)


@pytest.mark.slow
def test_learns():
    """A few hundred steps on the sample reach 90 % of its test digits."""
    config = dataclasses.replace(catalog.load_example("cnn_mnist").Config(), steps=300, data="sample")
    assert cnn_mnist.train(config)["accuracy"] > 0.90
