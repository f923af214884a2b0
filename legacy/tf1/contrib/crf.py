"""Replaces: ``tf.contrib.crf``: linear-chain conditional random fields.

A sequence of tags scores the sum of `inputs[t, tag_t]` and `transition_params[tag_t-1, tag_t]`.
"""

import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.python.framework.smart_cond import smart_cond
from tf2notes.legacy.tf1.nn.rnn_cell import RNNCell

__all__ = [
    "CrfDecodeBackwardRnnCell",
    "CrfDecodeForwardRnnCell",
    "CrfForwardRnnCell",
    "crf_binary_score",
    "crf_decode",
    "crf_log_likelihood",
    "crf_log_norm",
    "crf_multitag_sequence_score",
    "crf_sequence_score",
    "crf_unary_score",
    "viterbi_decode",
]


def crf_log_likelihood(inputs, tag_indices, sequence_lengths, transition_params=None):
    """Log-probability of the tags given the inputs.

    Args:
        inputs: float `[batch, time, tags]`.
        tag_indices: int `[batch, time]`.
        sequence_lengths: int `[batch]`.
        transition_params: `[tags, tags]`, or None for the variable "transitions".

    Returns:
        `(log-likelihood [batch], transition_params)`.

    Replaces: tf.contrib.crf.crf_log_likelihood
    """
    if transition_params is None:
        num_tags = tf.dimension_value(inputs.shape[2])
        transition_params = tf.get_variable("transitions", [num_tags, num_tags])
    scores = crf_sequence_score(inputs, tag_indices, sequence_lengths, transition_params)
    return scores - crf_log_norm(inputs, sequence_lengths, transition_params), transition_params


def crf_sequence_score(inputs, tag_indices, sequence_lengths, transition_params):
    """The score of the tags `[batch]`, not normalized; 0 for empty sequences. Arguments as `crf_log_likelihood`.

    Replaces: tf.contrib.crf.crf_sequence_score
    """

    def one_step():
        batch = tf.shape(inputs, out_type=tag_indices.dtype)[0]
        rows = tf.reshape(tf.range(batch, dtype=tag_indices.dtype), [-1, 1])
        scores = tf.gather_nd(tf.squeeze(inputs, [1]), tf.concat([rows, tag_indices], axis=1))
        return _zero_where_empty(scores, sequence_lengths)

    def many_steps():
        unary = crf_unary_score(tag_indices, sequence_lengths, inputs)
        return unary + crf_binary_score(tag_indices, sequence_lengths, transition_params)

    return _one_step_or_many(inputs, one_step, many_steps)


def crf_multitag_sequence_score(inputs, tag_bitmap, sequence_lengths, transition_params):
    """The log of the summed exponential scores of all sequences that `tag_bitmap` allows.

    Args:
        inputs, sequence_lengths, transition_params: as `crf_log_likelihood`.
        tag_bitmap: bool `[batch, time, tags]`.

    Returns:
        `[batch]`.

    Replaces: tf.contrib.crf.crf_multitag_sequence_score
    """
    allowed = tf.where(tag_bitmap, inputs, tf.fill(tf.shape(inputs), float("-inf")))
    return _one_step_or_many(
        inputs,
        lambda: tf.reduce_logsumexp(allowed, axis=[1, 2], keepdims=False),
        lambda: crf_log_norm(allowed, sequence_lengths, transition_params),
    )


def crf_log_norm(inputs, sequence_lengths, transition_params):
    """The log of the summed exponential scores of all sequences, `[batch]`; 0 for empty sequences.

    Replaces: tf.contrib.crf.crf_log_norm
    """
    first = tf.squeeze(tf.slice(inputs, [0, 0, 0], [-1, 1, -1]), [1])

    def many_steps():
        _, alphas = tf.nn.dynamic_rnn(
            cell=CrfForwardRnnCell(transition_params),
            inputs=tf.slice(inputs, [0, 1, 0], [-1, -1, -1]),
            sequence_length=_less_one(sequence_lengths),
            initial_state=first,
            dtype=tf.float32,
        )
        return _zero_where_empty(tf.reduce_logsumexp(alphas, [1]), sequence_lengths)

    return _one_step_or_many(
        inputs, lambda: _zero_where_empty(tf.reduce_logsumexp(first, [1]), sequence_lengths), many_steps
    )


def crf_unary_score(tag_indices, sequence_lengths, inputs):
    """The sum of the inputs at the tags, up to each length: `[batch]`.

    Replaces: tf.contrib.crf.crf_unary_score
    """
    batch, time, num_tags = (tf.shape(inputs)[axis] for axis in range(3))
    offsets = tf.expand_dims(tf.range(batch) * time * num_tags, 1) + tf.expand_dims(tf.range(time) * num_tags, 0)
    flat = tf.reshape(tf.cast(offsets, tag_indices.dtype) + tag_indices, [-1])
    scores = tf.reshape(tf.gather(tf.reshape(inputs, [-1]), flat), [batch, time])
    mask = tf.sequence_mask(sequence_lengths, maxlen=tf.shape(tag_indices)[1], dtype=tf.float32)
    return tf.reduce_sum(scores * mask, 1)


def crf_binary_score(tag_indices, sequence_lengths, transition_params):
    """The sum of the transitions between neighbouring tags, up to each length: `[batch]`.

    Replaces: tf.contrib.crf.crf_binary_score
    """
    num_tags = tf.dimension_value(transition_params.get_shape()[0])
    transitions = tf.shape(tag_indices)[1] - 1
    before = tf.slice(tag_indices, [0, 0], [-1, transitions])
    after = tf.slice(tag_indices, [0, 1], [-1, transitions])
    scores = tf.gather(tf.reshape(transition_params, [-1]), before * num_tags + after)
    mask = tf.sequence_mask(sequence_lengths, maxlen=tf.shape(tag_indices)[1], dtype=tf.float32)
    return tf.reduce_sum(scores * tf.slice(mask, [0, 1], [-1, -1]), 1)


