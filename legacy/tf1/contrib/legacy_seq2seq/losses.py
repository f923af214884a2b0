"""The weighted cross entropy of a list of time steps, and training on several lengths ("buckets")."""

import inspect

import tensorflow.compat.v1 as tf


def sequence_loss_by_example(
    logits, targets, weights, average_across_timesteps=True, softmax_loss_function=None, name=None
):
    """One loss an example: ``sum_t(w_t * ce_t)``, divided by ``sum_t(w_t) + 1e-12`` if averaged across time steps.

    Args:
        logits: list over time of `[batch, symbols]`.
        targets: list over time of int32 or int64 `[batch]`.
        weights: list over time of float `[batch]`.
        average_across_timesteps: whether to divide by the sum of the weights.
        softmax_loss_function: `f(labels=, logits=)` in place of the sparse softmax cross entropy. The orders of older
            releases, `f(labels, inputs)` (1.0) and `f(inputs, labels)` (0.x), are told apart by the parameters' names.
        name: of the name scope, else "sequence_loss_by_example".

    Returns:
        Float `[batch]`: the log-perplexity of every example.

    Raises:
        ValueError: the lists have different lengths.

    Replaces: tf.contrib.legacy_seq2seq.sequence_loss_by_example
    """
    if not len(targets) == len(weights) == len(logits):
        raise ValueError(
            f"Lengths of logits, weights, and targets must be the same {len(logits)}, {len(weights)}, {len(targets)}."
        )
    with tf.name_scope(name, "sequence_loss_by_example", [*logits, *targets, *weights]):
        losses = []
        for logit, target, weight in zip(logits, targets, weights, strict=True):
            if softmax_loss_function is None:
                labels = tf.reshape(target, [-1])
                step = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logit)
            else:
                step = _call_loss(softmax_loss_function, target, logit)
            losses.append(step * weight)
        total = tf.add_n(losses)
        if average_across_timesteps:
            total /= tf.add_n(weights) + 1e-12
    return total


def sequence_loss(
    logits,
    targets,
    weights,
    average_across_timesteps=True,
    average_across_batch=True,
    softmax_loss_function=None,
    name=None,
):
    """`sequence_loss_by_example` summed over the batch, divided by the batch size unless told otherwise; a scalar.

    Replaces: tf.contrib.legacy_seq2seq.sequence_loss
    """
    with tf.name_scope(name, "sequence_loss", [*logits, *targets, *weights]):
        by_example = sequence_loss_by_example(
            logits,
            targets,
            weights,
            average_across_timesteps=average_across_timesteps,
            softmax_loss_function=softmax_loss_function,
        )
        cost = tf.reduce_sum(by_example)
        if not average_across_batch:
            return cost
        return cost / tf.cast(tf.shape(targets[0])[0], cost.dtype)


def model_with_buckets(
    encoder_inputs,
    decoder_inputs,
    targets,
    weights,
    buckets,
    seq2seq,
    softmax_loss_function=None,
    per_example_loss=False,
    name=None,
):
    """One model for each bucket `(encoder length, decoder length)`, all sharing their variables.

    Args:
        encoder_inputs, decoder_inputs, targets, weights: lists over time, as long as the last bucket asks for.
        buckets: list of `(input length, output length)`, the longest last.
        seq2seq: `f(encoder_inputs, decoder_inputs) -> (outputs, state)`. TensorFlow 0.6 had the number of symbols
            before it; such a call is understood too.
        softmax_loss_function: as in `sequence_loss_by_example`.
        per_example_loss: a loss `[batch]` a bucket instead of a scalar.
        name: of the name scope, else "model_with_buckets".

    Returns:
        `(outputs, losses)`, lists over the buckets.

    Raises:
        ValueError: a list is shorter than the last bucket.

    Replaces: tf.contrib.legacy_seq2seq.model_with_buckets
    """
    if isinstance(seq2seq, int):
        # 0.6: (..., buckets, num_decoder_symbols, seq2seq, softmax_loss_function=None, name=None)
        seq2seq, softmax_loss_function, name = softmax_loss_function, per_example_loss or None, name
        per_example_loss = False
    longest_in, longest_out = buckets[-1]
    for what, given, needed in (
        ("encoder_inputs", encoder_inputs, longest_in),
        ("targets", targets, longest_out),
        ("weights", weights, longest_out),
    ):
        if len(given) < needed:
            raise ValueError(f"Length of {what} ({len(given)}) must be at least that of last bucket ({needed}).")

    loss = sequence_loss_by_example if per_example_loss else sequence_loss
    outputs, losses = [], []
    with tf.name_scope(name, "model_with_buckets", [*encoder_inputs, *decoder_inputs, *targets, *weights]):
        for number, (length_in, length_out) in enumerate(buckets):
            with tf.variable_scope(tf.get_variable_scope(), reuse=True if number else None):
                bucket_outputs, _ = seq2seq(encoder_inputs[:length_in], decoder_inputs[:length_out])
                outputs.append(bucket_outputs)
                losses.append(
                    loss(
                        bucket_outputs,
                        targets[:length_out],
                        weights[:length_out],
                        softmax_loss_function=softmax_loss_function,
                    )
                )
    return outputs, losses


def _call_loss(function, labels, logits):
    """`function(labels=, logits=)`, or by position where the parameters' names say plainly which is which."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return function(labels=labels, logits=logits)
    names = [p.name for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    if not {"labels", "logits"} <= set(names) and len(names) >= 2:
        is_label = ["label" in name or "target" in name for name in names[:2]]
        if is_label == [True, False]:
            return function(labels, logits)
        if is_label == [False, True]:
            return function(logits, labels)
    return function(labels=labels, logits=logits)
