"""The cell wrapper that attends to a memory at every step."""

import collections

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.framework.tensor_util import with_same_shape
from tf2notes.legacy.tf1.contrib.seq2seq.attention_layers import (
    BahdanauAttentionV2,
    LuongAttentionV2,
    _BaseAttentionMechanismV2,
)
from tf2notes.legacy.tf1.contrib.seq2seq.attention_mechanisms import (
    AttentionMechanism,
    BahdanauAttention,
    LuongAttention,
    _bahdanau_score,
    _BaseAttentionMechanism,
    _luong_score,
    _maybe_mask_score,
    _prepare_memory,
    hardmax,
    static_or_dynamic,
)
from tf2notes.legacy.tf1.contrib.seq2seq.monotonic import (
    BahdanauMonotonicAttention,
    LuongMonotonicAttention,
    _BaseMonotonicAttentionMechanism,
    _monotonic_probability_fn,
    monotonic_attention,
    safe_cumprod,
)
from tf2notes.legacy.tf1.contrib.seq2seq.monotonic_layers import (
    BahdanauMonotonicAttentionV2,
    LuongMonotonicAttentionV2,
    _BaseMonotonicAttentionMechanismV2,
)
from tf2notes.legacy.tf1.contrib.seq2seq.structures import _zero_state_tensors, assert_like_rnncell
from tf2notes.legacy.tf1.layers import Dense
from tf2notes.legacy.tf1.nn.rnn_cell import RNNCell

__all__ = [
    "AttentionMechanism",
    "AttentionWrapper",
    "AttentionWrapperState",
    "BahdanauAttention",
    "BahdanauAttentionV2",
    "BahdanauMonotonicAttention",
    "BahdanauMonotonicAttentionV2",
    "LuongAttention",
    "LuongAttentionV2",
    "LuongMonotonicAttention",
    "LuongMonotonicAttentionV2",
    "_BaseAttentionMechanism",
    "_BaseAttentionMechanismV2",
    "_BaseMonotonicAttentionMechanism",
    "_BaseMonotonicAttentionMechanismV2",
    "_bahdanau_score",
    "_compute_attention",
    "_luong_score",
    "_maybe_mask_score",
    "_monotonic_probability_fn",
    "_prepare_memory",
    "_zero_state_tensors",
    "hardmax",
    "monotonic_attention",
    "safe_cumprod",
]

_TILE = (
    "  Are you using the BeamSearchDecoder?  You may need to tile {} via the tf.contrib.seq2seq.tile_batch function "
    "with argument multiple=beam_width."
)


class AttentionWrapperState(
    collections.namedtuple(
        "AttentionWrapperState",
        ("cell_state", "attention", "time", "alignments", "alignment_history", "attention_state"),
    )
):
    """The state of an `AttentionWrapper`.

    cell_state: the wrapped cell's; attention: what was emitted last; time: int32 scalar; alignments, attention_state:
    one for a mechanism, a tuple for several; alignment_history: TensorArray(s) or ().

    Replaces: tf.contrib.seq2seq.AttentionWrapperState
    """

    __slots__ = ()

    def clone(self, **kwargs):
        """A copy with some fields replaced by others of the same structure and shape.

        Raises:
            ValueError: a shape differs (an assertion checks when run what is not known before).
        """

        def checked(old, new):
            if isinstance(old, tf.Tensor) and isinstance(new, tf.Tensor):
                return with_same_shape(old, new)
            return new

        return tf.nest.map_structure(checked, self, self._replace(**kwargs))


def _compute_attention(attention_mechanism, cell_output, attention_state, attention_layer):
    """Returns `(attention, alignments, next attention state)`: the weighted memory, or the layer's view of it."""
    if isinstance(attention_mechanism, _BaseAttentionMechanismV2):
        alignments, next_attention_state = attention_mechanism([cell_output, attention_state])
    else:
        alignments, next_attention_state = attention_mechanism(cell_output, state=attention_state)
    context = tf.squeeze(tf.matmul(tf.expand_dims(alignments, 1), attention_mechanism.values), [1])
    attention = context if attention_layer is None else attention_layer(tf.concat([cell_output, context], 1))
    return attention, alignments, next_attention_state


