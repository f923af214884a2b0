"""A convolutional network on MNIST: two convolutions, a dense layer, dropout, ten logits.

Legacy:   legacy/examples/cnn_mnist.py
Pipeline: pipelines/mnist.py
Parity:   tests/examples/test_cnn_mnist.py

The notes take `log(softmax(...))`, whose gradient turns to NaN once a probability underflows to zero (under TF 1.15
one of three seeds within two steps); here the loss is computed on the logits. It stays a sum over the batch, as in the
notes, so that the learning rate keeps its meaning.
"""

from dataclasses import dataclass

import keras
from keras import layers

from tf2notes import training
from tf2notes.pipelines import mnist
from tf2notes.training import rounds


@dataclass(frozen=True)
class Config:
    """Options of cnn_mnist."""

    steps: int = 1200  # training steps (the notes: 20,000)
    batch_size: int = 50  # digits a step
    learning_rate: float = 1e-3  # of plain SGD, on the loss summed over the batch
    dropout: float = 0.5  # share of the dense layer's units that is dropped
    data: str = "auto"  # "sample", "tfds", "auto" or a folder with MNIST's IDX files
    seed: int = 0  # of weights, dropout and order


def build(config):
    """The compiled network: float32 [batch, 28, 28, 1] in [0, 1] -> logits [batch, 10]."""
    weights = {
        "kernel_initializer": keras.initializers.TruncatedNormal(stddev=0.1),
        "bias_initializer": keras.initializers.Constant(0.1),
    }
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(32, 5, padding="same", activation="relu", name="conv1", **weights),
            layers.MaxPooling2D(padding="same"),
            layers.Conv2D(64, 5, padding="same", activation="relu", name="conv2", **weights),
            layers.MaxPooling2D(padding="same"),
            layers.Flatten(),
            layers.Dense(1024, activation="relu", name="fc1", **weights),
            layers.Dropout(config.dropout),
            layers.Dense(10, name="fc2", **weights),
        ],
        name="cnn_mnist",
    )
    model.compile(
        optimizer=keras.optimizers.SGD(config.learning_rate),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="sum"),
        metrics=["accuracy"],
        jit_compile=False,  # XLA, Keras' default, takes two to three times as long for this network on a CPU
    )
    return model


def train(config, callbacks=(), folder=None):
    """Train and evaluate; returns the test digits' loss and accuracy."""
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
    """TF1's variables are named in the order in which they were made; no layout differs."""
    names = [
        "conv1/kernel",
        "conv1/bias",
        "conv2/kernel",
        "conv2/bias",
        "fc1/kernel",
        "fc1/bias",
        "fc2/kernel",
        "fc2/bias",
    ]
    return {name: values[f"Variable_{i}:0" if i else "Variable:0"] for i, name in enumerate(names)}
