"""TF1's recurrent weights in Keras' layout."""

import numpy as np


def lstm_from_tf1(path, kernel, bias, forget_bias=1.0):
    """The weights of a ``keras.layers.LSTM`` from those of a TF1 ``BasicLSTMCell`` or ``LSTMCell``.

    TF1 has one matrix for input and state, columns in the order i, j, f, o, and adds the forget bias as it computes.
    Keras has two matrices, columns i, f, c, o (its c is TF1's j), and whatever it adds to f is part of the bias.

    Args:
        path: of the cell below the model, "lstm/lstm_cell" for a layer named lstm.
        kernel: [inputs + units, 4 units].
        bias: [4 units].
        forget_bias: the cell's; no TF1 checkpoint holds it.

    Returns:
        {f"{path}/kernel": [inputs, 4 units], f"{path}/recurrent_kernel": [units, 4 units], f"{path}/bias": [4 units]}
    """
    units = len(bias) // 4
    order = np.arange(4 * units).reshape(4, units)[[0, 2, 1, 3]].ravel()
    kernel, bias = kernel[:, order], bias[order]
    bias = bias + np.repeat(np.array([0, forget_bias, 0, 0], bias.dtype), units)
    return {f"{path}/kernel": kernel[:-units], f"{path}/recurrent_kernel": kernel[-units:], f"{path}/bias": bias}


def gru_from_tf1(path, gates_kernel, gates_bias, candidate_kernel, candidate_bias):
    """The weights of a ``keras.layers.GRU(..., reset_after=False)`` from those of a TF1 ``GRUCell``.

    TF1 has a matrix for the gates, columns in the order r, u, and one for the candidate, rows for input and state in
    both. Keras has columns z, r, h, where its z is TF1's u. With Keras' default of ``reset_after=True`` no weights make
    it compute the same.

    Args:
        path: of the cell below the model, "gru/gru_cell" for a layer named gru.
        gates_kernel: [inputs + units, 2 units].
        gates_bias: [2 units].
        candidate_kernel: [inputs + units, units].
        candidate_bias: [units].

    Returns:
        {f"{path}/kernel": [inputs, 3 units], f"{path}/recurrent_kernel": [units, 3 units], f"{path}/bias": [3 units]}
    """
    units = len(candidate_bias)
    order = np.concatenate([np.arange(units, 2 * units), np.arange(units), np.arange(2 * units, 3 * units)])
    kernel = np.concatenate([gates_kernel, candidate_kernel], axis=1)[:, order]
    bias = np.concatenate([gates_bias, candidate_bias])[order]
    return {f"{path}/kernel": kernel[:-units], f"{path}/recurrent_kernel": kernel[-units:], f"{path}/bias": bias}
