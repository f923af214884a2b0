"""A digit read row by row in both directions, up to its last inked row.

Legacy:   legacy/examples/bilstm_mnist.py
Pipeline: pipelines/mnist.py
Parity:   tests/examples/test_bilstm_mnist.py

TF1 takes a `sequence_length`; Keras takes a mask, which says the same where it is true up to that length. A Masking
layer would not do: it would also hide the blank rows above a digit.
"""

from dataclasses import dataclass

import keras
from keras import layers, ops

from tf2notes import training
from tf2notes.layers.tf1_rnn import lstm_from_tf1
from tf2notes.pipelines import mnist
from tf2notes.training import rounds


@dataclass(frozen=True)
class Config:
    """Options of bilstm_mnist."""

    steps: int = 1000  # training steps
    batch_size: int = 128  # digits a step
    learning_rate: float = 1e-3  # of Adam
    units: int = 10  # of each direction
    data: str = "auto"  # "sample", "tfds", "auto" or a folder with MNIST's IDX files
    seed: int = 0  # of weights and order


def up_to_last_ink(rows):
    """A mask for images [batch, 28, 28], true up to the last row that is not blank: [batch, 28]."""
    inked = ops.cast(ops.any(ops.greater(rows, 0), axis=-1), "int32")
    return ops.flip(ops.cumsum(ops.flip(inked, axis=1), axis=1), axis=1) > 0


def build(config):
    """The compiled network: float32 [batch, 28, 28, 1] in [0, 1] -> logits [batch, 10]."""
    images = keras.Input((28, 28, 1))
    rows = layers.Reshape((28, 28))(images)
    lstm = layers.LSTM(config.units, unroll=True, name="lstm")  # measured: a step takes 20 % less than with a loop
    last = layers.Bidirectional(lstm, name="bilstm")(rows, mask=up_to_last_ink(rows))
    model = keras.Model(images, layers.Dense(10, name="out")(last), name="bilstm_mnist")
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
    """One cell for each direction, and the classifier."""
    found = {"out/kernel": values["W:0"], "out/bias": values["b:0"]}
    for direction, scope in [("forward", "fw"), ("backward", "bw")]:
        cell = f"bidirectional_rnn/{scope}/lstm_cell"
        kernel, bias = values[f"{cell}/kernel:0"], values[f"{cell}/bias:0"]
        found.update(lstm_from_tf1(f"bilstm/{direction}_lstm/lstm_cell", kernel, bias))
    return found
