"""Replaces: ``tf.contrib.text``: pairs of neighbouring words for word2vec's skip-gram model."""

import csv

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib import lookup

__all__ = ["skip_gram_sample", "skip_gram_sample_with_text_vocab"]


def skip_gram_sample(
    input_tensor,
    min_skips=1,
    max_skips=5,
    start=0,
    limit=-1,
    emit_self_as_target=False,
    vocab_freq_table=None,
    vocab_min_count=None,
    vocab_subsampling=None,
    corpus_size=None,
    batch_size=None,
    batch_capacity=None,
    seed=None,
    name=None,
):
    """All pairs of a token and a neighbour at most `skips` away; each token draws its `skips`.

    Args:
        input_tensor: tokens `[n]` of any dtype.
        min_skips, max_skips: limits of the draw, both included.
        start, limit: the part of the input to use; a limit of -1 is to the end.
        emit_self_as_target: pair every token with itself too.
        vocab_freq_table: token to frequency; tokens that are not in it are dropped.
        vocab_min_count: drop tokens that are rarer.
        vocab_subsampling: in (0, 1]: drop frequent tokens with a chance, as word2vec does. Needs `corpus_size`.
        corpus_size: sum of all frequencies.
        batch_size: None for pairs as they come, or batches from a queue.
        batch_capacity: of the queue, 100 batches if None.
        seed: of the draws. The first run equals TF 1.15's.
        name: of the name scope, else "skip_gram_sample".

    Returns:
        `(tokens, labels)`: `[pairs]` each, or `[batch_size]`.

    Raises:
        ValueError: vocabulary arguments without a table, or subsampling without a corpus size.
        tf.errors.InvalidArgumentError: wrong skips, start or limit (found when run).

    Replaces: tf.contrib.text.skip_gram_sample
    """
    if vocab_freq_table is None and not (vocab_min_count is vocab_subsampling is corpus_size is None):
        raise ValueError(
            f"vocab_freq_table is not provided, but vocab_min_count={vocab_min_count}, "
            f"vocab_subsampling={vocab_subsampling}, or corpus_size={corpus_size} is not None. These settings are "
            "useless without a vocab_freq_table."
        )
    if (vocab_subsampling is None) != (corpus_size is None):
        raise ValueError(
            f"vocab_subsampling is {vocab_subsampling} while corpus_size is {corpus_size} - both must be provided in "
            "order for subsampling to work."
        )
    with tf.name_scope(name, "skip_gram_sample"):
        tokens = _filter_input(input_tensor, vocab_freq_table, vocab_min_count, vocab_subsampling, corpus_size, seed)
        pairs = _pairs(tokens, min_skips, max_skips, start, limit, emit_self_as_target, seed)
        if batch_size is not None and batch_size > 0:
            capacity = batch_capacity if batch_capacity is not None and batch_capacity > 0 else 100 * batch_size
            return tf.train.batch(list(pairs), batch_size, capacity=capacity, enqueue_many=True)
        return pairs


def skip_gram_sample_with_text_vocab(
    input_tensor,
    vocab_freq_file,
    vocab_token_index=0,
    vocab_token_dtype=tf.string,
    vocab_freq_index=1,
    vocab_freq_dtype=tf.float64,
    vocab_delimiter=",",
    vocab_min_count=0,
    vocab_subsampling=None,
    corpus_size=None,
    min_skips=1,
    max_skips=5,
    start=0,
    limit=-1,
    emit_self_as_target=False,
    batch_size=None,
    batch_capacity=None,
    seed=None,
    name=None,
):
    """`skip_gram_sample` with the frequencies of a text file, one token and its frequency a line.

    Raises:
        ValueError: columns that are not there or the same, a negative frequency, or a `corpus_size` less than their
            sum.

    Replaces: tf.contrib.text.skip_gram_sample_with_text_vocab
    """
    if vocab_token_index < 0 or vocab_freq_index < 0:
        raise ValueError(
            f"vocab_token_index={vocab_token_index} and vocab_freq_index={vocab_freq_index} must both be >= 0."
        )
    if vocab_token_index == vocab_freq_index:
        raise ValueError(
            f"vocab_token_index and vocab_freq_index should be different, but are both {vocab_token_index}."
        )
    total, size = 0.0, 0
    with tf.gfile.GFile(vocab_freq_file, mode="r") as file:
        for row in csv.reader(file, delimiter=vocab_delimiter):
            if max(vocab_token_index, vocab_freq_index) >= len(row):
                raise ValueError(
                    f"Row in vocab file only has {len(row)} columns, so vocab_token_index={vocab_token_index} or "
                    f"vocab_freq_index={vocab_freq_index} is out of bounds. Row content: {row}"
                )
            frequency = vocab_freq_dtype.as_numpy_dtype(row[vocab_freq_index])
            if frequency < 0:
                raise ValueError(f"Row in vocab file has negative frequency of {frequency}. Row content: {row}")
            size, total = size + 1, total + frequency
    if not corpus_size:
        corpus_size = total
    elif total - corpus_size > 1e-6:
        raise ValueError(
            f"`corpus_size`={corpus_size} must be greater than or equal to the sum of all the frequency counts "
            f"({total}) of `vocab_freq_file` ({vocab_freq_file})."
        )
    table = lookup.HashTable(
        lookup.TextFileInitializer(
            filename=vocab_freq_file,
            key_dtype=vocab_token_dtype,
            key_index=vocab_token_index,
            value_dtype=vocab_freq_dtype,
            value_index=vocab_freq_index,
            vocab_size=size,
            delimiter=vocab_delimiter,
        ),
        default_value=-1,
    )
    return skip_gram_sample(
        input_tensor,
        min_skips=min_skips,
        max_skips=max_skips,
        start=start,
        limit=limit,
        emit_self_as_target=emit_self_as_target,
        vocab_freq_table=table,
        vocab_min_count=vocab_min_count,
        vocab_subsampling=vocab_subsampling,
        corpus_size=None if vocab_subsampling is None else corpus_size,
        batch_size=batch_size,
        batch_capacity=batch_capacity,
        seed=seed,
        name=name,
    )


