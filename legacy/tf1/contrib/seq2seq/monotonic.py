"""Monotonic attention (arXiv 1704.00784): the read position only moves forward."""

import functools

import numpy as np
import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.seq2seq.attention_mechanisms import (
    _BaseAttentionMechanism,
    bahdanau_score_with_variables,
    luong_score_with_variables,
    static_or_dynamic,
    unbiased,
)


def safe_cumprod(x, *args, **kwargs):
    """Cumulative product as the exponential of a sum of logarithms: its gradient stays finite at zeros.

    Args:
        x: float tensor; taken to be in [0, 1], zeros count as the smallest normal number.
        *args, **kwargs: of `tf.cumsum`: axis, exclusive, reverse.

    Replaces: tf.contrib.seq2seq.safe_cumprod
    """
    with tf.name_scope(None, "SafeCumprod", [x]):
        x = tf.convert_to_tensor(x, name="x")
        tiny = np.finfo(x.dtype.as_numpy_dtype).tiny
        return tf.exp(tf.cumsum(tf.log(tf.clip_by_value(x, tiny, 1)), *args, **kwargs))


def monotonic_attention(p_choose_i, previous_attention, mode):
    """The expected attention after moving forward from `previous_attention` with the stopping chances `p_choose_i`.

    Args:
        p_choose_i: `[batch, time]`, the chance to stop at a position, once there.
        previous_attention: `[batch, time]`.
        mode: "recursive" (exact), "parallel" (a closed form, poor where chances are near 0 or 1) or "hard" (chances
            are 0 and 1, and so was the previous attention).

    Returns:
        `[batch, time]`.

    Raises:
        ValueError: another mode.

    Replaces: tf.contrib.seq2seq.monotonic_attention
    """
    p_choose_i = tf.convert_to_tensor(p_choose_i, name="p_choose_i")
    previous_attention = tf.convert_to_tensor(previous_attention, name="previous_attention")
    if mode == "recursive":
        batch_size = static_or_dynamic(p_choose_i, 0)
        passed_on = tf.concat([tf.ones((batch_size, 1), p_choose_i.dtype), 1 - p_choose_i[:, :-1]], 1)
        arrived = tf.scan(
            lambda before, now: tf.reshape(now[0] * before + now[1], (batch_size,)),
            [tf.transpose(passed_on), tf.transpose(previous_attention)],
            tf.zeros((batch_size,), p_choose_i.dtype),
        )
        return p_choose_i * tf.transpose(arrived)
    if mode == "parallel":
        passed = safe_cumprod(1 - p_choose_i, axis=1, exclusive=True)
        arrived = tf.cumsum(previous_attention / tf.clip_by_value(passed, 1e-10, 1.0), axis=1)
        return p_choose_i * passed * arrived
    if mode == "hard":
        p_choose_i *= tf.cumsum(previous_attention, axis=1)
        return p_choose_i * tf.cumprod(1 - p_choose_i, axis=1, exclusive=True)
    raise ValueError("mode must be 'recursive', 'parallel', or 'hard'.")


def _monotonic_probability_fn(score, previous_alignments, sigmoid_noise, mode, seed=None):
    """Stopping chances out of scores, with normal noise on them, and the attention from those."""
    if sigmoid_noise > 0:
        score += sigmoid_noise * tf.random_normal(tf.shape(score), dtype=score.dtype, seed=seed)
    p_choose_i = tf.cast(score > 0, score.dtype) if mode == "hard" else tf.sigmoid(score)
    return monotonic_attention(p_choose_i, previous_alignments, mode)


class _BaseMonotonicAttentionMechanism(_BaseAttentionMechanism):
    """Starts with all attention on the first position."""

    def initial_alignments(self, batch_size, dtype):
        return tf.one_hot(tf.zeros((batch_size,), dtype=tf.int32), self._alignments_size, dtype=dtype)


class BahdanauMonotonicAttention(_BaseMonotonicAttentionMechanism):
    """`BahdanauAttention`'s score plus a scalar bias, "attention_score_bias", as monotonic attention.

    Args:
        num_units, memory, memory_sequence_length, normalize, score_mask_value, dtype, name: as there.
        sigmoid_noise: standard deviation of the noise on the scores, for training.
        sigmoid_noise_seed: of that noise.
        score_bias_init: the bias at first; negative numbers help long memories.
        mode: of `monotonic_attention`.

    Replaces: tf.contrib.seq2seq.BahdanauMonotonicAttention
    """

    def __init__(
        self,
        num_units,
        memory,
        memory_sequence_length=None,
        normalize=False,
        score_mask_value=None,
        sigmoid_noise=0.0,
        sigmoid_noise_seed=None,
        score_bias_init=0.0,
        mode="parallel",
        dtype=None,
        name="BahdanauMonotonicAttention",
    ):
        super().__init__(
            query_layer=unbiased("query_layer", num_units, dtype),
            memory_layer=unbiased("memory_layer", num_units, dtype),
            memory=memory,
            probability_fn=functools.partial(
                _monotonic_probability_fn, sigmoid_noise=sigmoid_noise, mode=mode, seed=sigmoid_noise_seed
            ),
            memory_sequence_length=memory_sequence_length,
            score_mask_value=score_mask_value,
            name=name,
        )
        self._num_units = num_units
        self._normalize = normalize
        self._name = name
        self._score_bias_init = score_bias_init

    def __call__(self, query, state):
        with tf.variable_scope(None, "bahdanau_monotonic_attention", [query]):
            score = bahdanau_score_with_variables(self, query, self._num_units, self._normalize)
            score += tf.get_variable("attention_score_bias", dtype=query.dtype, initializer=self._score_bias_init)
        alignments = self._probability_fn(score, state)
        return alignments, alignments


class LuongMonotonicAttention(_BaseMonotonicAttentionMechanism):
    """`LuongAttention`'s score plus a scalar bias, "attention_score_bias", as monotonic attention.

    The arguments are those of `LuongAttention` and `BahdanauMonotonicAttention`.

    Replaces: tf.contrib.seq2seq.LuongMonotonicAttention
    """

    def __init__(
        self,
        num_units,
        memory,
        memory_sequence_length=None,
        scale=False,
        score_mask_value=None,
        sigmoid_noise=0.0,
        sigmoid_noise_seed=None,
        score_bias_init=0.0,
        mode="parallel",
        dtype=None,
        name="LuongMonotonicAttention",
    ):
        super().__init__(
            query_layer=None,
            memory_layer=unbiased("memory_layer", num_units, dtype),
            memory=memory,
            probability_fn=functools.partial(
                _monotonic_probability_fn, sigmoid_noise=sigmoid_noise, mode=mode, seed=sigmoid_noise_seed
            ),
            memory_sequence_length=memory_sequence_length,
            score_mask_value=score_mask_value,
            name=name,
        )
        self._num_units = num_units
        self._scale = scale
        self._score_bias_init = score_bias_init
        self._name = name

    def __call__(self, query, state):
        with tf.variable_scope(None, "luong_monotonic_attention", [query]):
            score = luong_score_with_variables(query, self._keys, self._scale)
            score += tf.get_variable("attention_score_bias", dtype=query.dtype, initializer=self._score_bias_init)
        alignments = self._probability_fn(score, state)
        return alignments, alignments
