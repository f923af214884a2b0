"""cuDNN's recurrences in ordinary ops, from the canonical parameters."""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.cudnn_rnn import canonical


class _Recurrence:
    """One layer in one direction, as `tf.nn.dynamic_rnn` takes it: reads what its inputs add to the gates.

    The state is [h] or [h, c].
    """

    def __init__(self, layout, kernel, bias):
        self._layout = layout
        self._kernel = kernel
        self._bias = bias
        self.output_size = layout.num_units
        self.state_size = (layout.num_units,) * (2 if layout.rnn_mode == canonical.CUDNN_LSTM else 1)

    def zero_state(self, batch_size, dtype):
        return tuple(tf.zeros([batch_size, size], dtype) for size in self.state_size)

    def __call__(self, from_inputs, state, scope=None):
        h = state[0]
        from_state = tf.nn.bias_add(tf.matmul(h, self._kernel), self._bias)
        mode = self._layout.rnn_mode
        if mode == canonical.CUDNN_LSTM:
            i, f, new, o = tf.split(from_inputs + from_state, 4, axis=1)
            c = tf.sigmoid(f) * state[1] + tf.sigmoid(i) * tf.tanh(new)
            h = tf.sigmoid(o) * tf.tanh(c)
            return h, (h, c)
        if mode == canonical.CUDNN_GRU:
            r_x, u_x, new_x = tf.split(from_inputs, 3, axis=1)
            r_h, u_h, new_h = tf.split(from_state, 3, axis=1)
            u = tf.sigmoid(u_x + u_h)
            h = (1 - u) * tf.tanh(new_x + tf.sigmoid(r_x + r_h) * new_h) + u * h
            return h, (h,)
        activation = tf.tanh if mode == canonical.CUDNN_RNN_TANH else tf.nn.relu
        h = activation(from_inputs + from_state)
        return h, (h,)


def _one_direction(layout, inputs, weights, biases, state, lengths, scope):
    """([time, batch, units], last state) of one layer forwards."""
    gates = layout.gates
    kernel = tf.transpose(tf.concat(weights[:gates], 0))
    from_inputs = tf.tensordot(inputs, kernel, [[2], [0]]) + tf.concat(biases[:gates], 0)
    cell = _Recurrence(layout, tf.transpose(tf.concat(weights[gates:], 0)), tf.concat(biases[gates:], 0))
    return tf.nn.dynamic_rnn(
        cell, from_inputs, sequence_length=lengths, initial_state=state, time_major=True, scope=scope
    )


def _reverse(inputs, lengths):
    return tf.reverse(inputs, [0]) if lengths is None else tf.reverse_sequence(inputs, lengths, 0, 1)


def _dropped(inputs, rate, seed, training):
    """`inputs` with dropout where `training`, a bool or a boolean tensor."""
    if not rate or training is False:
        return inputs
    dropped = tf.nn.dropout(inputs, rate=rate, seed=seed)
    return dropped if training is True else tf.cond(training, lambda: dropped, lambda: inputs)


def forward(layout, inputs, state, weights, biases, lengths=None, training=True, dropout=0.0, seed=None):
    """All layers over [time, batch, depth].

    Args:
        layout: a `canonical.Layout` without projection.
        state: (h,) or, for an LSTM, (h, c), each [layers * directions, batch, units].
        weights, biases: the canonical parameters.
        lengths: [batch] lengths; past them the outputs are zero and the state stays.
        training: a bool or a boolean tensor: whether there is dropout between the layers.

    Returns:
        (outputs [time, batch, directions * units], the last state, shaped as the first).
    """
    weights, biases = layout.by_direction(weights), layout.by_direction(biases)
    lasts = []
    for layer in range(layout.num_layers):
        if layer:
            inputs = _dropped(inputs, dropout, seed, training)
        outputs = []
        for direction in range(layout.num_dirs):
            index = layer * layout.num_dirs + direction
            first = tuple(s[index] for s in state)
            given = _reverse(inputs, lengths) if direction else inputs
            scope = f"layer_{layer}_{'bw' if direction else 'fw'}"
            output, last = _one_direction(layout, given, weights[index], biases[index], first, lengths, scope)
            outputs.append(_reverse(output, lengths) if direction else output)
            lasts.append(last)
        inputs = outputs[0] if len(outputs) == 1 else tf.concat(outputs, 2)
    return inputs, tuple(tf.stack(parts) for parts in zip(*lasts, strict=True))
