"""Turning a model that says how likely each next symbol is into sequences: greedy and beam search.

Both take a function ``step(tokens, state)``: int32 [rows] and any nest of tensors whose first axis is rows ->
(logits [rows, symbols], the next state). Both can run eagerly or inside a ``tf.function``.
"""

import tensorflow as tf


def greedy(step, state, start, end, max_length):
    """The likeliest symbol each time.

    Replaces: ``tf.contrib.seq2seq.GreedyEmbeddingHelper`` with ``dynamic_decode``.

    Args:
        step: see above.
        state: where to start from.
        start: int32 [rows], the symbols to begin with.
        end: the symbol that ends a sequence.
        max_length: at most so many symbols.

    Returns:
        int32 [rows, max_length]; after the first `end` there is nothing but `end`.
    """
    tokens, finished, found = start, tf.zeros_like(start, tf.bool), []
    for _ in range(max_length):
        logits, state = step(tokens, state)
        tokens = tf.where(finished, end, tf.argmax(logits, axis=-1, output_type=tf.int32))
        finished |= tokens == end
        found.append(tokens)
    return tf.stack(found, axis=1)


def beam_search(step, state, start, end, max_length, width, length_penalty=0.0):
    """The likeliest sequences, as far as keeping the `width` best beginnings finds them.

    Replaces: ``tf.contrib.seq2seq.BeamSearchDecoder`` with ``tile_batch``.
    Source: the length penalty ((5 + length) / 6) ** length_penalty is that of Wu et al. 2016. As in TF1, `end` adds
    to a sequence's length only from the step after it on.

    Args:
        step, start, end, max_length: as for `greedy`.
        state: for the rows; it is repeated for the beams here.
        width: beginnings kept for each row.
        length_penalty: 0 compares plain log probabilities; more favours longer sequences.

    Returns:
        int32 [rows, width, max_length], best first, filled with `end`; and their scores, float [rows, width].
    """
    rows, lowest = tf.shape(start)[0], -1e9
    state = tf.nest.map_structure(lambda x: tf.repeat(x, width, axis=0), state)
    tokens = tf.repeat(start, width)
    # All beams of a row begin alike, so only the first may be continued at first.
    total = tf.tile([[0.0] + [lowest] * (width - 1)], [rows, 1])
    finished = tf.zeros([rows, width], tf.bool)
    lengths = tf.zeros([rows, width], tf.int32)
    ids = tf.zeros([rows, width, 0], tf.int32)
    for _ in range(max_length):
        logits, state = step(tokens, state)
        symbols = logits.shape[-1]
        log_probability = tf.reshape(tf.nn.log_softmax(logits), [rows, width, symbols])
        only_end = tf.where(tf.range(symbols) == end, 0.0, lowest)
        candidates = total[..., tf.newaxis] + tf.where(finished[..., tf.newaxis], only_end, log_probability)
        grows = ~finished[..., tf.newaxis] & (tf.range(symbols) != end)
        longer = lengths[..., tf.newaxis] + tf.cast(grows, tf.int32)
        scores = candidates / _penalty(longer, length_penalty)
        scores, best = tf.math.top_k(tf.reshape(scores, [rows, width * symbols]), width)
        beam, tokens = best // symbols, best % symbols
        total = tf.gather(tf.reshape(candidates, [rows, width * symbols]), best, batch_dims=1)
        lengths = tf.gather(lengths + tf.cast(~finished, tf.int32), beam, batch_dims=1)
        finished = tf.gather(finished, beam, batch_dims=1) | (tokens == end)
        ids = tf.concat([tf.gather(ids, beam, batch_dims=1), tokens[..., tf.newaxis]], axis=-1)
        source = tf.reshape(tf.range(rows)[:, tf.newaxis] * width + beam, [-1])
        state = tf.nest.map_structure(lambda x, source=source: tf.gather(x, source), state)
        tokens = tf.reshape(tokens, [-1])
    return ids, scores


def _penalty(lengths, length_penalty):
    return ((5.0 + tf.cast(lengths, tf.float32)) / 6.0) ** length_penalty