class _TransitionCell(RNNCell):
    """A cell whose state is one number for each tag. Like TF1's, it is called directly and is no layer."""

    def __init__(self, transition_params):
        self._transition_params = tf.expand_dims(transition_params, 0)
        self._num_tags = tf.dimension_value(transition_params.shape[0])

    @property
    def state_size(self):
        return self._num_tags

    @property
    def output_size(self):
        return self._num_tags

    def _scores(self, state):
        """`[batch, tag before, tag]`."""
        return tf.expand_dims(state, 2) + self._transition_params


class CrfForwardRnnCell(_TransitionCell):
    """One step of the forward algorithm: the state is the log of the summed scores of what ends in each tag.

    Replaces: tf.contrib.crf.CrfForwardRnnCell
    """

    def __call__(self, inputs, state, scope=None):
        alphas = inputs + tf.reduce_logsumexp(self._scores(state), [1])
        return alphas, alphas


class CrfDecodeForwardRnnCell(_TransitionCell):
    """One step of Viterbi's algorithm: the output points to the best tag before, the state is the best score.

    Replaces: tf.contrib.crf.CrfDecodeForwardRnnCell
    """

    def __call__(self, inputs, state, scope=None):
        scores = self._scores(state)
        return tf.cast(tf.argmax(scores, 1), tf.int32), inputs + tf.reduce_max(scores, [1])


class CrfDecodeBackwardRnnCell(RNNCell):
    """Follows the backpointers `[batch, tags]`: output and state are the tag `[batch, 1]`.

    Replaces: tf.contrib.crf.CrfDecodeBackwardRnnCell
    """

    def __init__(self, num_tags):
        self._num_tags = num_tags

    @property
    def state_size(self):
        return 1

    @property
    def output_size(self):
        return 1

    def __call__(self, inputs, state, scope=None):
        rows = tf.range(tf.shape(inputs)[0])
        tags = tf.gather_nd(inputs, tf.stack([rows, tf.squeeze(state, axis=[1])], axis=1))
        tags = tf.expand_dims(tags, axis=-1)
        return tags, tags


def viterbi_decode(score, transition_params):
    """The best tags of one sequence, in NumPy.

    Args:
        score: array `[time, tags]`.
        transition_params: array `[tags, tags]`.

    Returns:
        `(list of tags, their score)`.

    Replaces: tf.contrib.crf.viterbi_decode
    """
    best, pointers = score[0], []
    for now in score[1:]:
        candidates = np.expand_dims(best, 1) + transition_params
        pointers.append(np.argmax(candidates, 0).astype(np.int32))
        best = np.asarray(now + np.max(candidates, 0), dtype=score.dtype)
    tags = [np.argmax(best)]
    for pointer in reversed(pointers):
        tags.append(pointer[tags[-1]])
    return tags[::-1], np.max(best)


def crf_decode(potentials, transition_params, sequence_length):
    """The best tags of a batch, in TensorFlow.

    Args:
        potentials: float `[batch, time, tags]`.
        transition_params: `[tags, tags]`.
        sequence_length: int `[batch]`.

    Returns:
        `(int32 tags [batch, time], scores [batch])`; tags are 0 beyond each length.

    Replaces: tf.contrib.crf.crf_decode
    """

    def one_step():
        scores = tf.squeeze(potentials, [1])
        tags = tf.cast(tf.expand_dims(tf.argmax(scores, axis=1), 1), tf.int32)
        return tags, tf.reduce_max(scores, axis=1)

    def many_steps():
        lengths = _less_one(sequence_length)
        pointers, scores = tf.nn.dynamic_rnn(
            CrfDecodeForwardRnnCell(transition_params),
            inputs=tf.slice(potentials, [0, 1, 0], [-1, -1, -1]),
            sequence_length=lengths,
            initial_state=tf.squeeze(tf.slice(potentials, [0, 0, 0], [-1, 1, -1]), axis=[1]),
            dtype=tf.int32,
        )
        last = tf.expand_dims(tf.cast(tf.argmax(scores, axis=1), tf.int32), axis=-1)
        tags, _ = tf.nn.dynamic_rnn(
            CrfDecodeBackwardRnnCell(tf.dimension_value(potentials.shape[2])),
            inputs=tf.reverse_sequence(pointers, lengths, seq_axis=1),
            sequence_length=lengths,
            initial_state=last,
            dtype=tf.int32,
        )
        backwards = tf.concat([last, tf.squeeze(tags, axis=[2])], axis=1)
        return tf.reverse_sequence(backwards, sequence_length, seq_axis=1), tf.reduce_max(scores, axis=1)

    return _one_step_or_many(potentials, one_step, many_steps)


def _one_step_or_many(inputs, one_step, many_steps):
    """`one_step()` if `inputs` `[batch, time, tags]` has one step, decided now if the time is known."""
    time = tf.dimension_value(inputs.shape[1]) or tf.shape(inputs)[1]
    return smart_cond(pred=tf.equal(time, 1), true_fn=one_step, false_fn=many_steps)


def _less_one(lengths):
    return tf.maximum(tf.constant(0, dtype=lengths.dtype), lengths - 1)


def _zero_where_empty(values, lengths):
    return tf.where(tf.less_equal(lengths, 0), tf.zeros_like(values), values)
