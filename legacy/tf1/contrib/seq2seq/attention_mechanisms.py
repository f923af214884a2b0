"""Attention: a score for every position of a memory, made into weights. Bahdanau's (arXiv 1409.0473) and Luong's
(arXiv 1508.04025) scores."""

import math

import numpy as np
import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.seq2seq.structures import _zero_state_tensors
from tf2notes.legacy.tf1.layers import Dense
from tf2notes.legacy.tf1.layers.base import base as _layers_base


class AttentionMechanism:
    """The type of all mechanisms. Replaces: tf.contrib.seq2seq.AttentionMechanism"""

    @property
    def alignments_size(self):
        raise NotImplementedError

    @property
    def state_size(self):
        raise NotImplementedError


class _BaseAttentionMechanism(AttentionMechanism):
    """A memory with its keys, masked past the end of every sequence.

    Args:
        query_layer: None or the tf.layers layer for queries.
        memory: `[batch, time, ...]`.
        probability_fn: `f(score, previous alignments) -> alignments`, all `[batch, time]`.
        memory_sequence_length: None or int `[batch]`; positions beyond are zeroed and get the score `score_mask_value`.
        memory_layer: the tf.layers layer that makes keys of the memory; its dtype is the mechanism's.
        check_inner_dims_defined: whether the memory's shape after the time must be known.
        score_mask_value: minus infinity if None.
        custom_key_value_fn: None or `f(keys, values) -> (keys, values)`.
        name: of the name scope, else "BaseAttentionMechanismInit".

    Raises:
        TypeError: a layer is no layer, or `probability_fn` cannot be called.
        ValueError: the memory's inner dimensions are unknown.
    """

    def __init__(
        self,
        query_layer,
        memory,
        probability_fn,
        memory_sequence_length=None,
        memory_layer=None,
        check_inner_dims_defined=True,
        score_mask_value=None,
        custom_key_value_fn=None,
        name=None,
    ):
        for what, layer in (("query_layer", query_layer), ("memory_layer", memory_layer)):
            if layer is not None and not isinstance(layer, _layers_base.Layer):
                raise TypeError(f"{what} is not a Layer: {type(layer).__name__}")
        self._query_layer = query_layer
        self._memory_layer = memory_layer
        self.dtype = memory_layer.dtype
        if not callable(probability_fn):
            raise TypeError(f"probability_fn must be callable, saw type: {type(probability_fn).__name__}")
        if score_mask_value is None:
            score_mask_value = tf.as_dtype(memory_layer.dtype).as_numpy_dtype(-np.inf)

        def masked_probability_fn(score, previous):
            score = _maybe_mask_score(
                score, memory_sequence_length=memory_sequence_length, score_mask_value=score_mask_value
            )
            return probability_fn(score, previous)

        self._probability_fn = masked_probability_fn
        with tf.name_scope(name, "BaseAttentionMechanismInit", tf.nest.flatten(memory)):
            self._values = _prepare_memory(
                memory,
                memory_sequence_length=memory_sequence_length,
                check_inner_dims_defined=check_inner_dims_defined,
            )
            self._keys = memory_layer(self._values)
            if custom_key_value_fn is not None:
                self._keys, self._values = custom_key_value_fn(self._keys, self._values)
            self._batch_size = static_or_dynamic(self._keys, 0)
            self._alignments_size = static_or_dynamic(self._keys, 1)

    @property
    def memory_layer(self):
        return self._memory_layer

    @property
    def query_layer(self):
        return self._query_layer

    @property
    def values(self):
        return self._values

    @property
    def keys(self):
        return self._keys

    @property
    def batch_size(self):
        return self._batch_size

    @property
    def alignments_size(self):
        return self._alignments_size

    @property
    def state_size(self):
        return self._alignments_size

    def initial_alignments(self, batch_size, dtype):
        """Zeros `[batch, time]`."""
        return _zero_state_tensors(self._alignments_size, batch_size, dtype)

    def initial_state(self, batch_size, dtype):
        """The first `state` of the call: the initial alignments."""
        return self.initial_alignments(batch_size, dtype)


