"""A generative adversarial network on digits; one discriminator judges real and generated images.

Legacy:   legacy/examples/gan_mnist.py
Pipeline: pipelines/mnist.py
Parity:   tests/examples/test_gan_mnist.py

Sharing variables, the motive of the notes' section, is calling the same model twice.
"""

from dataclasses import dataclass

import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops

from tf2notes import training
from tf2notes.pipelines import mnist
from tf2notes.training import rounds

THREADS_PER_OP = 1  # its operations are small: 1.2 times as fast as with two


@dataclass(frozen=True)
class Config:
    """Options of gan_mnist."""

    steps: int = 5000  # training steps of each network
    batch_size: int = 64  # real and generated digits a step
    learning_rate: float = 5e-4  # of Adam, for both networks
    z_dim: int = 64  # random numbers that an image is made from
    hidden: int = 128  # units of the hidden layers
    data: str = "auto"  # "sample", "tfds", "auto" or a folder with MNIST's IDX files
    seed: int = 0  # of weights, order and random numbers


@keras.saving.register_keras_serializable("tf2notes")
class GAN(keras.Model):
    """Both networks, and a training step for each in turn.

    Called on (images, z) it returns the discriminator's logits for the images and for those made from z. `fit` takes
    batches of ``((images, z),)``.

    Args:
        generator: z [batch, z_dim] -> images.
        discriminator: images -> logits [batch, 1].
        learning_rate: of both Adam optimizers.
    """

    def __init__(self, generator, discriminator, learning_rate=5e-4, **kwargs):
        super().__init__(**kwargs)
        self.generator, self.discriminator = generator, discriminator
        self.learning_rate = learning_rate
        self.generator_optimizer = adam(learning_rate)

    def compile(self, optimizer, **kwargs):
        """`optimizer` is the discriminator's; the generator has one of its own."""
        super().compile(optimizer=optimizer, **kwargs)
        self.optimizer.build(self.discriminator.trainable_variables)
        if not self.generator_optimizer.built:
            self.generator_optimizer.build(self.generator.trainable_variables)

    def compile_from_config(self, config):
        self.compile(**keras.saving.deserialize_keras_object(config))

    def call(self, inputs, training=None):
        images, z = inputs
        return self.discriminator(images), self.discriminator(self.generator(z))

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        """The discriminator's loss: 1 is expected for real images, 0 for generated ones."""
        real, fake = y_pred
        return cross_entropy(real, 1) + cross_entropy(fake, 0)

    def train_step(self, data):
        """One step of the discriminator, then one of the generator against the discriminator as it is by then."""
        (inputs,) = data
        _images, z = inputs
        with tf.GradientTape() as tape:
            loss = self.compute_loss(y_pred=self(inputs, training=True))
        judge = self.discriminator.trainable_variables
        self.optimizer.apply(tape.gradient(loss, [v.value for v in judge]), judge)
        with tf.GradientTape() as tape:
            generator_loss = cross_entropy(self.discriminator(self.generator(z)), 1)
        maker = self.generator.trainable_variables
        self.generator_optimizer.apply(tape.gradient(generator_loss, [v.value for v in maker]), maker)
        return {"loss": loss, "generator_loss": generator_loss}

    def get_config(self):
        networks = {"generator": self.generator, "discriminator": self.discriminator}
        parts = {name: keras.saving.serialize_keras_object(network) for name, network in networks.items()}
        return {**parts, "learning_rate": self.learning_rate, "name": self.name}

    @classmethod
    def from_config(cls, config):
        parts = {name: keras.saving.deserialize_keras_object(config[name]) for name in ("generator", "discriminator")}
        return cls(**{**config, **parts})


def cross_entropy(logits, target):
    """The mean over a batch of logits that should all say `target`."""
    logits = ops.cast(logits, "float32")  # also under mixed_bfloat16, as Keras' own losses
    return ops.mean(ops.binary_crossentropy(ops.full_like(logits, target), logits, from_logits=True))


