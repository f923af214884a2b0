"""A convolution and the transposed one that undoes it, trained to reproduce digits.

Legacy:   legacy/examples/deconv_images.py
Pipeline: pipelines/mnist.py
Parity:   tests/examples/test_deconv_images.py

TF1's `conv2d_transpose` is told its output's shape, since several sizes shrink to the same one: 28, 29 and 30 pixels
all become 10 at stride 3. Keras takes the largest of them, or the one that `output_padding` picks.
"""

from dataclasses import dataclass

import keras
from keras import layers

from tf2notes import training
from tf2notes.pipelines import mnist
from tf2notes.training import rounds

THREADS_PER_OP = 1  # its operations are small: 1.2 times as fast as with two


@dataclass(frozen=True)
class Config:
    """Options of deconv_images."""

    steps: int = 1000  # training steps
    batch_size: int = 50  # images a step
    learning_rate: float = 1e-3  # of plain SGD, on half the squared error summed over an image
    size: int = 28  # pixels of an image's side: one more than a multiple of 3
    channels: int = 1  # of an image; digits have one
    data: str = "auto"  # "sample", "tfds", "auto" or a folder with MNIST's IDX files
    seed: int = 0  # of weights and order


def build(config):
    """The compiled network: float32 [batch, size, size, channels] -> the same shape."""
    if config.size % 3 != 1:
        raise ValueError(f"size={config.size}: expected one more than a multiple of 3, such as 28 or 97")
    model = keras.Sequential(
        [
            keras.Input((config.size, config.size, config.channels)),
            layers.Conv2D(20, 3, strides=3, padding="same", activation="relu", name="conv"),
            layers.Conv2DTranspose(
                config.channels,
                3,
                strides=3,
                padding="same",
                output_padding=0,  # 10 -> (10 - 1) * 3 + 1 = 28 pixels; without it, 30
                use_bias=False,
                name="deconv",
            ),
        ],
        name="deconv_images",
    )
    model.compile(
        optimizer=keras.optimizers.SGD(config.learning_rate),
        loss="mse",
        loss_weights=config.size**2 * config.channels / 2,  # from the mean over an image to half its sum
        metrics=["mse"],
        jit_compile=False,
    )
    return model


def train(config, callbacks=(), folder=None):
    """Train, and draw test digits over their reconstructions; returns the test digits' loss and mean squared error."""
    keras.utils.set_random_seed(config.seed)
    splits = mnist.datasets(config.data, config.batch_size, config.seed)
    train_data, test_data = (split.map(lambda images, _: (images, images)) for split in splits)
    model = build(config)
    epochs, steps = rounds(config.steps, every=100)
    training.fit(
        model,
        train_data.repeat(),
        epochs=epochs,
        steps_per_epoch=steps,
        validation_data=test_data,
        callbacks=list(callbacks),
    )
    if folder is not None:
        images, _ = next(test_data.as_numpy_iterator())
        draw(folder / "reconstruction.png", images[:10], model.predict(images[:10], verbose=0))
    return training.evaluate(model, test_data)


def draw(path, images, reconstructions):
    """Images above, their reconstructions below."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(len(images), 2.4), layout="constrained")
    grid = figure.subplots(2, len(images))
    for row, pictures, label in zip(grid, [images, reconstructions], ["input", "reconstruction"], strict=True):
        for axes, picture in zip(row, pictures, strict=True):
            axes.imshow(picture.clip(0, 1), cmap="gray", vmin=0, vmax=1)
            axes.set(xticks=[], yticks=[])
        row[0].set_ylabel(label)
    figure.savefig(path, dpi=120)


def weights_from_legacy(values):
    """A transposed convolution's kernel is [height, width, out, in] on both sides."""
    return {
        "conv/kernel": values["Conv/weights:0"],
        "conv/bias": values["Conv/biases:0"],
        "deconv/kernel": values["de_weight:0"],
    }
