"""Beam search: the decoder that keeps the `beam_width` likeliest sequences of every example."""

import collections

import numpy as np
import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1._unconverted import unconverted
from tf2notes.legacy.tf1.contrib.seq2seq.beam_search_ops import gather_tree
from tf2notes.legacy.tf1.contrib.seq2seq.beam_search_step import (
    BeamSearchDecoderOutput,
    BeamSearchDecoderState,
    _beam_search_step,
    _check_ndims,
    _get_scores,
    _length_penalty,
    _mask_probs,
    _maybe_tensor_gather_helper,
    _tensor_gather_helper,
    attention_probs_from_attn_state,
    get_attention_probs,
)
from tf2notes.legacy.tf1.contrib.seq2seq.decoder import BaseDecoder, Decoder
from tf2notes.legacy.tf1.contrib.seq2seq.helper import embedding_function
from tf2notes.legacy.tf1.contrib.seq2seq.structures import assert_like_rnncell, check_layer, output_size_of

__all__ = [
    "BeamSearchDecoder",
    "BeamSearchDecoderOutput",
    "BeamSearchDecoderState",
    "BeamSearchDecoderV2",
    "FinalBeamSearchDecoderOutput",
    "_beam_search_step",
    "_check_batch_beam",
    "_check_ndims",
    "_check_static_batch_beam_maybe",
    "_get_scores",
    "_length_penalty",
    "_mask_probs",
    "_maybe_tensor_gather_helper",
    "_tensor_gather_helper",
    "_tile_batch",
    "attention_probs_from_attn_state",
    "gather_tree_from_array",
    "get_attention_probs",
    "tile_batch",
]


class FinalBeamSearchDecoderOutput(
    collections.namedtuple("FinalBeamDecoderOutput", ["predicted_ids", "beam_search_decoder_output"])
):
    """`predicted_ids`: whole sequences, best beam first; `beam_search_decoder_output`: what every step gave."""

    __slots__ = ()


def _tile_batch(t, multiplier):
    t = tf.convert_to_tensor(t, name="t")
    if t.shape.ndims is None or t.shape.ndims < 1:
        raise ValueError("t must have statically known rank")
    shape, batch = tf.shape(t), tf.dimension_value(t.shape[0])
    tiled = tf.tile(tf.expand_dims(t, 1), [1, multiplier, *[1] * (t.shape.ndims - 1)])
    tiled = tf.reshape(tiled, tf.concat(([shape[0] * multiplier], shape[1:]), 0))
    static = tf.get_static_value(multiplier) if isinstance(multiplier, tf.Tensor) else multiplier
    known = batch is not None and static is not None
    tiled.set_shape(tf.TensorShape([int(batch * static) if known else None]).concatenate(t.shape[1:]))
    return tiled


def tile_batch(t, multiplier, name=None):
    """Repeat every example `multiplier` times in a row: `[batch, ...]` to `[batch · multiplier, ...]`.

    Args:
        t: tensor or structure of them: encoder outputs, lengths, states.
        multiplier: the beam width.
        name: of the name scope, else "tile_batch".

    Raises:
        ValueError: a rank is unknown or 0.

    Replaces: tf.contrib.seq2seq.tile_batch
    """
    with tf.name_scope(name, "tile_batch", [*tf.nest.flatten(t), multiplier]):
        return tf.nest.map_structure(lambda part: _tile_batch(part, multiplier), t)