class LuongAttention(_BaseAttentionMechanism):
    """Scores are the dot product of query and key: the query must have `num_units`.

    Args:
        num_units: columns of the keys.
        memory, memory_sequence_length, score_mask_value, custom_key_value_fn: as for `_BaseAttentionMechanism`.
        scale: multiply by a trained scalar, "luong_attention/attention_g", at first 1.
        probability_fn: `f(score) -> alignments`, softmax if None.
        dtype: of the memory layer, float32 if None.
        name: of the name scope.

    Calling it with a query `[batch, num_units]` and the state returns `(alignments, next state)`.

    Raises:
        ValueError: when called, the query's columns are unknown or not `num_units`.

    Replaces: tf.contrib.seq2seq.LuongAttention
    """

    def __init__(
        self,
        num_units,
        memory,
        memory_sequence_length=None,
        scale=False,
        probability_fn=None,
        score_mask_value=None,
        dtype=None,
        custom_key_value_fn=None,
        name="LuongAttention",
    ):
        super().__init__(
            query_layer=None,
            memory_layer=unbiased("memory_layer", num_units, dtype),
            memory=memory,
            probability_fn=_without_previous(probability_fn),
            memory_sequence_length=memory_sequence_length,
            score_mask_value=score_mask_value,
            custom_key_value_fn=custom_key_value_fn,
            name=name,
        )
        self._num_units = num_units
        self._scale = scale
        self._name = name

    def __call__(self, query, state):
        with tf.variable_scope(None, "luong_attention", [query]):
            score = luong_score_with_variables(query, self._keys, self._scale)
        alignments = self._probability_fn(score, state)
        return alignments, alignments


class BahdanauAttention(_BaseAttentionMechanism):
    """Scores are ``v · tanh(key + W query)``, with "attention_v" and "query_layer/kernel" in "bahdanau_attention".

    Args:
        num_units: columns of query and keys after their layers.
        memory, memory_sequence_length, score_mask_value, custom_key_value_fn: as for `_BaseAttentionMechanism`.
        normalize: use ``g v / |v|`` and a bias inside the tanh (arXiv 1602.07868): "attention_g", "attention_b".
        probability_fn: `f(score) -> alignments`, softmax if None.
        dtype: of the layers, float32 if None.
        name: of the name scope.

    Calling it with a query `[batch, size]` and the state returns `(alignments, next state)`.

    Replaces: tf.contrib.seq2seq.BahdanauAttention
    """

    def __init__(
        self,
        num_units,
        memory,
        memory_sequence_length=None,
        normalize=False,
        probability_fn=None,
        score_mask_value=None,
        dtype=None,
        custom_key_value_fn=None,
        name="BahdanauAttention",
    ):
        super().__init__(
            query_layer=unbiased("query_layer", num_units, dtype),
            memory_layer=unbiased("memory_layer", num_units, dtype),
            memory=memory,
            probability_fn=_without_previous(probability_fn),
            custom_key_value_fn=custom_key_value_fn,
            memory_sequence_length=memory_sequence_length,
            score_mask_value=score_mask_value,
            name=name,
        )
        self._num_units = num_units
        self._normalize = normalize
        self._name = name

    def __call__(self, query, state):
        with tf.variable_scope(None, "bahdanau_attention", [query]):
            score = bahdanau_score_with_variables(self, query, self._num_units, self._normalize)
        alignments = self._probability_fn(score, state)
        return alignments, alignments


def hardmax(logits, name=None):
    """One-hot of the argmax over the last axis, in the dtype of `logits`.

    Replaces: tf.contrib.seq2seq.hardmax
    """
    with tf.name_scope(name, "Hardmax", [logits]):
        logits = tf.convert_to_tensor(logits, name="logits")
        depth = tf.dimension_value(logits.get_shape()[-1])
        depth = tf.shape(logits)[-1] if depth is None else depth
        return tf.one_hot(tf.argmax(logits, -1), depth, dtype=logits.dtype)


def unbiased(name, num_units, dtype):
    """The dense layer of a mechanism; float32 unless `dtype` says otherwise."""
    return Dense(num_units, name=name, use_bias=False, dtype=dtype or tf.float32)


def static_or_dynamic(tensor, axis):
    """The size of `axis`: an int if it is known, else an int32 scalar."""
    return tf.dimension_value(tensor.shape[axis]) or tf.shape(tensor)[axis]


def luong_score_with_variables(query, keys, scale):
    """`_luong_score` with the variable "attention_g" of the current scope if `scale`."""
    attention_g = None
    if scale:
        attention_g = tf.get_variable("attention_g", dtype=query.dtype, initializer=tf.ones_initializer, shape=())
    return _luong_score(query, keys, attention_g)


