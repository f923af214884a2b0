"""RNN cells over a sequence, by `Recurrent`."""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.recurrent.recurrent import Recurrent

__all__ = ["bidirectional_functional_rnn", "functional_rnn"]


def functional_rnn(
    cell,
    inputs,
    sequence_length=None,
    initial_state=None,
    dtype=None,
    time_major=False,
    scope=None,
    use_tpu=False,
    reverse=False,
):
    """`tf.nn.dynamic_rnn` in other clothes. Replaces: tf.contrib.recurrent.functional_rnn

    Args:
        cell: an RNNCell.
        inputs: `[batch, time, depth]`, or `[time, batch, depth]` if `time_major`.
        sequence_length: None or int `[batch]`; outputs beyond are zero, and the state is that of the last step within
            (zero for a length of 0).
        initial_state: the cell's zero state of `dtype` if None.
        dtype: of the zero state.
        time_major: see `inputs`.
        scope: variable scope, "rnn" if None.
        use_tpu: True is refused.
        reverse: run from the end to the beginning; the state then is that of the last step taken.

    Returns:
        `(outputs, state)`.
    """
    with tf.variable_scope(scope or "rnn"):
        if not time_major:
            inputs = tf.nest.map_structure(lambda t: tf.transpose(t, [1, 0, 2]), inputs)
        first = tf.nest.flatten(inputs)[0]
        if initial_state is None:
            initial_state = cell.zero_state(tf.shape(first)[1], dtype)
        # One step outside of the loop makes the variables and says what the outputs are like.
        now = tf.nest.map_structure(lambda x: tf.stop_gradient(tf.gather(x, 0)), inputs)
        example, _ = cell(now, initial_state)
        max_length = None if sequence_length is None else tf.reduce_max(sequence_length)
        if reverse:
            inputs = tf.nest.map_structure(lambda x: tf.reverse(x, [0]), inputs)
        (outputs, states), (_, state) = Recurrent(
            theta=[],
            state0=(tf.zeros_like(example), initial_state),
            inputs=inputs,
            cell_fn=lambda theta, before, now: (cell(now, before[1]), []),
            max_input_length=max_length,
            use_tpu=use_tpu,
            aligned_end=reverse,
        )
    if reverse:
        outputs = tf.reverse(outputs, [0])
    outputs = tf.transpose(outputs, [1, 0, 2])
    outputs.set_shape([example.shape[0], first.shape[0], example.shape[1]])
    if sequence_length is not None:
        within = tf.sequence_mask(sequence_length, tf.shape(outputs)[1], dtype=outputs.dtype)
        outputs *= within[:, :, tf.newaxis]
        if not reverse:
            state = tf.nest.map_structure(lambda s: _at_end(s, sequence_length), states)
    for value, like in zip(tf.nest.flatten(state), tf.nest.flatten(initial_state), strict=True):
        value.set_shape(like.shape)
    return (tf.transpose(outputs, [1, 0, 2]) if time_major else outputs), state


def _at_end(states, sequence_length):
    """Of states `[time, batch, depth]` each example's last one."""
    last = tf.one_hot(sequence_length - 1, tf.shape(states)[0], axis=0, dtype=states.dtype)
    return tf.reduce_sum(last[:, :, tf.newaxis] * states, 0)


def bidirectional_functional_rnn(
    cell_fw,
    cell_bw,
    inputs,
    initial_state_fw=None,
    initial_state_bw=None,
    dtype=None,
    sequence_length=None,
    time_major=False,
    use_tpu=False,
    fast_reverse=False,
    scope=None,
):
    """One cell forwards and one backwards. Replaces: tf.contrib.recurrent.bidirectional_functional_rnn

    Args:
        fast_reverse: let the backward cell run over the whole reversed sequence, padding first, instead of reversing
            each sequence within its length.
        Others: as for `functional_rnn`; the scopes are "bidirectional_rnn/fw" and "bidirectional_rnn/bw".

    Returns:
        `((outputs forwards, outputs backwards), (state forwards, state backwards))`.
    """
    common = {"dtype": dtype, "sequence_length": sequence_length, "time_major": time_major, "use_tpu": use_tpu}
    time, batch = (0, 1) if time_major else (1, 0)

    def reversed_(x):
        if sequence_length is None:
            return tf.reverse(x, axis=[time])
        return tf.reverse_sequence(x, seq_lengths=sequence_length, seq_dim=time, batch_dim=batch)

    with tf.variable_scope(scope or "bidirectional_rnn"):
        with tf.variable_scope("fw") as fw_scope:
            outputs_fw, state_fw = functional_rnn(
                cell_fw, inputs, initial_state=initial_state_fw, scope=fw_scope, **common
            )
        with tf.variable_scope("bw") as bw_scope:
            outputs_bw, state_bw = functional_rnn(
                cell_bw,
                inputs if fast_reverse else reversed_(inputs),
                initial_state=initial_state_bw,
                scope=bw_scope,
                reverse=fast_reverse,
                **common,
            )
    if not fast_reverse:
        outputs_bw = reversed_(outputs_bw)
    return (outputs_fw, outputs_bw), (state_fw, state_bw)
