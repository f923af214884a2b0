"""rnn_cells: every cell with TF1's weights, and the silent differences of recurrent layers."""

import keras
import numpy as np

from tests.examples.parity import assert_results
from tf2notes.examples import rnn_cells
from tf2notes.layers import lstm_flow


def test_values():
    """Both sides: LSTMCell is BasicLSTMCell, by hand is dynamic_rnn, and outputs past the end are zero."""
    for results in assert_results("rnn_cells"):
        np.testing.assert_allclose(results["LSTMCell"], results["BasicLSTMCell"], rtol=1e-6)
        np.testing.assert_allclose(results["by hand"], results["dynamic_rnn"], rtol=1e-5, atol=1e-7)
        np.testing.assert_allclose(results["dynamic_rnn: h"], results["dynamic_rnn"][:, -1], rtol=1e-6)
        assert not results["sequence_length"][0, 2:].any()
        np.testing.assert_allclose(results["gate: new h"], results["BasicLSTMCell: h"], rtol=1e-5)
        assert results["zero_state: sizes"].tolist() == [3, 3, 4, 4]
        assert results["zero_state, state_is_tuple=False: size"] == 14


def test_forget_bias_is_part_of_the_weights():
    """A kernel copied without TF1's forget_bias computes something else, in silence."""
    x, h, c = rnn_cells.given()
    right, _ = rnn_cells.lstm_cell()(x, [h, c])
    wrong, _ = rnn_cells.lstm_cell(forget_bias=0.0)(x, [h, c])
    assert np.abs(right - wrong).max() > 0.05


def test_the_order_of_the_states():
    """TF1's tuple is (c, h), Keras' list [h, c]: given the other way round it computes something else."""
    x, h, c = rnn_cells.given()
    right, _ = rnn_cells.lstm_cell()(x, [h, c])
    wrong, _ = rnn_cells.lstm_cell()(x, [c, h])
    assert np.abs(right - wrong).max() > 0.05


def test_reset_after():
    """A GRU with Keras' default is another function of the same weights."""
    x, _, state = rnn_cells.given()
    tf1 = rnn_cells.gru_cell()
    default = keras.layers.GRUCell(rnn_cells.UNITS)
    default.build((None, rnn_cells.SIZE))
    kernel, recurrent, bias = tf1.get_weights()
    default.set_weights([kernel, recurrent, np.stack([bias, np.zeros_like(bias)])])
    assert np.abs(tf1(x, [state])[0] - default(x, [state])[0]).max() > 1e-3


def test_masked_outputs_repeat_by_default():
    """Without zero_output_for_mask the outputs past the end repeat the last one."""
    inputs = rnn_cells.numbers(2, 4, 5)
    outputs = keras.layers.RNN(rnn_cells.lstm_cell(), return_sequences=True)(
        inputs, mask=np.arange(4) < rnn_cells.LENGTHS[:, None]
    )
    np.testing.assert_array_equal(outputs[0, 3], outputs[0, 1])


def test_the_drawing_is_made_of_the_cells_own_values(tmp_path):
    """The gates give what the cell returns, and the picture is there."""
    x, h, c = rnn_cells.given()
    cell = rnn_cells.lstm_cell()
    _, (new_h, new_c) = cell(x, [h, c])
    values = lstm_flow.gates(cell, x, h, c)
    np.testing.assert_allclose(values["new h"], new_h, rtol=1e-5)
    np.testing.assert_allclose(values["new c"], new_c, rtol=1e-5)
    assert rnn_cells.draw(tmp_path).stat().st_size > 10_000