def gather_tree_from_array(t, parent_ids, sequence_length):
    """Sort what was recorded step by step, beam by beam, into the final beams (an alignment history, say).

    Args:
        t: `[time, batch · beam, ...]` or `[time, batch, beam, ...]`.
        parent_ids: int32 `[time, batch, beam]`.
        sequence_length: int `[batch, beam]`.

    Returns:
        As `t`, sorted up to each sequence's length.

    Replaces: tensorflow.contrib.seq2seq.python.ops.beam_search_decoder.gather_tree_from_array
    """
    dynamic = tf.shape(parent_ids)
    time, batch, beam = (tf.dimension_value(parent_ids.shape[i]) or dynamic[i] for i in range(3))
    own_beam = tf.tile(tf.reshape(tf.range(beam), [1, 1, -1]), [time, batch, 1])
    final_beam = gather_tree(
        step_ids=own_beam,
        parent_ids=parent_ids,
        max_sequence_lengths=tf.cast(tf.reduce_max(sequence_length, axis=1), tf.int32),
        end_token=beam + 1,
    )
    within = tf.transpose(tf.sequence_mask(sequence_length, maxlen=time), perm=[2, 0, 1])
    final_beam = tf.where(within, final_beam, own_beam)
    time_index = tf.tile(tf.reshape(tf.range(time), [-1, 1, 1]), [1, batch, beam])
    batch_index = tf.tile(tf.reshape(tf.range(batch), [1, -1, 1]), [time, 1, beam])
    indices = tf.stack([time_index, batch_index, final_beam], -1)
    by_beam = tf.reshape(t, [time, batch, beam, -1])
    return tf.reshape(tf.gather_nd(by_beam, indices), tf.shape(t))


def _check_static_batch_beam_maybe(shape, batch_size, beam_width):
    """Whether `shape`, as far as it is known, is `[batch · beam, ...]` or `[batch, beam, ...]`; warns if it is not."""
    shape = tf.TensorShape(shape)
    sizes = shape.as_list()
    if batch_size is None or sizes[0] is None:
        return True
    merged = sizes[0] == batch_size * beam_width
    split = len(sizes) < 2 or sizes[1] is None or (sizes[0] == batch_size and sizes[1] == beam_width)
    if merged and split:
        return True
    tf.logging.warn(
        "TensorArray reordering expects elements to be reshapable to %s which is incompatible with the current shape "
        "%s. Consider setting reorder_tensor_arrays to False to disable TensorArray reordering during the beam search.",
        tf.TensorShape([batch_size, beam_width, None]),
        shape,
    )
    return False


def _check_batch_beam(t, batch_size, beam_width):
    """An assertion that `t`, `[time, ...]`, has elements `[batch · beam, ...]` or `[batch, beam, ...]`."""
    shape = tf.shape(t)
    fits = tf.equal(shape[1], batch_size * beam_width)
    if t.shape.ndims != 2:
        split = tf.logical_and(tf.equal(shape[1], batch_size), tf.equal(shape[2], beam_width))
        fits = tf.logical_or(fits, split)
    message = (
        "TensorArray reordering expects elements to be reshapable to [batch_size, beam_size, -1] which is "
        f"incompatible with the dynamic shape of {t if tf.executing_eagerly() else t.name} elements. Consider "
        "setting reorder_tensor_arrays to False to disable TensorArray reordering during the beam search."
    )
    return tf.Assert(fits, [message])


