"""Attention mechanisms that are Keras layers: drafts of 1.14 and 1.15 which became tensorflow-addons'.

The layer is called twice over: with the memory, to set it up, and then with `[query, state]` at every step.
"""

import math

import numpy as np
import tensorflow.compat.v1 as tf
import tf_keras
from tf2notes.legacy.tf1._unconverted import unconverted
from tf2notes.legacy.tf1.contrib.seq2seq.attention_mechanisms import (
    AttentionMechanism,
    _bahdanau_score,
    _luong_score,
    _maybe_mask_score,
    _prepare_memory,
    _without_previous,
    hardmax,
    static_or_dynamic,
)
from tf2notes.legacy.tf1.contrib.seq2seq.structures import _zero_state_tensors
from tf_keras.src.engine.base_layer_utils import mark_checked

_PROBABILITY_FUNCTIONS = {"softmax": tf.nn.softmax, "hardmax": hardmax}


class _BaseAttentionMechanismV2(AttentionMechanism, tf_keras.layers.Layer):
    """A memory with its keys.

    Args:
        memory: `[batch, time, ...]`, or None to call the layer with it later.
        probability_fn: `f(score, previous alignments) -> alignments`, all `[batch, time]`.
        query_layer, memory_layer: None or Keras layers for queries and keys.
        memory_sequence_length: None or int `[batch]`; the memory is zero beyond.
        **kwargs: of the Keras layer; its dtype is the memory layer's unless given.

    Calls with `[query, state]` return `(alignments, next state)`. Scores are masked where the memory has a Keras mask,
    and, as in 1.15, not by `memory_sequence_length`.

    Raises:
        TypeError: a layer is no layer, or `probability_fn` cannot be called.
        ValueError: a query before the memory, a memory twice, or lengths besides a mask.
    """

    def __init__(
        self,
        memory,
        probability_fn,
        query_layer=None,
        memory_layer=None,
        memory_sequence_length=None,
        **kwargs,
    ):
        for what, layer in (("query_layer", query_layer), ("memory_layer", memory_layer)):
            if layer is not None and not isinstance(layer, tf_keras.layers.Layer):
                raise TypeError(f"{what} is not a Layer: {type(layer).__name__}")
        if memory_layer is not None:
            kwargs.setdefault("dtype", memory_layer.dtype)
        super().__init__(**kwargs)
        self.query_layer = query_layer
        self.memory_layer = memory_layer
        if not callable(probability_fn):
            raise TypeError(f"probability_fn must be callable, saw type: {type(probability_fn).__name__}")
        self.probability_fn = probability_fn
        self.keys = None
        self.values = None
        self.batch_size = None
        self._memory_initialized = False
        self._check_inner_dims_defined = True
        self.supports_masking = True
        self.score_mask_value = tf.as_dtype(self.dtype).as_numpy_dtype(-np.inf)
        if memory is not None:
            inputs = memory if memory_sequence_length is None else [memory, memory_sequence_length]
            self.values = super().__call__(inputs, setup_memory=True)

    def build(self, input_shape):
        """Of the memory's shape, or of those of query and state once there is a memory."""
        layer = self.query_layer if self._memory_initialized else self.memory_layer
        if layer is not None and not layer.built:
            layer.build(input_shape[0] if self._memory_initialized or isinstance(input_shape, list) else input_shape)

    def __call__(self, inputs, **kwargs):
        """`[query, state]`; the memory joins them, so that a functional model knows what the result depends on."""
        if self._memory_initialized:
            if len(inputs) not in (2, 3):
                raise ValueError(f"Expect the inputs to have 2 or 3 tensors, got {len(inputs)}")
            if len(inputs) == 2:
                inputs = [*inputs, self.values]
        return super().__call__(inputs, **kwargs)

    @unconverted
    def call(self, inputs, mask=None, setup_memory=False, **kwargs):
        """The memory's values if `setup_memory`, else `(alignments, next state)`."""
        if setup_memory:
            parts = inputs if isinstance(inputs, list) else [inputs]
            if len(parts) not in (1, 2):
                raise ValueError(f"Expect inputs to have 1 or 2 tensors, got {len(parts)}")
            if isinstance(mask, (list, tuple)):  # one for each input; the lengths have none
                mask = mask[0]
            self._setup_memory(parts[0], parts[1] if len(parts) == 2 else None, mask)
            self.built = False  # the query's part is still to be built
            return self.values
        if not self._memory_initialized:
            raise ValueError("Cannot query the attention before the setup of memory")
        if len(inputs) not in (2, 3):
            raise ValueError(
                f"Expect the inputs to have query, state, and optional processed memory, got {len(inputs)} items"
            )
        return self._calculate_attention(inputs[0], inputs[1])

    def _setup_memory(self, memory, memory_sequence_length=None, memory_mask=None):
        if self._memory_initialized:
            raise ValueError("The memory for the attention has already been setup.")
        if memory_sequence_length is not None and memory_mask is not None:
            raise ValueError("memory_sequence_length and memory_mask cannot be used at same time for attention.")
        with tf.name_scope(self.name, "BaseAttentionMechanismInit", tf.nest.flatten(memory)):
            self.values = _prepare_memory(
                memory,
                memory_sequence_length=memory_sequence_length,
                memory_mask=memory_mask,
                check_inner_dims_defined=self._check_inner_dims_defined,
            )
            mark_checked(self.values)  # ours already: Keras need not make an operation of it a layer
            self.keys = self.values if self.memory_layer is None else self.memory_layer(self.values)
            self.batch_size = static_or_dynamic(self.keys, 0)
            self._alignments_size = static_or_dynamic(self.keys, 1)
            if memory_mask is not None:
                self.probability_fn = self._masked(self.probability_fn, memory_mask)
        self._memory_initialized = True

    def _masked(self, probability_fn, memory_mask):
        def masked_probability_fn(score, previous):
            score = _maybe_mask_score(score, memory_mask=memory_mask, score_mask_value=self.score_mask_value)
            return probability_fn(score, previous)

        return masked_probability_fn

    def _calculate_attention(self, query, state):
        raise NotImplementedError("_calculate_attention need to be implemented by subclasses.")

    def compute_mask(self, inputs, mask=None):
        """Neither alignments nor state have one."""
        return None, None

    def get_config(self):
        config = super().get_config()
        for name in ("query_layer", "memory_layer"):
            layer = getattr(self, name)
            if layer is not None:
                config[name] = {"class_name": type(layer).__name__, "config": layer.get_config()}
        return {**config, "memory": None}

    @classmethod
    def from_config(cls, config, custom_objects=None):
        return cls(**cls.deserialize_inner_layer_from_config(config, custom_objects=custom_objects))

    def _process_probability_fn(self, func_name):
        """The function that "softmax" or "hardmax" names; ValueError for another name."""
        if func_name not in _PROBABILITY_FUNCTIONS:
            raise ValueError(f"Invalid probability function: {func_name}, options are {_PROBABILITY_FUNCTIONS.keys()}")
        return _PROBABILITY_FUNCTIONS[func_name]

    @classmethod
    def deserialize_inner_layer_from_config(cls, config, custom_objects):
        """The config with layers in place of those of the query and memory layer."""
        config = dict(config)
        for name in ("query_layer", "memory_layer"):
            if config.get(name):
                config[name] = tf_keras.layers.deserialize(config[name], custom_objects=custom_objects)
        return config

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


