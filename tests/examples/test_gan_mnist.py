"""gan_mnist: both sides against TensorFlow 1.15; sharing, training in turn, saving."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from tests.examples.metrics import assert_learns
from tests.examples.parity import assert_parity, first_failure
from tf2notes.examples import gan_mnist


def test_all_rungs():
    """100 steps of each network."""
    assert_parity("gan_mnist")


class AtOnce(gan_mnist.GAN):
    """Both networks move at the same time."""

    def train_step(self, data):
        (inputs,) = data
        judge, maker = self.discriminator.trainable_variables, self.generator.trainable_variables
        with tf.GradientTape(persistent=True) as tape:
            real, fake = self(inputs)
            loss, generator_loss = self.compute_loss(y_pred=(real, fake)), gan_mnist.cross_entropy(fake, 1)
        down = tape.gradient(loss, [v.value for v in judge]), tape.gradient(generator_loss, [v.value for v in maker])
        self.optimizer.apply(down[0], judge)
        self.generator_optimizer.apply(down[1], maker)
        return {"loss": loss, "generator_loss": generator_loss}


def test_both_at_once_fails_at_first_step():
    """The generator learns from the discriminator as it is after its own step; trained at once, it moves elsewhere."""

    def build():
        model = gan_mnist.build(gan_mnist.Config())
        changed = AtOnce(model.generator, model.discriminator, name="gan_mnist")
        changed.compile(gan_mnist.adam(5e-4), jit_compile=False)
        return changed

    assert first_failure("gan_mnist", build=build) == "first_step"


def test_one_discriminator():
    """Real and generated images meet the same variables: four of them, and four of the generator's."""
    model = gan_mnist.build(gan_mnist.Config())
    images = np.zeros((2, 28, 28, 1), np.float32)
    real, fake = model((images, np.zeros((2, 64), np.float32)))
    assert real.shape == fake.shape == (2, 1)
    np.testing.assert_allclose(model.discriminator(model.generator(np.zeros((2, 64), np.float32))), fake, rtol=1e-6)
    assert len(model.trainable_variables) == 8


def test_saved_and_loaded(tmp_path):
    """The whole model goes through a file."""
    model = gan_mnist.build(gan_mnist.Config(hidden=8))
    z = np.random.default_rng(0).standard_normal((4, 64)).astype(np.float32)
    model((np.zeros((4, 28, 28, 1), np.float32), z))
    model.save(tmp_path / "gan.keras")
    again = keras.models.load_model(tmp_path / "gan.keras")
    np.testing.assert_allclose(again.generator(z), model.generator(z), rtol=1e-6)


def test_distance():
    """Zero between equal sets; it grows as they move apart."""
    images = np.random.default_rng(0).random((300, 40))
    assert gan_mnist.frechet_distance(images, images) == pytest.approx(0, abs=1e-6)
    assert gan_mnist.frechet_distance(images + 0.1, images) < gan_mnist.frechet_distance(images + 0.2, images)


@pytest.mark.slow
def test_learns(tmp_path):
    """Generated digits are no farther from real ones than the original's under TensorFlow 1.15; a sheet is drawn."""
    assert_learns("gan_mnist", folder=tmp_path)
    assert (tmp_path / "digits.png").stat().st_size > 20_000
