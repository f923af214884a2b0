"""The Keras 3 models of the recorded TF1 programs (tests/record_checkpoints.py), by the name of the case."""

import keras
from keras import layers

from tf2notes.layers.extended_lstm_cell import ExtendedLSTMCell


def sequential(shape, *stack, dtype="float32"):
    return keras.Sequential([keras.Input(shape, dtype=dtype), *stack])


def tf_layers():
    return sequential(
        (6, 6, 2),
        layers.Conv2D(4, 3, padding="same", activation="relu"),
        layers.BatchNormalization(),
        layers.SeparableConv2D(4, 3, padding="same", depth_multiplier=2),
        layers.Conv2D(4, 3, padding="same", use_bias=False),
        layers.BatchNormalization(),
        layers.Conv2DTranspose(3, 3, strides=2, padding="same", activation="relu"),
        layers.Flatten(),
        layers.Dense(5, activation="tanh"),
        layers.Dense(5),
    )


def tf_layers_1d_3d():
    return sequential(
        (4, 4, 4, 1),
        layers.Conv3D(2, 3, padding="same", activation="relu"),
        layers.Conv3DTranspose(3, 2, padding="same"),
        layers.Reshape((16, 12)),
        layers.Conv1D(4, 3, padding="same", activation="relu"),
        layers.SeparableConv1D(3, 3, padding="same"),
    )


def slim():
    def normalized(conv, name):
        return [conv, layers.BatchNormalization(scale=False, name=f"{name}_bn"), layers.ReLU()]

    return sequential(
        (6, 6, 2),
        *normalized(layers.Conv2D(4, 3, padding="same", use_bias=False, name="conv1"), "conv1"),
        *normalized(layers.Conv2D(4, 3, padding="same", use_bias=False, name="conv2_1"), "conv2_1"),
        *normalized(layers.Conv2D(4, 3, padding="same", use_bias=False, name="conv2_2"), "conv2_2"),
        *normalized(layers.SeparableConv2D(5, 3, padding="same", use_bias=False, name="separable"), "separable"),
        layers.Flatten(),
        layers.Dense(6, activation="relu", name="fc"),
        layers.LayerNormalization(epsilon=1e-12, name="norm"),
        layers.Dense(3, name="logits"),
    )


def plain_variables():
    return sequential(
        (6, 6, 2),
        layers.Conv2D(4, 3, padding="same", activation="relu"),
        layers.Flatten(),
        layers.Dense(6, activation="tanh"),
        layers.Dense(6, activation="tanh"),
        layers.Dense(6),
    )


def embedding_lstm():
    lstm = [layers.LSTM(4, return_sequences=True) for _ in range(2)]
    return sequential((5,), layers.Embedding(7, 4), *lstm, layers.Dense(7), dtype="int32")


def rnn(*stack, features=3):
    return sequential((5, features), *stack)


def basic_lstm():
    return rnn(layers.LSTM(4, return_sequences=True))


def lstm_peepholes_projection():
    return rnn(layers.RNN(ExtendedLSTMCell(4, peepholes=True, projection=3), return_sequences=True))


def gru():
    return rnn(layers.GRU(4, return_sequences=True, reset_after=False))


def multi_gru():
    cells = [layers.GRUCell(3, reset_after=False) for _ in range(3)]
    return rnn(layers.RNN(cells, return_sequences=True))


def basic_rnn():
    return rnn(layers.SimpleRNN(4, return_sequences=True))


def bidirectional():
    return rnn(
        layers.Bidirectional(layers.LSTM(4, return_sequences=True)),
        layers.Bidirectional(layers.GRU(2, return_sequences=True, reset_after=False)),
    )


def stack_bidirectional():
    return rnn(*(layers.Bidirectional(layers.LSTM(3, return_sequences=True)) for _ in range(2)))


def lstm_block_peepholes():
    return rnn(layers.RNN(ExtendedLSTMCell(4, peepholes=True), return_sequences=True))


def cudnn_lstm():
    return rnn(*(layers.LSTM(4, return_sequences=True) for _ in range(2)))


def cudnn_gru():
    return rnn(layers.GRU(4, return_sequences=True))


def names_of_0_12():
    return sequential(
        (5,),
        layers.Embedding(7, 4),
        layers.LSTM(4, return_sequences=True),
        layers.GRU(3, return_sequences=True, reset_after=False),
        dtype="int32",
    )


def names_of_1_0():
    cells = [ExtendedLSTMCell(4, peepholes=True, projection=3), layers.GRUCell(3, reset_after=False)]
    return rnn(layers.RNN(cells, return_sequences=True))


def small():
    return sequential((4,), layers.Dense(5, activation="tanh", name="hidden"), layers.Dense(3, name="out"))


def adam_lstm():
    return sequential((5,), layers.Embedding(7, 4), layers.LSTM(4), layers.Dense(3, name="out"), dtype="int32")


# What each case is loaded into, and what has to be said when it is loaded.
LAYERS = {
    "tf_layers": (tf_layers, {}),
    "tf_layers_1d_3d": (tf_layers_1d_3d, {}),
    "slim": (slim, {}),
    "plain_variables": (plain_variables, {}),
    "embedding_lstm": (embedding_lstm, {"forget_bias": 0.0}),
    "basic_lstm": (basic_lstm, {}),
    "lstm": (basic_lstm, {}),  # the forget bias of 1.5 is in its meta graph
    "lstm_peepholes_projection": (lstm_peepholes_projection, {}),
    "gru": (gru, {}),
    "multi_gru": (multi_gru, {}),
    "basic_rnn": (basic_rnn, {}),
    "bidirectional": (bidirectional, {}),
    "stack_bidirectional": (stack_bidirectional, {}),
    "lstm_block": (basic_lstm, {}),
    "lstm_block_peepholes": (lstm_block_peepholes, {}),
    "lstm_fused": (basic_lstm, {}),
    "gru_block": (gru, {}),
    "gru_block_first": (gru, {}),
    "cudnn_lstm": (cudnn_lstm, {}),
    "cudnn_gru": (cudnn_gru, {}),
    "names_of_0_12": (names_of_0_12, {}),
    "names_of_1_0": (names_of_1_0, {}),
    "partitioned": (small, {}),
    "v1_format": (small, {}),
    "v1_partitioned": (small, {}),
    "frozen": (small, {}),
    "frozen_resource": (small, {}),
    "saved_model": (small, {}),
    "ema": (small, {}),
    "adam_lstm": (adam_lstm, {}),
}
