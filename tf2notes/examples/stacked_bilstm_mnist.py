"""Two bidirectional layers over the rows of a digit, each reading both directions of the one below.

Legacy:   legacy/examples/stacked_bilstm_mnist.py
Pipeline: pipelines/mnist.py
Parity:   tests/examples/test_stacked_bilstm_mnist.py

`Bidirectional` with a mask computes the same, in twice the time: a mask selects at every step. Turned around within its
length, a sequence needs none, as a layer that reads forward never sees what comes after the end.
"""

from dataclasses import dataclass

import keras
from keras import layers, ops

from tf2notes import training
from tf2notes.layers.by_length import LastByLength, ReverseByLength
from tf2notes.layers.tf1_rnn import lstm_from_tf1
from tf2notes.pipelines import mnist
from tf2notes.training import rounds


@dataclass(frozen=True)
class Config:
    """Options of stacked_bilstm_mnist."""

    steps: int = 1000  # training steps
    batch_size: int = 128  # digits a step
    learning_rate: float = 1e-3  # of Adam
    units: int = 10  # of each direction of each layer
    layers: int = 2  # bidirectional layers
    data: str = "auto"  # "sample", "tfds", "auto" or a folder with MNIST's IDX files
    seed: int = 0  # of weights and order


def rows_up_to_last_ink(images):
    """The number of rows up to the last one that is not blank: float [batch, 28, 28] -> int [batch]."""
    inked = ops.any(ops.greater(images, 0), axis=-1)
    return ops.max(ops.where(inked, ops.arange(1, images.shape[1] + 1), 0), axis=-1)


def build(config):
    """The compiled network: float32 [batch, 28, 28, 1] in [0, 1] -> logits [batch, 10]."""
    images = keras.Input((28, 28, 1))
    sequence = layers.Reshape((28, 28))(images)
    lengths = rows_up_to_last_ink(sequence)
    for layer in range(config.layers):
        turned = ReverseByLength()(sequence, lengths)
        forward, backward = (
            layers.LSTM(
                config.units,
                return_sequences=True,
                recurrent_initializer="glorot_uniform",  # as TF1's cells begin
                unroll=True,
                name=f"{direction}{layer}",
            )(read)
            for direction, read in [("forward", sequence), ("backward", turned)]
        )
        sequence = layers.concatenate([forward, ReverseByLength()(backward, lengths)])
    ends = LastByLength()(layers.concatenate([forward, backward]), lengths)
    model = keras.Model(images, layers.Dense(10, name="out")(ends), name="stacked_bilstm_mnist")
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
    """Two cells for each layer, and the classifier."""
    found = {"out/kernel": values["W:0"], "out/bias": values["b:0"]}
    for layer in range(sum(name.endswith("fw/lstm_cell/bias:0") for name in values)):
        for direction, scope in [("forward", "fw"), ("backward", "bw")]:
            cell = f"layer_{layer}/bidirectional_rnn/{scope}/lstm_cell"
            kernel, bias = values[f"{cell}/kernel:0"], values[f"{cell}/bias:0"]
            found.update(lstm_from_tf1(f"{direction}{layer}/lstm_cell", kernel, bias))
    return found