class AttentionWrapper(RNNCell):
    """A cell whose input is extended by the attention it paid in the step before.

    Args:
        cell: an RNNCell.
        attention_mechanism: an AttentionMechanism or a list of them.
        attention_layer_size: None: the attention is the context; an int (a list for several mechanisms): it is a dense
            layer "attention_layer", without bias, on cell output and context.
        alignment_history: whether the state keeps the alignments of all steps in a TensorArray.
        cell_input_fn: `f(inputs, attention) -> cell inputs`, the concatenation if None.
        output_attention: whether the attention is the output, instead of the cell's output.
        initial_cell_state: the cell's part of `zero_state`.
        name: of the layer and its variable scope, "attention_wrapper".
        attention_layer: a layer, or a list of them, instead of `attention_layer_size`.
        attention_fn: `f(mechanism, cell_output, attention_state, attention_layer)`, as `_compute_attention`.
        dtype: of the layer.

    Raises:
        TypeError: a mechanism is none, or `cell_input_fn` cannot be called.
        ValueError: both a layer and a size, or not as many as there are mechanisms.

    Replaces: tf.contrib.seq2seq.AttentionWrapper
    """

    def __init__(
        self,
        cell,
        attention_mechanism,
        attention_layer_size=None,
        alignment_history=False,
        cell_input_fn=None,
        output_attention=True,
        initial_cell_state=None,
        name=None,
        attention_layer=None,
        attention_fn=None,
        dtype=None,
    ):
        super().__init__(name=name, dtype=dtype)
        assert_like_rnncell("cell", cell)
        self._is_multi = isinstance(attention_mechanism, (list, tuple))
        mechanisms = tuple(attention_mechanism) if self._is_multi else (attention_mechanism,)
        _check_mechanisms(mechanisms, self._is_multi)
        if cell_input_fn is None:
            cell_input_fn = _concat_inputs
        elif not callable(cell_input_fn):
            raise TypeError(f"cell_input_fn must be callable, saw type: {type(cell_input_fn).__name__}")
        if attention_layer_size is not None and attention_layer is not None:
            raise ValueError("Only one of attention_layer_size and attention_layer should be set")

        self._attention_layers = None
        if attention_layer_size is not None:
            sizes = _one_for_each("attention_layer_size", "integer", attention_layer_size, mechanisms)
            self._attention_layers = tuple(
                Dense(size, name="attention_layer", use_bias=False, dtype=mechanism.dtype)
                for size, mechanism in zip(sizes, mechanisms, strict=True)
            )
            self._attention_layer_size = sum(sizes)
        elif attention_layer is not None:
            self._attention_layers = _one_for_each("attention_layer", "layer", attention_layer, mechanisms)
            self._attention_layer_size = sum(
                tf.dimension_value(layer.compute_output_shape([None, cell.output_size + _depth(mechanism)])[-1])
                for layer, mechanism in zip(self._attention_layers, mechanisms, strict=True)
            )
        else:
            self._attention_layer_size = sum(_depth(mechanism) for mechanism in mechanisms)

        self._attention_fn = _compute_attention if attention_fn is None else attention_fn
        self._cell = cell
        self._attention_mechanisms = mechanisms
        self._cell_input_fn = cell_input_fn
        self._output_attention = output_attention
        self._alignment_history = alignment_history
        self._initial_cell_state = None
        if initial_cell_state is not None:
            with tf.name_scope(name, "AttentionWrapperInit"):
                batch_size = static_or_dynamic(tf.nest.flatten(initial_cell_state)[-1], 0)
                message = (
                    f"When constructing AttentionWrapper {self._base_name}: Non-matching batch sizes between the "
                    "memory (encoder output) and initial_cell_state." + _TILE.format("your initial state")
                )
                with tf.control_dependencies(self._batch_size_checks(batch_size, message)):
                    self._initial_cell_state = tf.nest.map_structure(
                        lambda s: tf.identity(s, name="check_initial_cell_state"), initial_cell_state
                    )

    def _batch_size_checks(self, batch_size, error_message):
        return [
            tf.assert_equal(batch_size, mechanism.batch_size, message=error_message)
            for mechanism in self._attention_mechanisms
        ]

    def _item_or_tuple(self, seq):
        items = tuple(seq)
        return items if self._is_multi else items[0]

    @property
    def output_size(self):
        return self._attention_layer_size if self._output_attention else self._cell.output_size

    @property
    def state_size(self):
        mechanisms = self._attention_mechanisms
        return AttentionWrapperState(
            cell_state=self._cell.state_size,
            time=tf.TensorShape([]),
            attention=self._attention_layer_size,
            alignments=self._item_or_tuple(a.alignments_size for a in mechanisms),
            attention_state=self._item_or_tuple(a.state_size for a in mechanisms),
            alignment_history=self._item_or_tuple(
                a.alignments_size if self._alignment_history else () for a in mechanisms
            ),
        )

    def zero_state(self, batch_size, dtype):
        """The first state: zeros, or the `initial_cell_state` and what the mechanisms begin with."""
        with tf.name_scope(type(self).__name__ + "ZeroState", values=[batch_size]):
            if self._initial_cell_state is not None:
                cell_state = self._initial_cell_state
            else:
                cell_state = _initial_state_of(self._cell, batch_size, dtype)
            message = (
                f"When calling zero_state of AttentionWrapper {self._base_name}: Non-matching batch sizes between the "
                "memory (encoder output) and the requested batch size.  Are you using the BeamSearchDecoder?  If so, "
                "make sure your encoder output has been tiled to beam_width via tf.contrib.seq2seq.tile_batch, and "
                "the batch_size= argument passed to zero_state is batch_size * beam_width."
            )
            with tf.control_dependencies(self._batch_size_checks(batch_size, message)):
                cell_state = tf.nest.map_structure(lambda s: tf.identity(s, name="checked_cell_state"), cell_state)
            alignments = [a.initial_alignments(batch_size, dtype) for a in self._attention_mechanisms]
            histories = [self._new_history(dtype, a.shape) for a in alignments]
            return AttentionWrapperState(
                cell_state=cell_state,
                time=tf.zeros([], dtype=tf.int32),
                attention=_zero_state_tensors(self._attention_layer_size, batch_size, dtype),
                alignments=self._item_or_tuple(alignments),
                attention_state=self._item_or_tuple(
                    a.initial_state(batch_size, dtype) for a in self._attention_mechanisms
                ),
                alignment_history=self._item_or_tuple(histories),
            )

    @tf.autograph.experimental.do_not_convert  # tf_keras would rewrite it, and all that it calls
    def call(self, inputs, state):
        """Returns `(output, next AttentionWrapperState)`.

        Raises:
            TypeError: the state is no AttentionWrapperState.
        """
        if not isinstance(state, AttentionWrapperState):
            raise TypeError(
                f"Expected state to be instance of AttentionWrapperState. Received type {type(state)} instead."
            )
        cell_output, next_cell_state = self._cell(self._cell_input_fn(inputs, state.attention), state.cell_state)
        message = (
            f"When applying AttentionWrapper {self.name}: Non-matching batch sizes between the memory (encoder output) "
            "and the query (decoder output)." + _TILE.format("your memory input")
        )
        with tf.control_dependencies(self._batch_size_checks(static_or_dynamic(cell_output, 0), message)):
            cell_output = tf.identity(cell_output, name="checked_cell_output")

        count = len(self._attention_mechanisms)
        states = state.attention_state if self._is_multi else [state.attention_state]
        histories = state.alignment_history if self._is_multi else [state.alignment_history]
        layers = self._attention_layers or [None] * count
        results = []
        for index, mechanism in enumerate(self._attention_mechanisms):
            attention, alignments, next_state = self._attention_fn(mechanism, cell_output, states[index], layers[index])
            history = histories[index].write(state.time, alignments) if self._alignment_history else ()
            results.append((attention, alignments, next_state, history))
        attentions, alignments, next_states, histories = zip(*results, strict=True)
        attention = tf.concat(attentions, 1)
        next_state = AttentionWrapperState(
            time=state.time + 1,
            cell_state=next_cell_state,
            attention=attention,
            attention_state=self._item_or_tuple(next_states),
            alignments=self._item_or_tuple(alignments),
            alignment_history=self._item_or_tuple(histories),
        )
        return (attention if self._output_attention else cell_output), next_state

    def _new_history(self, dtype, element_shape):
        if not self._alignment_history:
            return ()
        return tf.TensorArray(dtype, size=0, dynamic_size=True, element_shape=element_shape)


def _concat_inputs(inputs, attention):
    return tf.concat([inputs, attention], -1)


def _depth(mechanism):
    return tf.dimension_value(mechanism.values.shape[-1])


def _initial_state_of(cell, batch_size, dtype):
    if hasattr(cell, "get_initial_state"):
        return cell.get_initial_state(batch_size=batch_size, dtype=dtype)
    return cell.zero_state(batch_size, dtype)


def _one_for_each(name, kind, given, mechanisms):
    items = tuple(given) if isinstance(given, (list, tuple)) else (given,)
    if len(items) != len(mechanisms):
        raise ValueError(
            f"If provided, {name} must contain exactly one {kind} per attention_mechanism, "
            f"saw: {len(items)} vs {len(mechanisms)}"
        )
    return items


def _check_mechanisms(mechanisms, is_multi):
    for mechanism in mechanisms:
        if not isinstance(mechanism, AttentionMechanism):
            expected = "contain only instances of AttentionMechanism"
            if not is_multi:
                expected = "be an AttentionMechanism or list of multiple AttentionMechanism instances"
            raise TypeError(f"attention_mechanism must {expected}, saw type: {type(mechanism).__name__}")