def _dense(name, units, dtype):
    return tf_keras.layers.Dense(units, name=name, use_bias=False, dtype=dtype)


class _Luong:
    """Scores are the dot product of query and key, times "attention_g" if scaled."""

    _gain = "scale_weight"
    _has_bias = False

    def build(self, input_shape):
        super().build(input_shape)
        if self.scale and getattr(self, self._gain) is None:
            setattr(self, self._gain, self.add_weight("attention_g", initializer=tf.ones_initializer, shape=()))
        if self._has_bias and self.attention_score_bias is None:
            self.attention_score_bias = _score_bias(self)
        self.built = True

    def _calculate_attention(self, query, state):
        score = _luong_score(query, self.keys, getattr(self, self._gain))
        if self._has_bias:
            score += self.attention_score_bias
        alignments = self.probability_fn(score, state)
        return alignments, alignments


class _Bahdanau:
    """Scores are ``v · tanh(key + W query)``, normalized if asked for."""

    _has_bias = False

    def build(self, input_shape):
        super().build(input_shape)
        if self.attention_v is None:
            self.attention_v = self.add_weight(
                "attention_v", [self.units], dtype=self.dtype, initializer=self.kernel_initializer
            )
        if self._has_bias and self.attention_score_bias is None:
            self.attention_score_bias = _score_bias(self)
        if self.normalize and self.attention_g is None and self.attention_b is None:
            gain = tf.constant_initializer(math.sqrt(1.0 / self.units))
            self.attention_g = self.add_weight("attention_g", initializer=gain, shape=())
            self.attention_b = self.add_weight("attention_b", shape=[self.units], initializer=tf.zeros_initializer())
        self.built = True

    def _calculate_attention(self, query, state):
        score = _bahdanau_score(
            self.query_layer(query) if self.query_layer else query,
            self.keys,
            self.attention_v,
            attention_g=self.attention_g,
            attention_b=self.attention_b,
        )
        if self._has_bias:
            score += self.attention_score_bias
        alignments = self.probability_fn(score, state)
        return alignments, alignments


