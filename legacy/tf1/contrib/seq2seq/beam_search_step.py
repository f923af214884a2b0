"""One step of beam search: score all continuations of all beams, keep the best, and reorder the state to match."""

import collections

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.seq2seq.attention_wrapper import AttentionWrapperState


class BeamSearchDecoderState(
    collections.namedtuple(
        "BeamSearchDecoderState", ("cell_state", "log_probs", "finished", "lengths", "accumulated_attention_probs")
    )
):
    """`cell_state`, and for `[batch, beam]`: log-probability, finished, int64 length; `[batch, beam, time]` or ():
    the attention paid so far."""

    __slots__ = ()


class BeamSearchDecoderOutput(
    collections.namedtuple("BeamSearchDecoderOutput", ("scores", "predicted_ids", "parent_ids"))
):
    """`[batch, beam]` each: the score with its penalties, the symbol, and the beam that it continues."""

    __slots__ = ()


def _beam_search_step(
    time,
    logits,
    next_cell_state,
    beam_state,
    batch_size,
    beam_width,
    end_token,
    length_penalty_weight,
    coverage_penalty_weight,
):
    """Choose the next beams.

    Args:
        time: int32 scalar.
        logits: `[batch, beam, symbols]`.
        next_cell_state: the cell's state after the step, `[batch, beam, ...]`.
        beam_state: the `BeamSearchDecoderState` before it.
        batch_size: int32 scalar tensor.
        beam_width: int.
        end_token: int32 scalar.
        length_penalty_weight, coverage_penalty_weight: floats.

    Returns:
        `(BeamSearchDecoderOutput, BeamSearchDecoderState)`.
    """
    static_batch = tf.get_static_value(batch_size)
    was_finished = beam_state.finished
    going_on = tf.logical_not(was_finished)
    vocab_size = tf.dimension_value(logits.shape[-1]) or tf.shape(logits)[-1]

    step_log_probs = _mask_probs(tf.nn.log_softmax(logits), end_token, was_finished)
    total_probs = tf.expand_dims(beam_state.log_probs, 2) + step_log_probs

    # A continuation is one longer, except by the end token or after it.
    grows = tf.one_hot(
        tf.fill([batch_size, beam_width], end_token),
        depth=vocab_size,
        on_value=tf.constant(0, tf.int64),
        off_value=tf.constant(1, tf.int64),
        dtype=tf.int64,
    )
    lengths = grows * tf.expand_dims(tf.cast(going_on, tf.int64), 2) + tf.expand_dims(beam_state.lengths, 2)

    paid = None
    attention_probs = get_attention_probs(next_cell_state, coverage_penalty_weight)
    if attention_probs is not None:
        attention_probs *= tf.expand_dims(tf.cast(going_on, tf.float32), 2)
        paid = beam_state.accumulated_attention_probs + attention_probs

    scores = _get_scores(
        log_probs=total_probs,
        sequence_lengths=lengths,
        length_penalty_weight=length_penalty_weight,
        coverage_penalty_weight=coverage_penalty_weight,
        finished=was_finished,
        accumulated_attention_probs=paid,
    )
    k = tf.convert_to_tensor(beam_width, dtype=tf.int32, name="beam_width")
    next_scores, indices = tf.nn.top_k(tf.reshape(scores, [batch_size, -1]), k=k)
    next_scores.set_shape([static_batch, beam_width])
    indices.set_shape([static_batch, beam_width])

    next_log_probs = _tensor_gather_helper(
        gather_indices=indices,
        gather_from=total_probs,
        batch_size=batch_size,
        range_size=beam_width * vocab_size,
        gather_shape=[-1],
        name="next_beam_probs",
    )
    symbols = tf.cast(tf.mod(indices, vocab_size, name="next_beam_word_ids"), tf.int32)
    parents = tf.cast(indices / vocab_size, tf.int32, name="next_beam_parent_ids")

    def of_parents(values, gather_shape, name=None):
        return _tensor_gather_helper(
            gather_indices=parents,
            gather_from=values,
            batch_size=batch_size,
            range_size=beam_width,
            gather_shape=gather_shape,
            name=name,
        )

    parent_finished = of_parents(was_finished, [-1])
    next_finished = tf.logical_or(parent_finished, tf.equal(symbols, end_token), name="next_beam_finished")
    next_lengths = of_parents(beam_state.lengths, [-1])
    next_lengths += tf.cast(tf.logical_not(parent_finished), tf.int64)
    next_paid = ()
    if paid is not None:
        next_paid = of_parents(paid, [batch_size * beam_width, -1], "next_accumulated_attention_probs")
    next_cell_state = tf.nest.map_structure(
        lambda values: _maybe_tensor_gather_helper(
            gather_indices=parents,
            gather_from=values,
            batch_size=batch_size,
            range_size=beam_width,
            gather_shape=[batch_size * beam_width, -1],
        ),
        next_cell_state,
    )
    next_state = BeamSearchDecoderState(
        cell_state=next_cell_state,
        log_probs=next_log_probs,
        lengths=next_lengths,
        finished=next_finished,
        accumulated_attention_probs=next_paid,
    )
    return BeamSearchDecoderOutput(scores=next_scores, predicted_ids=symbols, parent_ids=parents), next_state


