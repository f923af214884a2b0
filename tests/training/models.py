"""Small models and data for the tests of the training loop."""

import keras
import numpy as np
import tensorflow as tf

ROWS = 37  # odd on purpose: the last of the batches of 8 has 5 rows, three for one replica and two for the other


def arrays(rows=ROWS, features=4, outputs=2):
    random = np.random.RandomState(0)
    return random.rand(rows, features).astype("f"), random.rand(rows, outputs).astype("f")


def batches(size=8, rows=ROWS):
    return tf.data.Dataset.from_tensor_slices(arrays(rows)).batch(size)


def glorot(seed):
    return keras.initializers.GlorotUniform(seed=seed)


def dense(optimizer=None, loss="mse", hidden=(), metrics=("mae",), **compiled):
    """Two dense layers with whatever `hidden` gives between them."""
    layers = [keras.layers.Dense(8, activation="tanh", kernel_initializer=glorot(1)), *hidden]
    model = keras.Sequential([keras.Input((4,)), *layers, keras.layers.Dense(2, kernel_initializer=glorot(2))])
    model.compile(optimizer or keras.optimizers.SGD(0.05), loss=loss, metrics=list(metrics), **compiled)
    return model


class AddsLoss(keras.layers.Layer):
    """Adds the mean of its input's squares to the loss."""

    def call(self, inputs):
        self.add_loss(0.1 * keras.ops.mean(keras.ops.square(inputs)))
        return inputs


def masked(optimizer=None, embedding=keras.layers.Embedding):
    """A sequence model whose padding (0) is masked: per-step loss, another number of real steps in each row."""
    inputs = keras.Input((6,), dtype="int32")
    x = embedding(11, 5, mask_zero=True, embeddings_initializer=glorot(1))(inputs)
    x = keras.layers.LSTM(4, return_sequences=True, kernel_initializer=glorot(2), recurrent_initializer=glorot(3))(x)
    model = keras.Model(inputs, keras.layers.Dense(1, kernel_initializer=glorot(4))(x))
    model.compile(optimizer or keras.optimizers.SGD(0.05), loss="mse")
    return model


def masked_batches():
    random = np.random.RandomState(0)
    ids = random.randint(1, 11, [21, 6]).astype("i")
    ids[np.arange(6) >= random.randint(1, 7, [21, 1])] = 0
    return tf.data.Dataset.from_tensor_slices((ids, random.rand(21, 6, 1).astype("f"))).batch(8)
