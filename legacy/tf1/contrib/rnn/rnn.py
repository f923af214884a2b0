"""Stacks of bidirectional layers: every layer sees the outputs of both directions of the one below."""

import tensorflow.compat.v1 as tf

__all__ = ["stack_bidirectional_dynamic_rnn", "stack_bidirectional_rnn"]


def _check(cells_fw, cells_bw, initial_states_fw, initial_states_bw):
    for cells, which in ((cells_fw, "fw"), (cells_bw, "bw")):
        if not cells:
            raise ValueError(f"Must specify at least one {which} cell for BidirectionalRNN.")
    for cells, which in ((cells_fw, "fw"), (cells_bw, "bw")):
        if not isinstance(cells, list):
            raise ValueError(f"cells_{which} must be a list of RNNCells (one per layer).")
    if len(cells_fw) != len(cells_bw):
        raise ValueError("Forward and Backward cells must have the same depth.")
    for states, which in ((initial_states_fw, "fw"), (initial_states_bw, "bw")):
        if states is not None and (not isinstance(states, list) or len(states) != len(cells_fw)):
            raise ValueError(f"initial_states_{which} must be a list of state tensors (one per layer).")


def _layers(cells_fw, cells_bw, initial_states_fw, initial_states_bw):
    """(cell forwards, cell backwards, first state forwards, first state backwards) of every layer."""
    none = [None] * len(cells_fw)
    return zip(cells_fw, cells_bw, initial_states_fw or none, initial_states_bw or none, strict=True)


def stack_bidirectional_rnn(
    cells_fw,
    cells_bw,
    inputs,
    initial_states_fw=None,
    initial_states_bw=None,
    dtype=None,
    sequence_length=None,
    scope=None,
):
    """`tf.nn.static_bidirectional_rnn` for every pair of cells: (list of outputs, states forwards, states backwards).

    Replaces: tf.contrib.rnn.stack_bidirectional_rnn

    Raises:
        ValueError: lists of cells or states that are empty, no lists, or of different lengths.
    """
    _check(cells_fw, cells_bw, initial_states_fw, initial_states_bw)
    states_fw, states_bw = [], []
    with tf.variable_scope(scope or "stack_bidirectional_rnn"):
        for i, (fw, bw, state_fw, state_bw) in enumerate(
            _layers(cells_fw, cells_bw, initial_states_fw, initial_states_bw)
        ):
            with tf.variable_scope(f"cell_{i}") as cell_scope:
                inputs, last_fw, last_bw = tf.nn.static_bidirectional_rnn(
                    fw,
                    bw,
                    inputs,
                    initial_state_fw=state_fw,
                    initial_state_bw=state_bw,
                    sequence_length=sequence_length,
                    dtype=dtype,
                    scope=cell_scope,
                )
            states_fw.append(last_fw)
            states_bw.append(last_bw)
    return inputs, tuple(states_fw), tuple(states_bw)


def stack_bidirectional_dynamic_rnn(
    cells_fw,
    cells_bw,
    inputs,
    initial_states_fw=None,
    initial_states_bw=None,
    dtype=None,
    sequence_length=None,
    parallel_iterations=None,
    time_major=False,
    scope=None,
    swap_memory=False,
):
    """`tf.nn.bidirectional_dynamic_rnn` for every pair of cells, its two outputs concatenated for the next.

    Replaces: tf.contrib.rnn.stack_bidirectional_dynamic_rnn

    Returns:
        (outputs [batch, time, both sizes], or time first; states forwards, one a layer; states backwards).

    Raises:
        ValueError: lists of cells or states that are empty, no lists, or of different lengths.
    """
    _check(cells_fw, cells_bw, initial_states_fw, initial_states_bw)
    states_fw, states_bw = [], []
    with tf.variable_scope(scope or "stack_bidirectional_rnn"):
        for i, (fw, bw, state_fw, state_bw) in enumerate(
            _layers(cells_fw, cells_bw, initial_states_fw, initial_states_bw)
        ):
            with tf.variable_scope(f"cell_{i}"):
                outputs, (last_fw, last_bw) = tf.nn.bidirectional_dynamic_rnn(
                    fw,
                    bw,
                    inputs,
                    initial_state_fw=state_fw,
                    initial_state_bw=state_bw,
                    sequence_length=sequence_length,
                    parallel_iterations=parallel_iterations,
                    dtype=dtype,
                    swap_memory=swap_memory,
                    time_major=time_major,
                )
                inputs = tf.concat(outputs, 2)
            states_fw.append(last_fw)
            states_bw.append(last_bw)
    return inputs, tuple(states_fw), tuple(states_bw)