def get_attention_probs(next_cell_state, coverage_penalty_weight):
    """The mean alignments of all attention in the state, `[batch, beam, time]`; None without a coverage penalty.

    Raises:
        ValueError: there is a penalty, but no attention.
    """
    if coverage_penalty_weight == 0.0:
        return None
    if isinstance(next_cell_state, AttentionWrapperState):
        states = [next_cell_state]
    elif isinstance(next_cell_state, tuple):
        states = [state for state in next_cell_state if isinstance(state, AttentionWrapperState)]
    else:
        states = []
    if not states:
        raise ValueError("coverage_penalty_weight must be 0.0 if no cell is attentional.")
    return _mean([attention_probs_from_attn_state(state) for state in states])


def attention_probs_from_attn_state(attention_state):
    """The alignments of an `AttentionWrapperState`, averaged over its mechanisms."""
    alignments = attention_state.alignments
    return _mean(alignments) if isinstance(alignments, tuple) else alignments


def _get_scores(
    log_probs,
    sequence_lengths,
    length_penalty_weight,
    coverage_penalty_weight,
    finished,
    accumulated_attention_probs,
):
    """`log_probs / length penalty + weight · coverage penalty`, `[batch, beam, symbols]`."""
    penalty = _length_penalty(sequence_lengths=sequence_lengths, penalty_factor=length_penalty_weight)
    scores = log_probs / tf.cast(penalty, dtype=log_probs.dtype)
    weight = tf.convert_to_tensor(coverage_penalty_weight, name="coverage_penalty_weight")
    if weight.shape.ndims != 0:
        raise ValueError(f"coverage_penalty_weight should be a scalar, but saw shape: {weight.shape}")
    if tf.get_static_value(weight) == 0.0:
        return scores
    if accumulated_attention_probs is None:
        raise ValueError("accumulated_attention_probs can be None only if coverage penalty is disabled.")
    # Positions never looked at, the padding among them, do not count.
    seen = tf.where(
        tf.equal(accumulated_attention_probs, 0.0),
        tf.ones_like(accumulated_attention_probs),
        accumulated_attention_probs,
    )
    coverage = tf.reduce_sum(tf.log(tf.minimum(seen, 1.0)), 2) * tf.cast(finished, tf.float32)
    return scores + tf.expand_dims(coverage * weight, 2)


def _length_penalty(sequence_lengths, penalty_factor):
    """`((5 + length) / 6) ** penalty_factor`, or the number 1 if the factor is known to be 0."""
    penalty_factor = tf.convert_to_tensor(penalty_factor, name="penalty_factor")
    penalty_factor.set_shape(())
    static = tf.get_static_value(penalty_factor)
    if static is not None and static == 0:
        return 1.0
    return tf.div((5.0 + tf.cast(sequence_lengths, tf.float32)) ** penalty_factor, (5.0 + 1.0) ** penalty_factor)


def _mask_probs(probs, eos_token, finished):
    """Log-probabilities `[batch, beam, symbols]`; finished beams have 0 at `eos_token`, else the least number."""
    vocab_size = tf.shape(probs)[2]
    finished_row = tf.one_hot(
        eos_token,
        vocab_size,
        dtype=probs.dtype,
        on_value=tf.convert_to_tensor(0.0, dtype=probs.dtype),
        off_value=tf.convert_to_tensor(probs.dtype.min, dtype=probs.dtype),
    )
    finished_probs = tf.tile(tf.reshape(finished_row, [1, 1, -1]), tf.concat([tf.shape(finished), [1]], 0))
    return tf.where(tf.tile(tf.expand_dims(finished, 2), [1, 1, vocab_size]), finished_probs, probs)


def _maybe_tensor_gather_helper(gather_indices, gather_from, batch_size, range_size, gather_shape):
    """`_tensor_gather_helper` of what has beams; TensorArrays (sorted at the end) and smaller tensors stay."""
    if isinstance(gather_from, tf.TensorArray):
        return gather_from
    _check_ndims(gather_from)
    if gather_from.shape.ndims < len(gather_shape):
        return gather_from
    return _tensor_gather_helper(
        gather_indices=gather_indices,
        gather_from=gather_from,
        batch_size=batch_size,
        range_size=range_size,
        gather_shape=gather_shape,
    )


def _tensor_gather_helper(gather_indices, gather_from, batch_size, range_size, gather_shape, name=None):
    """Pick, example by example, the entries `gather_indices` `[batch, beam]` out of `range_size` ones.

    `gather_from` is reshaped to `gather_shape` for it: `[-1]` for values, `[batch · beam, -1]` for states.
    """
    with tf.name_scope(name, "tensor_gather_helper"):
        offsets = tf.expand_dims(tf.range(batch_size) * range_size, 1)
        picked = tf.gather(tf.reshape(gather_from, gather_shape), tf.reshape(gather_indices + offsets, [-1]))
        dims = 1 + len(gather_shape)
        static = tf.TensorShape([tf.get_static_value(batch_size)]).concatenate(gather_from.shape[1:dims])
        output = tf.reshape(picked, tf.shape(gather_from)[:dims], name="output")
        output.set_shape(static)
        return output


def _check_ndims(t):
    if t.shape.ndims is None:
        raise ValueError(f"Expected tensor ({t}) to have known rank, but ndims == None.")


def _mean(parts):
    """The mean of some tensors of one shape; the tensor itself if it is one."""
    if len(parts) == 1:
        return parts[0]
    return tf.reduce_mean(tf.stack(parts, axis=-1), -1)
