"""Recurrent cells: LSTM and GRU, one step and many, stacked, with lengths, and what flows through a cell.

Legacy: legacy/examples/rnn_cells.py
Parity: tests/examples/test_rnn_cells.py

A cell computes one step; `RNN` takes it over time, `LSTM` and `GRU` are both in one. Lengths are a mask, whose
outputs past the end are zero only if asked for. `reset_after=False` makes a GRU TF1's; the order of an LSTM's states
is h, c here, where TF1's tuple is c, h. `draw` makes the figure of an LSTM's data flow from a running cell.
"""

import numpy as np
from keras import layers, ops

from tf2notes.layers import lstm_flow
from tf2notes.layers.tf1_rnn import gru_from_tf1, lstm_from_tf1

UNITS, BATCH, TIME, SIZE = 3, 2, 4, 5
LENGTHS = np.array([2, 4])


def numbers(*shape):
    """Numbers between -1 and 1 that look random."""
    return np.sin(np.arange(np.prod(shape)) * 12.9898 + len(shape)).reshape(shape).astype(np.float32)


def lstm_cell(units=UNITS, inputs=SIZE, forget_bias=1.0, **options):
    """A cell with TF1's weights of the original: its kernel by the formula, no bias but the forget gate's."""
    cell = layers.LSTMCell(units, **options)
    cell.build((None, inputs))
    weights = lstm_from_tf1("cell", numbers(inputs + units, 4 * units) / 2, np.zeros(4 * units, "float32"), forget_bias)
    cell.set_weights(list(weights.values()))
    return cell


def gru_cell():
    """A cell with TF1's weights of the original; the gates' bias is 1."""
    cell = layers.GRUCell(UNITS, reset_after=False)
    cell.build((None, SIZE))
    kernels = [numbers(SIZE + UNITS, width * UNITS) / 2 for width in (2, 1)]
    weights = gru_from_tf1("cell", kernels[0], np.ones(2 * UNITS, "float32"), kernels[1], np.zeros(UNITS, "float32"))
    cell.set_weights(list(weights.values()))
    return cell


def given():
    """(x, h, c) of the single steps."""
    return numbers(BATCH, SIZE), numbers(BATCH, UNITS) / 2, numbers(BATCH, UNITS)


def cells():
    """One step of each."""
    x, h, c = given()
    output, (new_h, new_c) = lstm_cell()(x, [h, c])
    other, _ = lstm_cell(forget_bias=0.5, activation="relu")(x, [h, c])
    gru, (gru_state,) = gru_cell()(x, [c])
    joined = ops.concatenate(lstm_cell()(x, [c, c])[1][::-1], axis=1)
    return {
        "BasicLSTMCell": output,
        "BasicLSTMCell: c": new_c,
        "BasicLSTMCell: h": new_h,
        "BasicLSTMCell with forget_bias 0.5 and relu": other,
        "LSTMCell": output,
        "LSTMCell: c": new_c,
        "GRUCell": gru,
        "GRUCell: state": gru_state,
        "state_is_tuple=False": joined,
        **{f"gate: {name}": value for name, value in lstm_flow.gates(lstm_cell(), x, h, c).items()},
    }


def stacked():
    """Two layers, of 3 and of 4 units."""
    cell = layers.StackedRNNCells([lstm_cell(), lstm_cell(4, UNITS)])
    outputs, first, last = layers.RNN(cell, return_sequences=True, return_state=True)(numbers(BATCH, TIME, SIZE))
    sizes = [size for pair in cell.state_size for size in pair]
    return {
        "MultiRNNCell": outputs,
        "MultiRNNCell: last h": last[0],
        "MultiRNNCell: first c": first[1],
        "zero_state: sizes": sizes,
        "zero_state, state_is_tuple=False: size": sum(sizes),
    }


def over_time():
    """All steps, with and without lengths, and by hand."""
    inputs, cell = numbers(BATCH, TIME, SIZE), lstm_cell()
    rnn = layers.RNN(cell, return_sequences=True, return_state=True, zero_output_for_mask=True)
    outputs, h, _ = rnn(inputs)
    masked, _, last_c = rnn(inputs, mask=np.arange(TIME) < LENGTHS[:, None])
    by_hand, states = [], cell.get_initial_state(BATCH)
    for step in range(TIME):
        output, states = cell(inputs[:, step], states)
        by_hand.append(output)
    return {
        "dynamic_rnn": outputs,
        "dynamic_rnn: h": h,
        "sequence_length": masked,
        "sequence_length: c": last_c,
        "time_major": ops.transpose(rnn(inputs)[0], (1, 0, 2)),
        "by hand": ops.stack(by_hand, axis=1),
        "variables by hand": 2,
    }


def results():
    """All values by the original's names."""
    return {**cells(), **stacked(), **over_time()}


def draw(folder):
    """The figure of section 17 into a folder, from one step of the cell above; returns the picture's path."""
    x, h, c = given()
    path = folder / "lstm.png"
    lstm_flow.draw(lstm_cell(), x[:1], h[:1], c[:1], path)
    return path
