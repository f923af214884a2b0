"""The one op that TF1's beam search had written in C++."""

import tensorflow.compat.v1 as tf


def gather_tree(step_ids, parent_ids, max_sequence_lengths, end_token, name=None):
    """Full beams out of the ids of every step and the beams they came from.

    Each beam is followed from its last step back to the first through its parents. Steps at and after
    `max_sequence_lengths`, and those after the first end token, become `end_token`.

    Args:
        step_ids: int32 `[time, batch, beam]`.
        parent_ids: int32 `[time, batch, beam]`.
        max_sequence_lengths: int32 `[batch]`.
        end_token: int32 scalar.
        name: of the name scope, else "GatherTree".

    Returns:
        int32 `[time, batch, beam]`.

    Raises:
        tf.errors.InvalidArgumentError: a parent that is needed is no beam (found when run).

    Replaces: tf.contrib.seq2seq.gather_tree
    Differs: made of ops, on every device; TF1's GPU kernel let wrong parents pass.
    """
    with tf.name_scope(name, "GatherTree", [step_ids, parent_ids, max_sequence_lengths, end_token]):
        step_ids = tf.convert_to_tensor(step_ids, dtype=tf.int32, name="step_ids")
        parent_ids = tf.convert_to_tensor(parent_ids, dtype=tf.int32, name="parent_ids")
        lengths = tf.convert_to_tensor(max_sequence_lengths, dtype=tf.int32, name="max_sequence_lengths")
        end_token = tf.convert_to_tensor(end_token, dtype=tf.int32, name="end_token")
        step_ids.get_shape().assert_has_rank(3)
        parent_ids.get_shape().assert_has_rank(3)
        lengths.get_shape().assert_has_rank(1)
        end_token.get_shape().assert_has_rank(0)
        static_shape = step_ids.get_shape().merge_with(parent_ids.get_shape())
        static_shape = static_shape.merge_with([None, tf.dimension_value(lengths.get_shape()[0]), None])

        shape = tf.shape(step_ids)
        max_time, batch_size, beam_width = shape[0], shape[1], shape[2]
        last_beams = tf.tile(tf.expand_dims(tf.range(beam_width), 0), [batch_size, 1])

        def step_back(countdown, beams, ids):
            time = countdown - 1
            within = tf.tile(tf.expand_dims(time < lengths, 1), [1, beam_width])
            safe = tf.where(within, beams, last_beams)
            with tf.control_dependencies([_assert_beams(safe, beam_width, time)]):
                safe = tf.clip_by_value(safe, 0, beam_width - 1)
            ends = tf.fill([batch_size, beam_width], end_token)
            here = tf.where(within, tf.gather(step_ids[time], safe, batch_dims=1), ends)
            parents = tf.where(within, tf.gather(parent_ids[time], safe, batch_dims=1), beams)
            parents.set_shape(beams.get_shape())
            return time, parents, ids.write(time, here)

        _, _, ids = tf.while_loop(
            lambda countdown, beams, ids: countdown > 0,
            step_back,
            (max_time, last_beams, tf.TensorArray(tf.int32, size=max_time, element_shape=static_shape[1:])),
            back_prop=False,
        )
        beams = ids.stack()
        is_end = tf.cast(tf.equal(beams, end_token), tf.int32)
        ended_before = tf.cumsum(is_end, axis=0, exclusive=True) > 0
        beams = tf.where(ended_before, tf.fill(shape, end_token), beams)
        beams.set_shape(static_shape)
        return beams


def _assert_beams(parents, beam_width, time):
    """Asserts that all parents are beams; says which one is not, in the words of TF1's kernel."""
    wrong = tf.where(tf.logical_or(parents < 0, parents >= beam_width))
    first = tf.concat([wrong, tf.zeros([1, 2], tf.int64)], 0)[0]
    message = tf.strings.format(
        "Saw invalid parent id {} at (batch, time, beam) == ({}, {}, {})",
        (tf.gather_nd(parents, first), first[0], time, first[1]),
    )
    return tf.Assert(tf.equal(tf.shape(wrong)[0], 0), [message])
