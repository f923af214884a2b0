"""Monotonic attention mechanisms that are Keras layers: drafts of 1.14 and 1.15 which became tensorflow-addons'."""

import functools

import tensorflow.compat.v1 as tf
import tf_keras
from tf2notes.legacy.tf1.contrib.seq2seq.attention_layers import (
    _Bahdanau,
    _BaseAttentionMechanismV2,
    _dense,
    _Luong,
    _preset,
)
from tf2notes.legacy.tf1.contrib.seq2seq.monotonic import _monotonic_probability_fn


class _BaseMonotonicAttentionMechanismV2(_BaseAttentionMechanismV2):
    """Starts with all attention on the first position."""

    def initial_alignments(self, batch_size, dtype):
        return tf.one_hot(tf.zeros((batch_size,), dtype=tf.int32), self._alignments_size, dtype=dtype)


class BahdanauMonotonicAttentionV2(_Bahdanau, _BaseMonotonicAttentionMechanismV2):
    """`BahdanauMonotonicAttention` as a Keras layer.

    Replaces: tensorflow.contrib.seq2seq.python.ops.attention_wrapper.BahdanauMonotonicAttentionV2
    """

    _has_bias = True

    def __init__(
        self,
        units,
        memory,
        memory_sequence_length=None,
        normalize=False,
        sigmoid_noise=0.0,
        sigmoid_noise_seed=None,
        score_bias_init=0.0,
        mode="parallel",
        kernel_initializer="glorot_uniform",
        dtype=None,
        name="BahdanauMonotonicAttention",
        **kwargs,
    ):
        dtype = dtype or tf.float32
        query_layer = kwargs.pop("query_layer", None) or _dense("query_layer", units, dtype)
        memory_layer = kwargs.pop("memory_layer", None) or _dense("memory_layer", units, dtype)
        _preset(
            self,
            units=units,
            normalize=normalize,
            sigmoid_noise=sigmoid_noise,
            sigmoid_noise_seed=sigmoid_noise_seed,
            score_bias_init=score_bias_init,
            mode=mode,
            kernel_initializer=tf_keras.initializers.get(kernel_initializer),
            attention_v=None,
            attention_score_bias=None,
            attention_g=None,
            attention_b=None,
        )
        super().__init__(
            memory=memory,
            memory_sequence_length=memory_sequence_length,
            query_layer=query_layer,
            memory_layer=memory_layer,
            probability_fn=_monotonic(self),
            name=name,
            dtype=dtype,
            **kwargs,
        )

    def get_config(self):
        config = {name: getattr(self, name) for name in ("units", "normalize", *_MONOTONIC)}
        config["kernel_initializer"] = tf_keras.initializers.serialize(self.kernel_initializer)
        return {**super().get_config(), **config}


class LuongMonotonicAttentionV2(_Luong, _BaseMonotonicAttentionMechanismV2):
    """`LuongMonotonicAttention` as a Keras layer.

    Replaces: tensorflow.contrib.seq2seq.python.ops.attention_wrapper.LuongMonotonicAttentionV2
    """

    _gain = "attention_g"
    _has_bias = True

    def __init__(
        self,
        units,
        memory,
        memory_sequence_length=None,
        scale=False,
        sigmoid_noise=0.0,
        sigmoid_noise_seed=None,
        score_bias_init=0.0,
        mode="parallel",
        dtype=None,
        name="LuongMonotonicAttention",
        **kwargs,
    ):
        dtype = dtype or tf.float32
        memory_layer = kwargs.pop("memory_layer", None) or _dense("memory_layer", units, dtype)
        _preset(
            self,
            units=units,
            scale=scale,
            sigmoid_noise=sigmoid_noise,
            sigmoid_noise_seed=sigmoid_noise_seed,
            score_bias_init=score_bias_init,
            mode=mode,
            attention_g=None,
            attention_score_bias=None,
        )
        super().__init__(
            memory=memory,
            memory_sequence_length=memory_sequence_length,
            query_layer=kwargs.pop("query_layer", None),
            memory_layer=memory_layer,
            probability_fn=_monotonic(self),
            name=name,
            dtype=dtype,
            **kwargs,
        )

    def get_config(self):
        config = {name: getattr(self, name) for name in ("units", "scale", *_MONOTONIC)}
        return {**super().get_config(), **config}


_MONOTONIC = ("sigmoid_noise", "sigmoid_noise_seed", "score_bias_init", "mode")


def _monotonic(layer):
    return functools.partial(
        _monotonic_probability_fn, sigmoid_noise=layer.sigmoid_noise, mode=layer.mode, seed=layer.sigmoid_noise_seed
    )