def _score_bias(layer):
    bias = tf.constant_initializer(layer.score_bias_init, dtype=tf.as_dtype(layer.dtype))
    return layer.add_weight("attention_score_bias", shape=(), dtype=layer.dtype, initializer=bias)


class LuongAttentionV2(_Luong, _BaseAttentionMechanismV2):
    """`LuongAttention` as a Keras layer; `units` is the depth of the queries, `probability_fn` a name.

    Replaces: tensorflow.contrib.seq2seq.python.ops.attention_wrapper.LuongAttentionV2
    """

    def __init__(
        self,
        units,
        memory,
        memory_sequence_length=None,
        scale=False,
        probability_fn="softmax",
        dtype=None,
        name="LuongAttention",
        **kwargs,
    ):
        function = self._process_probability_fn(probability_fn)
        dtype = dtype or tf.float32
        memory_layer = kwargs.pop("memory_layer", None) or _dense("memory_layer", units, dtype)
        _preset(self, probability_fn_name=probability_fn, units=units, scale=scale, scale_weight=None)
        super().__init__(
            memory=memory,
            memory_sequence_length=memory_sequence_length,
            query_layer=kwargs.pop("query_layer", None),
            memory_layer=memory_layer,
            probability_fn=_without_previous(function),
            name=name,
            dtype=dtype,
            **kwargs,
        )

    def get_config(self):
        config = {"units": self.units, "scale": self.scale, "probability_fn": self.probability_fn_name}
        return {**super().get_config(), **config}


class BahdanauAttentionV2(_Bahdanau, _BaseAttentionMechanismV2):
    """`BahdanauAttention` as a Keras layer; `probability_fn` is a name, `kernel_initializer` makes "attention_v".

    Replaces: tensorflow.contrib.seq2seq.python.ops.attention_wrapper.BahdanauAttentionV2
    """

    def __init__(
        self,
        units,
        memory,
        memory_sequence_length=None,
        normalize=False,
        probability_fn="softmax",
        kernel_initializer="glorot_uniform",
        dtype=None,
        name="BahdanauAttention",
        **kwargs,
    ):
        function = self._process_probability_fn(probability_fn)
        dtype = dtype or tf.float32
        query_layer = kwargs.pop("query_layer", None) or _dense("query_layer", units, dtype)
        memory_layer = kwargs.pop("memory_layer", None) or _dense("memory_layer", units, dtype)
        _preset(
            self,
            probability_fn_name=probability_fn,
            units=units,
            normalize=normalize,
            kernel_initializer=tf_keras.initializers.get(kernel_initializer),
            attention_v=None,
            attention_g=None,
            attention_b=None,
        )
        super().__init__(
            memory=memory,
            memory_sequence_length=memory_sequence_length,
            query_layer=query_layer,
            memory_layer=memory_layer,
            probability_fn=_without_previous(function),
            name=name,
            dtype=dtype,
            **kwargs,
        )

    def get_config(self):
        config = {
            "units": self.units,
            "normalize": self.normalize,
            "probability_fn": self.probability_fn_name,
            "kernel_initializer": tf_keras.initializers.serialize(self.kernel_initializer),
        }
        return {**super().get_config(), **config}


def _preset(layer, **attributes):
    """Attributes that the base's constructor needs already: it may build the layer."""
    vars(layer).update(attributes)