def bahdanau_score_with_variables(mechanism, query, num_units, normalize):
    """`_bahdanau_score` of a mechanism with the variables of the current scope."""
    processed = mechanism.query_layer(query) if mechanism.query_layer else query
    attention_v = tf.get_variable("attention_v", [num_units], dtype=query.dtype)
    attention_g = attention_b = None
    if normalize:
        gain = tf.constant_initializer(math.sqrt(1.0 / num_units))
        attention_g = tf.get_variable("attention_g", dtype=query.dtype, initializer=gain, shape=())
        attention_b = tf.get_variable("attention_b", [num_units], dtype=query.dtype, initializer=tf.zeros_initializer())
    return _bahdanau_score(processed, mechanism.keys, attention_v, attention_g, attention_b)


def _luong_score(query, keys, scale):
    """`scale · keys query`, `[batch, time]`, of a query `[batch, depth]` and keys `[batch, time, depth]`."""
    depth, key_units = tf.dimension_value(query.get_shape()[-1]), tf.dimension_value(keys.get_shape()[-1])
    if depth is None or depth != key_units:
        raise ValueError(
            "Incompatible or unknown inner dimensions between query and keys.  "
            f"Query ({query}) has units: {depth}.  Keys ({keys}) have units: {key_units}.  "
            f"Perhaps you need to set num_units to the keys' dimension ({key_units})?"
        )
    score = tf.squeeze(tf.matmul(tf.expand_dims(query, 1), keys, transpose_b=True), [1])
    return score if scale is None else scale * score


def _bahdanau_score(processed_query, keys, attention_v, attention_g=None, attention_b=None):
    """`v · tanh(keys + query)`, `[batch, time]`; normalized and with a bias if both g and b are given."""
    total = keys + tf.expand_dims(processed_query, 1)
    if attention_g is not None and attention_b is not None:
        attention_v = attention_g * attention_v * tf.rsqrt(tf.reduce_sum(tf.square(attention_v)))
        total += attention_b
    return tf.reduce_sum(attention_v * tf.tanh(total), [2])


def _prepare_memory(memory, memory_sequence_length=None, memory_mask=None, check_inner_dims_defined=True):
    """The memory as tensors, zero beyond `memory_sequence_length` or where `memory_mask` is false."""
    memory = tf.nest.map_structure(lambda m: tf.convert_to_tensor(m, name="memory"), memory)
    _check_one_mask(memory_sequence_length, memory_mask)
    if check_inner_dims_defined:
        for m in tf.nest.flatten(memory):
            if not m.get_shape()[2:].is_fully_defined():
                raise ValueError(
                    f"Expected memory {m.name} to have fully defined inner dims, but saw shape: {m.get_shape()}"
                )
    if memory_sequence_length is None and memory_mask is None:
        return memory
    first = tf.nest.flatten(memory)[0]
    if memory_mask is None:
        lengths = tf.convert_to_tensor(memory_sequence_length, name="memory_sequence_length")
        mask = tf.sequence_mask(lengths, maxlen=tf.shape(first)[1], dtype=first.dtype)
    else:
        mask = tf.cast(memory_mask, dtype=first.dtype)

    def zero_beyond(m):
        rank = tf.rank(m) if m.get_shape().ndims is None else m.get_shape().ndims
        ones = tf.ones(rank - 2, dtype=tf.int32)
        return m * tf.reshape(mask, tf.concat((tf.shape(mask), ones), 0))

    return tf.nest.map_structure(zero_beyond, memory)


def _maybe_mask_score(score, memory_sequence_length=None, memory_mask=None, score_mask_value=None):
    """`score_mask_value` beyond the lengths, which must be positive (checked when run), or where the mask is false."""
    if memory_sequence_length is None and memory_mask is None:
        return score
    _check_one_mask(memory_sequence_length, memory_mask)
    if memory_sequence_length is not None:
        message = "All values in memory_sequence_length must be greater than zero."
        with tf.control_dependencies([tf.assert_positive(memory_sequence_length, message=message)]):
            memory_mask = tf.sequence_mask(memory_sequence_length, maxlen=tf.shape(score)[1])
    return tf.where(memory_mask, score, score_mask_value * tf.ones_like(score))


def _check_one_mask(memory_sequence_length, memory_mask):
    if memory_sequence_length is not None and memory_mask is not None:
        raise ValueError("memory_sequence_length and memory_mask can't be provided at same time.")


def _without_previous(probability_fn):
    probability_fn = probability_fn or tf.nn.softmax
    return lambda score, _: probability_fn(score)
