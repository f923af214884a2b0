"""A digit read row by row: a dense layer for each row, an LSTM, and a classifier on its last output.

Legacy:   legacy/examples/lstm_mnist.py
Pipeline: pipelines/mnist.py
Parity:   tests/examples/test_lstm_mnist.py
"""

from dataclasses import dataclass

import keras
from keras import layers

from tf2notes import training
from tf2notes.layers.tf1_rnn import lstm_from_tf1
from tf2notes.pipelines import mnist
from tf2notes.training import rounds


@dataclass(frozen=True)
class Config:
    """Options of lstm_mnist."""

    steps: int = 782  # training steps: the notes' 100,000 digits
    batch_size: int = 128  # digits a step
    learning_rate: float = 1e-3  # of Adam
    units: int = 128  # of the dense layer and of the LSTM
    data: str = "auto"  # "sample", "tfds", "auto" or a folder with MNIST's IDX files
    seed: int = 0  # of weights and order


def build(config):
    """The compiled network: float32 [batch, 28, 28, 1] in [0, 1] -> logits [batch, 10]."""
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Reshape((28, 28)),
            layers.Dense(config.units, name="rows"),
            layers.LSTM(config.units, unroll=True, name="lstm"),  # measured: a step takes 10 % less than with a loop
            layers.Dense(10, name="out"),
        ],
        name="lstm_mnist",
    )
    model.compile(
        optimizer=keras.optimizers.Adam(config.learning_rate, epsilon=1e-8),  # TF1's epsilon; Keras' own is 1e-7
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
        jit_compile=False,
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
    """The notes make both matrices, then both biases; the cell's name comes from dynamic_rnn's scope."""
    cell = "rnn/basic_lstm_cell"
    return {
        "rows/kernel": values["Variable:0"],
        "out/kernel": values["Variable_1:0"],
        "rows/bias": values["Variable_2:0"],
        "out/bias": values["Variable_3:0"],
        **lstm_from_tf1("lstm/lstm_cell", values[f"{cell}/kernel:0"], values[f"{cell}/bias:0"], forget_bias=1.0),
    }
