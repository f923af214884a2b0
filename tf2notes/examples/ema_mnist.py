"""Trains on MNIST with a moving average of every weight, and tests both the weights and their averages.

Legacy:   legacy/examples/ema_mnist.py
Pipeline: pipelines/mnist.py
Parity:   tests/examples/test_ema_mnist.py

Keras' own `use_ema` has a fixed decay and copies the weights after its first step. TF1's average starts from the
initial weights, and where it is told the number of updates its decay grows with them; so does the `MovingAverage`
callback.
"""

from dataclasses import dataclass

import keras
from keras import layers

from tf2notes import training
from tf2notes.callbacks.moving_average import MovingAverage
from tf2notes.pipelines import mnist
from tf2notes.training import rounds


@dataclass(frozen=True)
class Config:
    """Options of ema_mnist."""

    steps: int = 1000  # training steps
    batch_size: int = 100  # digits a step
    learning_rate: float = 0.5  # of plain SGD
    decay: float = 0.9999  # of the averages; (1 + n) / (10 + n) at step n as long as that is smaller
    data: str = "auto"  # "sample", "tfds", "auto" or a folder with MNIST's IDX files
    seed: int = 0  # of weights and order


def build(config):
    """The compiled network: float32 [batch, 28, 28, 1] in [0, 1] -> logits [batch, 10]."""
    start = keras.initializers.TruncatedNormal(stddev=0.1)
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Flatten(),
            layers.Dense(100, activation="relu", kernel_initializer=start, name="hidden"),
            layers.Dense(10, kernel_initializer=start, name="out"),
        ],
        name="ema_mnist",
    )
    model.compile(
        optimizer=keras.optimizers.SGD(config.learning_rate),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
        jit_compile=False,
    )
    return model


def train(config, callbacks=(), folder=None):
    """Train; returns the test digits' loss and accuracy with the weights and, as `averaged_...`, with their averages.

    A run folder also gets the averages, as `averaged.weights.h5`.
    """
    keras.utils.set_random_seed(config.seed)
    train_data, test_data = mnist.datasets(config.data, config.batch_size, config.seed)
    model = build(config)
    average = MovingAverage(config.decay, num_updates=True, validation_data=test_data)
    epochs, steps = rounds(config.steps, every=100)
    training.fit(
        model,
        train_data.repeat(),
        epochs=epochs,
        steps_per_epoch=steps,
        validation_data=test_data,
        callbacks=[average, *callbacks],
    )
    metrics = training.evaluate(model, test_data)
    with average.in_place():
        averaged = training.evaluate(model, test_data)
        if folder is not None:
            model.save_weights(folder / "averaged.weights.h5")
    print(f"test accuracy: {metrics['accuracy']:.4f} with the weights, {averaged['accuracy']:.4f} with their averages")
    return {**metrics, **{f"averaged_{name}": value for name, value in averaged.items()}}


def weights_from_legacy(values):
    """The notes' var0 to var3; a digit's pixels lie in the same order on both sides."""
    names = ["hidden/kernel", "hidden/bias", "out/kernel", "out/bias"]
    return {name: values[f"var{i}:0"] for i, name in enumerate(names)}