class BeamSearchDecoderMixin:
    """All of the beam search but where it begins."""

    def __init__(
        self,
        cell,
        beam_width,
        output_layer=None,
        length_penalty_weight=0.0,
        coverage_penalty_weight=0.0,
        reorder_tensor_arrays=True,
        **kwargs,
    ):
        assert_like_rnncell("cell", cell)
        check_layer("output_layer", output_layer)
        super().__init__(**kwargs)  # a decoder that is a layer tracks what follows
        self._cell = cell
        self._output_layer = output_layer
        self._reorder_tensor_arrays = reorder_tensor_arrays
        self._start_tokens = None
        self._end_token = None
        self._batch_size = None
        self._beam_width = beam_width
        self._length_penalty_weight = length_penalty_weight
        self._coverage_penalty_weight = coverage_penalty_weight

    @property
    def batch_size(self):
        return self._batch_size

    def _rnn_output_size(self):
        return output_size_of(self._cell, self._output_layer)

    @property
    def tracks_own_finished(self):
        """Beams are reordered, so what was finished at some place need not stay so."""
        return True

    @property
    def output_size(self):
        beams = tf.TensorShape([self._beam_width])
        return BeamSearchDecoderOutput(scores=beams, predicted_ids=beams, parent_ids=beams)

    def finalize(self, outputs, final_state, sequence_lengths):
        """Follow the parents: returns `(FinalBeamSearchDecoderOutput, final_state)` with TensorArrays sorted."""
        predicted_ids = gather_tree(
            outputs.predicted_ids,
            outputs.parent_ids,
            max_sequence_lengths=tf.cast(tf.reduce_max(final_state.lengths, axis=1), tf.int32),
            end_token=self._end_token,
        )
        if self._reorder_tensor_arrays:
            cell_state = tf.nest.map_structure(
                lambda t: self._maybe_sort_array_beams(t, outputs.parent_ids, final_state.lengths),
                final_state.cell_state,
            )
            final_state = final_state._replace(cell_state=cell_state)
        outputs = FinalBeamSearchDecoderOutput(beam_search_decoder_output=outputs, predicted_ids=predicted_ids)
        return outputs, final_state

    def _merge_batch_beams(self, t, s=None):
        """`[batch, beam, *s]` to `[batch · beam, *s]`."""
        static = tf.get_static_value(self._batch_size)
        merged = tf.reshape(t, tf.concat(([self._batch_size * self._beam_width], tf.shape(t)[2:]), 0))
        batch = None if static is None else int(static * self._beam_width)
        merged.set_shape(tf.TensorShape([batch]).concatenate(_static_shape(s)))
        return merged

    def _split_batch_beams(self, t, s=None):
        """`[batch · beam, *s]` to `[batch, beam, *s]`; ValueError where the batch cannot have been tiled."""
        split = tf.reshape(t, tf.concat(([self._batch_size, self._beam_width], tf.shape(t)[1:]), 0))
        batch = tf.get_static_value(self._batch_size)
        expected = tf.TensorShape([batch, self._beam_width]).concatenate(_static_shape(s))
        if not split.shape.is_compatible_with(expected):
            raise ValueError(
                "Unexpected behavior when reshaping between beam width and batch size.  The reshaped tensor has "
                f"shape: {split.shape}.  We expected it to have shape (batch_size, beam_width, depth) == {expected}.  "
                "Perhaps you forgot to create a zero_state with batch_size=encoder_batch_size * beam_width?"
            )
        split.set_shape(expected)
        return split

    def _maybe_split_batch_beams(self, t, s):
        """Split what has a batch: TensorArrays and scalars stay."""
        if isinstance(t, tf.TensorArray):
            return t
        _check_ndims(t)
        return self._split_batch_beams(t, s) if t.shape.ndims >= 1 else t

    def _maybe_merge_batch_beams(self, t, s):
        """The reverse of `_maybe_split_batch_beams`."""
        if isinstance(t, tf.TensorArray):
            return t
        _check_ndims(t)
        return self._merge_batch_beams(t, s) if t.shape.ndims >= 2 else t

    def _maybe_sort_array_beams(self, t, parent_ids, sequence_length):
        """A TensorArray stacked and sorted into the final beams, where its shape lets it; others stay."""
        if not isinstance(t, tf.TensorArray):
            return t
        if t.element_shape.ndims is None or t.element_shape.ndims < 1:
            tf.logging.warn(
                "The TensorArray %s in the cell state is not amenable to sorting based on the beam search result. For "
                "a TensorArray to be sorted, its elements shape must be defined and have at least a rank of 1, but "
                "saw shape: %s",
                t,
                t.element_shape,
            )
            return t
        if not _check_static_batch_beam_maybe(t.element_shape, tf.get_static_value(self._batch_size), self._beam_width):
            return t
        stacked = t.stack()
        with tf.control_dependencies([_check_batch_beam(stacked, self._batch_size, self._beam_width)]):
            return gather_tree_from_array(stacked, parent_ids, sequence_length)

    def _begin(self, start_tokens, end_token, initial_state):
        """Take the tokens and the tiled state of the cell."""
        start_tokens = tf.convert_to_tensor(start_tokens, dtype=tf.int32, name="start_tokens")
        if start_tokens.get_shape().ndims != 1:
            raise ValueError("start_tokens must be a vector")
        self._end_token = tf.convert_to_tensor(end_token, dtype=tf.int32, name="end_token")
        if self._end_token.get_shape().ndims != 0:
            raise ValueError("end_token must be a scalar")
        self._batch_size = tf.size(start_tokens)
        self._initial_cell_state = tf.nest.map_structure(
            self._maybe_split_batch_beams, initial_state, self._cell.state_size
        )
        self._start_tokens = tf.tile(tf.expand_dims(start_tokens, 1), [1, self._beam_width])
        self._start_inputs = self._embedding_fn(self._start_tokens)
        # At first all beams are the same: only the first one takes part.
        self._finished = tf.one_hot(
            tf.zeros([self._batch_size], dtype=tf.int32),
            depth=self._beam_width,
            on_value=False,
            off_value=True,
            dtype=tf.bool,
        )

    def _first_step(self):
        """Returns `(finished, first inputs, initial state)`."""
        dtype = tf.nest.flatten(self._initial_cell_state)[0].dtype
        log_probs = tf.one_hot(
            tf.zeros([self._batch_size], dtype=tf.int32),
            depth=self._beam_width,
            on_value=tf.convert_to_tensor(0.0, dtype=dtype),
            off_value=tf.convert_to_tensor(-np.inf, dtype=dtype),
            dtype=dtype,
        )
        attention_probs = get_attention_probs(self._initial_cell_state, self._coverage_penalty_weight)
        state = BeamSearchDecoderState(
            cell_state=self._initial_cell_state,
            log_probs=log_probs,
            finished=self._finished,
            lengths=tf.zeros([self._batch_size, self._beam_width], dtype=tf.int64),
            accumulated_attention_probs=() if attention_probs is None else attention_probs,
        )
        return self._finished, self._start_inputs, state

    @property
    def output_dtype(self):
        dtype = tf.nest.flatten(self._initial_cell_state)[0].dtype
        scores = tf.nest.map_structure(lambda _: dtype, self._rnn_output_size())
        return BeamSearchDecoderOutput(scores=scores, predicted_ids=tf.int32, parent_ids=tf.int32)

    def step(self, time, inputs, state, name=None):
        """Run the cell on all beams at once and keep the best continuations."""
        with tf.name_scope(name, "BeamSearchDecoderStep"):
            merged = tf.nest.map_structure(lambda inp: self._merge_batch_beams(inp, s=inp.shape[2:]), inputs)
            cell_state = tf.nest.map_structure(self._maybe_merge_batch_beams, state.cell_state, self._cell.state_size)
            cell_outputs, cell_state = self._cell(merged, cell_state)
            cell_outputs = tf.nest.map_structure(lambda out: self._split_batch_beams(out, out.shape[1:]), cell_outputs)
            cell_state = tf.nest.map_structure(self._maybe_split_batch_beams, cell_state, self._cell.state_size)
            if self._output_layer is not None:
                cell_outputs = self._output_layer(cell_outputs)
            output, next_state = _beam_search_step(
                time=time,
                logits=cell_outputs,
                next_cell_state=cell_state,
                beam_state=state,
                batch_size=self._batch_size,
                beam_width=self._beam_width,
                end_token=self._end_token,
                length_penalty_weight=self._length_penalty_weight,
                coverage_penalty_weight=self._coverage_penalty_weight,
            )
            finished, sample_ids = next_state.finished, output.predicted_ids
            next_inputs = tf.cond(
                tf.reduce_all(finished), lambda: self._start_inputs, lambda: self._embedding_fn(sample_ids)
            )
        return output, next_state, next_inputs, finished