def _pairs(tokens, min_skips, max_skips, start, limit, emit_self, seed):
    """The pairs in the order of the tokens, and of the neighbours from left to right."""
    tokens = tf.convert_to_tensor(tokens)
    min_skips, max_skips = tf.convert_to_tensor(min_skips), tf.convert_to_tensor(max_skips)
    start, limit = tf.convert_to_tensor(start), tf.convert_to_tensor(limit)
    checks = [
        tf.assert_non_negative(min_skips, message="min_skips must be >= 0."),
        tf.assert_less_equal(min_skips, max_skips, message="min_skips must be <= max_skips."),
        tf.assert_non_negative(start, message="start must be >= 0."),
        tf.assert_less_equal(start, tf.size(tokens), message="start must be within the input."),
    ]
    with tf.control_dependencies(checks):
        end = tf.where(limit < 0, tf.size(tokens), tf.minimum(tf.size(tokens), start + limit))
    part = tokens[start:end]
    count = tf.size(part)
    skips = tf.random_uniform([count], min_skips, max_skips + 1, dtype=tf.int32, seed=seed)
    offsets = tf.expand_dims(tf.range(-max_skips, max_skips + 1), 0)
    center = tf.expand_dims(tf.range(count), 1)
    neighbour = center + offsets
    wanted = (tf.abs(offsets) <= tf.expand_dims(skips, 1)) & (neighbour >= 0) & (neighbour < count)
    if not emit_self:
        wanted &= tf.not_equal(offsets, 0)
    return (
        tf.gather(part, tf.boolean_mask(center + tf.zeros_like(offsets), wanted)),
        tf.gather(part, tf.boolean_mask(neighbour, wanted)),
    )


def _filter_input(tokens, table, min_count, subsampling, corpus_size, seed):
    """The tokens that are in the vocabulary, frequent enough, and not dropped by chance."""
    if table is None:
        return tokens
    if not isinstance(table, lookup.InitializableLookupTableBase):
        raise ValueError(
            "vocab_freq_table must be a subclass of InitializableLookupTableBase (such as HashTable) instead of type "
            f"{type(table)}."
        )
    with tf.name_scope("filter_vocab"):
        frequency = table.lookup(tokens)
        mask = tf.not_equal(frequency, table.default_value)
        if min_count is not None:
            mask = tf.logical_and(mask, frequency >= tf.cast(min_count, frequency.dtype))
        tokens, frequency = tf.boolean_mask(tokens, mask), tf.boolean_mask(frequency, mask)
    if not subsampling:
        return tokens
    if subsampling < 0 or subsampling > 1:
        raise ValueError(f"Invalid vocab_subsampling={subsampling} - it should be within range [0, 1].")
    with tf.name_scope("subsample_vocab"):
        frequency = tf.cast(frequency, tf.float64)
        threshold = tf.cast(subsampling, tf.float64) * tf.cast(corpus_size, tf.float64)
        keep_prob = (tf.sqrt(frequency / threshold) + 1.0) * (threshold / frequency)
        draws = tf.random_uniform(tf.shape(frequency), minval=0, maxval=1, dtype=tf.float64, seed=seed)
        return tf.boolean_mask(tokens, draws <= keep_prob)
