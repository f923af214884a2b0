"""Cells on a grid, where TF 1.15 raised against its own documentation; what it gave is in cases/rnn_grid.py."""

import numpy as np
import pytest
import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib import grid_rnn

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning", "ignore::DeprecationWarning", "ignore::FutureWarning")


@pytest.fixture(autouse=True)
def graph():
    with tf.Graph().as_default() as graph:
        yield graph


def evaluate(tensors):
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        return sess.run(tensors)


def test_inputs_as_a_tuple_are_the_parts_of_one_tensor():
    """One tensor for each input dimension, in order; another number of them raises."""
    cell = grid_rnn.GridRNNCell(2, num_dims=2, input_dims=[0, 1], output_dims=[0, 1])
    x = np.float32(np.random.RandomState(0).uniform(size=[3, 8]))
    state = cell.zero_state(3, tf.float32)
    with tf.variable_scope("root", reuse=tf.AUTO_REUSE):
        whole, parts = evaluate([cell(tf.constant(x), state), cell((tf.constant(x[:, :4]), x[:, 4:]), state)])
    np.testing.assert_array_equal(whole[0], parts[0])
    with pytest.raises(ValueError, match="tuple of 2 tensors"):
        cell((tf.constant(x),), state, scope="other")


def test_no_inputs():
    """A grid that only has a state."""
    cell = grid_rnn.GridRNNCell(2, num_dims=2, output_dims=1)
    (output,), states = evaluate(cell(None, cell.zero_state(3, tf.float32)))
    assert output.shape == (3, 2)
    assert len(states) == 2


def test_one_dimension_with_an_unknown_batch():
    """As a placeholder gives it."""
    x = tf.placeholder_with_default(np.ones([5, 4, 3], np.float32), [None, 4, 3])
    (outputs,), _ = tf.nn.dynamic_rnn(grid_rnn.Grid1LSTMCell(2), x, dtype=tf.float32)
    assert evaluate(outputs).shape == (5, 4, 2)


def test_tied_beside_a_non_recurrent_dimension_without_an_initializer():
    """Each kind of dimension has one set of weights."""
    cell = grid_rnn.Grid2LSTMCell(2, tied=True, non_recurrent_fn=tf.nn.relu)
    evaluate(cell(tf.ones([1, 3]), cell.zero_state(1, tf.float32)))
    names = {v.op.name.split("/")[1] for v in tf.global_variables()}
    assert names == {"project_m_0", "project_c_0", "recurrent", "non_recurrent"}


def test_concatenated_states_of_cells_without_memory():
    """The same numbers as in tuples, side by side."""
    results = []
    for is_tuple in (True, False):
        with tf.variable_scope("root", reuse=tf.AUTO_REUSE):
            cell = grid_rnn.Grid2GRUCell(2, state_is_tuple=is_tuple)
            results.append(cell(tf.ones([1, 3]), cell.zero_state(1, tf.float32))[1])
    tuples, joined = evaluate(results)
    np.testing.assert_array_equal(np.concatenate(tuples, 1), joined)