class BeamSearchDecoder(BeamSearchDecoderMixin, Decoder):
    """Beam search from start tokens.

    Args:
        cell: an RNNCell, with its memory, if any, tiled by `tile_batch`.
        embedding: `f(ids) -> inputs`, or the embedding's `params`.
        start_tokens: int32 `[batch]`.
        end_token: int32 scalar.
        initial_state: the cell's state for `batch · beam_width` examples.
        beam_width: int.
        output_layer: None or the layer that makes logits of the cell's outputs.
        length_penalty_weight: exponent of ``((5 + length) / 6)``, by which log-probabilities are divided
            (arXiv 1609.08144); 0 is none.
        coverage_penalty_weight: weight of the coverage penalty there, which needs an `AttentionWrapper`; 0 is none.
        reorder_tensor_arrays: sort the TensorArrays of the final cell state into the final beams.

    Raises:
        TypeError: `cell` or `output_layer` is none.
        ValueError: `start_tokens` is no vector, `end_token` no scalar, or the state was not tiled.

    Replaces: tf.contrib.seq2seq.BeamSearchDecoder
    """

    def __init__(
        self,
        cell,
        embedding,
        start_tokens,
        end_token,
        initial_state,
        beam_width,
        output_layer=None,
        length_penalty_weight=0.0,
        coverage_penalty_weight=0.0,
        reorder_tensor_arrays=True,
    ):
        super().__init__(
            cell,
            beam_width,
            output_layer=output_layer,
            length_penalty_weight=length_penalty_weight,
            coverage_penalty_weight=coverage_penalty_weight,
            reorder_tensor_arrays=reorder_tensor_arrays,
        )
        self._embedding_fn = embedding_function(embedding)
        self._begin(start_tokens, end_token, initial_state)

    def initialize(self, name=None):
        return self._first_step()


