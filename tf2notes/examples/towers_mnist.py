"""One replica of the model on each device: MirroredStrategy shares the batch out and adds the gradients up.

Legacy:   legacy/examples/towers_mnist.py
Pipeline: pipelines/mnist.py
Parity:   tests/examples/test_towers_mnist.py

Where there are not enough GPUs, the CPU is split into logical devices: slower than one, but the same arithmetic.
"""

from dataclasses import dataclass

import keras
import tensorflow as tf
from keras import layers

from tf2notes import strategies, training
from tf2notes.pipelines import mnist
from tf2notes.training import rounds


@dataclass(frozen=True)
class Config:
    """Options of towers_mnist."""

    steps: int = 1000  # training steps
    batch_size: int = 100  # digits a step, all devices together: the notes' towers have 50 each
    learning_rate: float = 0.1  # of plain SGD
    devices: int = 2  # GPUs, or logical CPUs where there are fewer GPUs; 1 is no strategy at all
    data: str = "auto"  # "sample", "tfds", "auto" or a folder with MNIST's IDX files
    seed: int = 0  # of weights and order


def strategy(devices):
    """A ``MirroredStrategy`` over so many GPUs or logical CPUs; the default strategy for one device,
    and the one in effect (``--strategy``) where there is one.

    Raises:
        ValueError: TensorFlow runs already with fewer CPU devices; they are made before its first operation.
    """
    if tf.distribute.has_strategy() or devices == 1:
        return tf.distribute.get_strategy()
    return strategies.make("mirrored", devices)


def build(config):
    """The compiled network, mirrored on every device: float32 [batch, 28, 28, 1] in [0, 1] -> logits [batch, 10]."""
    if config.batch_size % config.devices:
        raise ValueError(f"batch_size={config.batch_size}: expected a multiple of devices={config.devices}")
    with strategy(config.devices).scope():
        model = keras.Sequential(
            [
                keras.Input((28, 28, 1)),
                layers.Flatten(),
                layers.Dense(64, activation="relu", name="hidden"),
                layers.Dense(10, name="out"),
            ],
            name="towers_mnist",
        )
        model.compile(
            optimizer=keras.optimizers.SGD(config.learning_rate),
            loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
            metrics=["accuracy"],
            jit_compile=False,
        )
    return model


def train(config, callbacks=(), folder=None):
    """Train and evaluate; returns the test digits' loss and accuracy."""
    keras.utils.set_random_seed(config.seed)
    model = build(config)
    train_data, test_data = mnist.datasets(config.data, config.batch_size, config.seed)
    epochs, steps = rounds(config.steps, every=100)
    training.fit(
        model,
        train_data.repeat(),
        epochs=epochs,
        steps_per_epoch=steps,
        validation_data=test_data,
        callbacks=list(callbacks),
    )
    return training.evaluate(model, test_data)


def weights_from_legacy(values):
    """Every tower has the same variables, below one scope; no layout differs."""
    names = {"hidden/kernel": "W1", "hidden/bias": "b1", "out/kernel": "W2", "out/bias": "b2"}
    return {name: values[f"model/{variable}:0"] for name, variable in names.items()}