def adam(learning_rate):
    """Adam with TF1's epsilon; Keras' own is 1e-7."""
    return keras.optimizers.Adam(learning_rate, beta_1=0.5, epsilon=1e-8)


def build(config):
    """The compiled `GAN`."""
    generator = keras.Sequential(
        [
            keras.Input((config.z_dim,)),
            layers.Dense(config.hidden, activation="relu", name="hidden"),
            layers.Dense(784, activation="sigmoid", name="image"),
            layers.Reshape((28, 28, 1)),
        ],
        name="generator",
    )
    discriminator = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Flatten(),
            layers.Dense(config.hidden, name="hidden"),
            layers.LeakyReLU(0.2),
            layers.Dense(1, name="logit"),
        ],
        name="discriminator",
    )
    model = GAN(generator, discriminator, config.learning_rate, name="gan_mnist")
    model.compile(optimizer=adam(config.learning_rate), jit_compile=False)
    return model


class DigitSheet(keras.callbacks.Callback):
    """Draws 8 x 8 generated digits after every round, always from the same random numbers."""

    def __init__(self, path, z):
        super().__init__()
        self.path, self.z = path, z

    def on_epoch_end(self, epoch, logs=None):
        draw(self.path, ops.convert_to_numpy(self.model.generator(self.z)))


def draw(path, images):
    """A square sheet of images [N, 28, 28, 1]."""
    from matplotlib.figure import Figure

    side = int(len(images) ** 0.5)
    rows = images[: side * side, :, :, 0].reshape(side, side, 28, 28).swapaxes(1, 2).reshape(side * 28, side * 28)
    figure = Figure(figsize=(5, 5))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.imshow(rows, cmap="gray", vmin=0, vmax=1)
    axes.axis("off")
    figure.savefig(path, dpi=120)


def frechet_distance(images, others):
    """How far apart two sets of images are: Fréchet's distance between the normal distributions of their pixels.

    Measured along the 32 directions in which `others` vary most; 0 for two samples of one distribution, if large.
    """
    images, others = (np.reshape(x, (len(x), -1)).astype(np.float64) for x in (images, others))
    _, _, axes = np.linalg.svd(others - others.mean(0), full_matrices=False)
    a, b = images @ axes[:32].T, others @ axes[:32].T
    ca, cb = np.cov(a.T), np.cov(b.T)
    shared = np.sqrt(np.linalg.eigvals(ca @ cb).real.clip(0)).sum()
    return float(((a.mean(0) - b.mean(0)) ** 2).sum() + np.trace(ca) + np.trace(cb) - 2 * shared)


def train(config, callbacks=(), folder=None):
    """Train, and draw a sheet of digits; returns the last losses and the distance of 1,000 digits from real ones."""
    keras.utils.set_random_seed(config.seed)

    def with_z(images, _):
        return ((images, tf.random.normal([tf.shape(images)[0], config.z_dim], seed=config.seed)),)

    model = build(config)
    callbacks = list(callbacks)
    z = np.random.default_rng(config.seed).standard_normal((1000, config.z_dim)).astype(np.float32)
    if folder is not None:
        callbacks.append(DigitSheet(folder / "digits.png", z[:64]))
    epochs, steps = rounds(config.steps, every=500)
    data = mnist.dataset("train", config.data, config.batch_size, config.seed).repeat().map(with_z)
    run = training.fit(model, data, epochs=epochs, steps_per_epoch=steps, callbacks=callbacks)
    real, _ = mnist.load_arrays("test", config.data)
    distance = frechet_distance(model.generator.predict(z, verbose=0), real[:1000] / np.float32(255))
    return {**{name: values[-1] for name, values in run.history.items()}, "frechet_distance": distance}


def weights_from_legacy(values):
    """Two scopes, two layers each; no layout differs."""
    layers_of = {"generator": ["hidden", "image"], "discriminator": ["hidden", "logit"]}
    return {
        f"{network}/{layer}/{part}": values[f"{network}/{layer}/{name}:0"]
        for network, names in layers_of.items()
        for layer in names
        for part, name in [("kernel", "w"), ("bias", "b")]
    }
