"""rnn_wrappers: every extension of the LSTM with TF1's weights, and wrappers as layers."""

import numpy as np
from tf2notes.legacy import tf1

from tests.examples.parity import assert_results
from tf2notes.examples import rnn_wrappers


def test_values():
    """Both sides: memory and output within their bounds, projections of 2, and a state that can be given."""
    for results in assert_results("rnn_wrappers"):
        assert np.abs(results["cell_clip: c"]).max() <= 0.1 + 1e-6 < np.abs(results["plain: c"]).max()
        assert results["num_proj"].shape == (2, 4, 2)
        assert np.abs(results["proj_clip"]).max() <= 0.05 + 1e-6
        assert results["all of it: variables before a call"] == 0
        assert results["all of it: variables"] == 6
        np.testing.assert_allclose(results["initial state, joined"], results["initial state"], rtol=1e-6)
        assert results["output_keep_prob: doubled or 0"]


def test_the_state_tuple():
    """LSTMStateTuple is (c, h): the other way round than Keras' states."""
    assert tf1.nn.rnn_cell.LSTMStateTuple._fields == ("c", "h")
    assert rnn_wrappers.lstm(projection=2).state_size == [2, 3]
