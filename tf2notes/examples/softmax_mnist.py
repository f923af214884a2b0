"""Softmax regression on MNIST: one dense layer of ten logits, plain gradient descent.

Legacy:   legacy/examples/softmax_mnist.py
Pipeline: pipelines/mnist.py
Parity:   tests/examples/test_softmax_mnist.py

The loss is computed on the logits; the notes' `log(softmax(...))` makes the weights NaN once a probability underflows.
"""

from dataclasses import dataclass

import keras
from keras import layers

from tf2notes import training
from tf2notes.pipelines import mnist
from tf2notes.training import rounds


@dataclass(frozen=True)
class Config:
    """Options of softmax_mnist."""

    steps: int = 1000  # training steps, as in the notes
    batch_size: int = 100  # digits a step
    learning_rate: float = 0.01  # of plain SGD
    data: str = "auto"  # "sample", "tfds", "auto" or a folder with MNIST's IDX files
    seed: int = 0  # of the order


def build(config):
    """The compiled model: float32 [batch, 28, 28, 1] in [0, 1] -> logits [batch, 10]. It starts from zeros."""
    model = keras.Sequential(
        [keras.Input((28, 28, 1)), layers.Flatten(), layers.Dense(10, kernel_initializer="zeros", name="softmax")],
        name="softmax_mnist",
    )
    model.compile(
        optimizer=keras.optimizers.SGD(config.learning_rate),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
        jit_compile=False,  # too small for XLA to pay back its compilation
    )
    return model


def train(config, callbacks=(), folder=None):
    """Train, with the test accuracy every 100 steps; returns the test digits' loss and accuracy."""
    keras.utils.set_random_seed(config.seed)
    train_data, test_data = mnist.datasets(config.data, config.batch_size, config.seed)
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
    return training.evaluate(model, test_data)


def weights_from_legacy(values):
    """W and b; a digit's pixels lie in the same order on both sides."""
    return {"softmax/kernel": values["Variable:0"], "softmax/bias": values["Variable_1:0"]}