class BeamSearchDecoderV2(BeamSearchDecoderMixin, BaseDecoder):
    """`BeamSearchDecoder` as a Keras layer, called with `(embedding, start_tokens, end_token, initial_state)`.

    Args:
        cell, beam_width, output_layer, length_penalty_weight, coverage_penalty_weight, reorder_tensor_arrays: as there.
        embedding_fn: `f(ids) -> inputs`; None takes the embedding of the call, which else is None.
        **kwargs: of `BaseDecoder`.

    Raises:
        ValueError: `embedding_fn` cannot be called; when called, there are two embeddings.

    Replaces: tensorflow.contrib.seq2seq.python.ops.beam_search_decoder.BeamSearchDecoderV2
    """

    def __init__(
        self,
        cell,
        beam_width,
        embedding_fn=None,
        output_layer=None,
        length_penalty_weight=0.0,
        coverage_penalty_weight=0.0,
        reorder_tensor_arrays=True,
        **kwargs,
    ):
        super().__init__(
            cell,
            beam_width,
            output_layer=output_layer,
            length_penalty_weight=length_penalty_weight,
            coverage_penalty_weight=coverage_penalty_weight,
            reorder_tensor_arrays=reorder_tensor_arrays,
            **kwargs,
        )
        if embedding_fn is not None and not callable(embedding_fn):
            raise ValueError(f"embedding_fn is expected to be a callable, got {type(embedding_fn)}")
        self._embedding_fn = embedding_fn

    def initialize(self, embedding, start_tokens, end_token, initial_state):
        """Begin with `start_tokens`; `embedding` is None if there is an `embedding_fn`."""
        if embedding is not None and self._embedding_fn is not None:
            raise ValueError("embedding and embedding_fn cannot be provided at same time")
        if embedding is not None:
            self._embedding_fn = embedding_function(embedding)
        self._begin(start_tokens, end_token, initial_state)
        return self._first_step()

    @unconverted
    def call(self, embedding, start_tokens, end_token, initial_state, **kwargs):
        """Returns `(FinalBeamSearchDecoderOutput, BeamSearchDecoderState, sequence lengths)`."""
        return self._decode(
            embedding, start_tokens=start_tokens, end_token=end_token, initial_state=initial_state, **kwargs
        )


def _static_shape(s):
    """A TensorShape of a size, a shape, or a tensor holding one."""
    if isinstance(s, tf.Tensor):
        value = tf.get_static_value(s)
        return tf.TensorShape(None if value is None else np.ravel(value).tolist())
    return tf.TensorShape([s] if isinstance(s, int) else s)
