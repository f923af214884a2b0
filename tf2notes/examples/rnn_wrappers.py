"""Around the cells: projections, embeddings and dropout as layers, an extended LSTM, a state of one's own.

Legacy: legacy/examples/rnn_wrappers.py
Parity: tests/examples/test_rnn_wrappers.py

What wrapped a cell in TF1 is a layer before or after the recurrent one, which then works on all steps at once. Keras'
LSTM has no peepholes, bounds or projection; `ExtendedLSTMCell` has. `dropout=` of a Keras cell drops inputs with one
mask for all gates and steps; DropoutWrapper's `output_keep_prob` is a Dropout layer after it.
"""

import keras
import numpy as np
from keras import layers, ops

from tf2notes.layers.extended_lstm_cell import ExtendedLSTMCell, extended_lstm_from_tf1
from tf2notes.layers.tf1_rnn import gru_from_tf1

UNITS, BATCH, TIME, SIZE = 3, 2, 4, 5
LSTMS = {
    "plain": {},
    "use_peepholes": {"peepholes": True},
    "cell_clip": {"cell_clip": 0.1},
    "num_proj": {"projection": 2},
    "proj_clip": {"projection": 2, "projection_clip": 0.05},
    "all of it": {"peepholes": True, "cell_clip": 0.1, "projection": 2, "projection_clip": 0.05},
}


def numbers(*shape):
    """Numbers between -1 and 1 that look random."""
    return np.sin(np.arange(np.prod(shape)) * 12.9898 + len(shape)).reshape(shape).astype(np.float32)


def fixed(shape, dtype=None):
    """An initializer with the original's numbers."""
    return ops.cast(numbers(*shape) / 2, dtype)


def with_weights(cell, inputs, weights):
    """The cell, built and filled."""
    cell.build((None, inputs))
    cell.set_weights(list(weights.values()))
    return cell


def lstm(forget_bias=1.0, peepholes=False, projection=None, **options):
    """An extended LSTM with TF1's weights."""
    rows = SIZE + (projection or UNITS)
    diagonals = [numbers(UNITS) / 2] * 3 if peepholes else []
    weights = extended_lstm_from_tf1(
        "cell",
        numbers(rows, 4 * UNITS) / 2,
        np.zeros(4 * UNITS, "float32"),
        *diagonals,
        projection=numbers(UNITS, projection) / 2 if projection else None,
        forget_bias=forget_bias,
    )
    return with_weights(ExtendedLSTMCell(UNITS, peepholes, projection=projection, **options), SIZE, weights)


def gru(units=UNITS, inputs=SIZE):
    """A GRU with TF1's weights."""
    kernels = [numbers(inputs + units, width * units) / 2 for width in (2, 1)]
    biases = np.ones(2 * units, "float32"), np.zeros(units, "float32")
    weights = gru_from_tf1("cell", kernels[0], biases[0], kernels[1], biases[1])
    return with_weights(layers.GRUCell(units, reset_after=False), inputs, weights)


def linear():
    """Side by side, then a dense layer."""
    args = ops.concatenate([numbers(BATCH, SIZE), numbers(BATCH, 2)], axis=1)
    bias = keras.initializers.Constant(0.25)
    return {
        "_linear": layers.Dense(4, kernel_initializer=fixed, bias_initializer=bias)(args),
        "_linear without bias": layers.Dense(4, use_bias=False, kernel_initializer=fixed)(args),
    }


def lstms():
    """Every extension by itself, then all of them; a cell has no variables before it is built."""
    found = {}
    for name, options in LSTMS.items():
        cell = lstm(0.5 if name == "all of it" else 1.0, **options)
        outputs, _, c = layers.RNN(cell, return_sequences=True, return_state=True)(numbers(BATCH, TIME, SIZE))
        found |= {name: outputs, f"{name}: c": c}
        found[f"{name}: variables before a call"] = len(ExtendedLSTMCell(UNITS, **options).weights)
        found[f"{name}: variables"] = len(cell.weights) - 1  # one matrix more: TF1's is for input and state
    return found


def wrappers():
    """A dense layer before and one after; an embedding before; one cell upon another."""
    inputs = numbers(BATCH, TIME, SIZE)
    projected = keras.Sequential(
        [
            layers.Dense(4, kernel_initializer=fixed),
            layers.RNN(gru(inputs=4), return_sequences=True),
            layers.Dense(2, kernel_initializer=fixed),
        ]
    )
    embedding = layers.Embedding(7, SIZE, embeddings_initializer=fixed)
    embedded, _ = gru()(embedding(np.array([6, 0])), [numbers(BATCH, UNITS)])
    stacked = layers.RNN([gru(), gru(4, UNITS)], return_sequences=True, return_state=True)
    outputs, first, _ = stacked(inputs)
    found = {"projected": projected(inputs), "embedded": embedded, "stacked": outputs, "stacked: first": first[0]}
    return {**found, "projected: variables": len(projected.weights) + 1}  # TF1's GRU: 2 matrices, 2 biases


def dropout():
    """Inputs or outputs dropped, what is kept scaled; the state passes by."""
    inputs, state, cell = numbers(64, SIZE), ops.ones((64, UNITS)), gru()
    plain, (passed,) = cell(inputs, [state])
    half = layers.Dropout(0.5, seed=1)
    dropped = np.asarray(half(plain, training=True))
    by_input, _ = cell(half(inputs, training=True), [state])
    return {
        "keep_prob 1": ops.all(half(plain) == plain),
        "output_keep_prob: doubled or 0": np.isclose(dropped, np.where(dropped != 0, 2 * np.asarray(plain), 0)).all(),
        "output_keep_prob: about a half": 0.3 < (dropped != 0).mean() < 0.7,
        "output_keep_prob: the state passes": ops.all(passed == plain),
        "input_keep_prob changes the output": ops.any(by_input != plain),
    }


def initial_states():
    """`initial_state` is the list [h, c]."""
    c, h = numbers(BATCH, UNITS), numbers(BATCH, UNITS) / 2
    rnn = layers.RNN(lstm(), return_sequences=True, return_state=True)
    outputs, _, last_c = rnn(numbers(BATCH, TIME, SIZE), initial_state=[ops.array(h), ops.array(c)])
    return {"initial state": outputs, "initial state: last c": last_c, "initial state, joined": outputs}


def results():
    """All values by the original's names."""
    return {**linear(), **lstms(), **wrappers(), **dropout(), **initial_states()}
