"""Replaces: ``tf.contrib.nn``: losses on samples, alpha dropout, cross entropies with their old argument order."""

import numbers

import tensorflow.compat.v1 as tf
from tensorflow.python.ops import embedding_ops, nn_impl, nn_ops

__all__ = [
    "alpha_dropout",
    "conv1d_transpose",
    "deprecated_flipped_sigmoid_cross_entropy_with_logits",
    "deprecated_flipped_softmax_cross_entropy_with_logits",
    "deprecated_flipped_sparse_softmax_cross_entropy_with_logits",
    "fwd_gradients",
    "nth_element",
    "rank_sampled_softmax_loss",
    "sampled_sparse_softmax_loss",
    "scaled_softplus",
]

conv1d_transpose = tf.nn.conv1d_transpose
nth_element = nn_ops.nth_element


def deprecated_flipped_softmax_cross_entropy_with_logits(logits, labels, dim=-1, name=None):
    """Replaces: tf.contrib.nn.deprecated_flipped_softmax_cross_entropy_with_logits"""
    return tf.nn.softmax_cross_entropy_with_logits(labels=labels, logits=logits, dim=dim, name=name)


def deprecated_flipped_sparse_softmax_cross_entropy_with_logits(logits, labels, name=None):
    """Replaces: tf.contrib.nn.deprecated_flipped_sparse_softmax_cross_entropy_with_logits"""
    return tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits, name=name)


def deprecated_flipped_sigmoid_cross_entropy_with_logits(logits, targets, name=None):
    """Replaces: tf.contrib.nn.deprecated_flipped_sigmoid_cross_entropy_with_logits"""
    return tf.nn.sigmoid_cross_entropy_with_logits(labels=targets, logits=logits, name=name)


def alpha_dropout(x, keep_prob, noise_shape=None, seed=None, name=None):
    """Dropout that keeps mean and variance of what SELU gives (arXiv 1706.02515).

    Args:
        x: float tensor.
        keep_prob: float in (0, 1], or a scalar tensor.
        noise_shape: as for `tf.nn.dropout`.
        seed: of the mask; with one it is bit-identical to TF 1.15's.
        name: of the name scope, else "alpha_dropout".

    Raises:
        ValueError: `keep_prob` is out of range.

    Replaces: tf.contrib.nn.alpha_dropout
    """
    with tf.name_scope(name, "alpha_dropout", [x]):
        x = tf.convert_to_tensor(x, name="x")
        if isinstance(keep_prob, numbers.Real) and not 0 < keep_prob <= 1.0:
            raise ValueError(f"keep_prob must be a scalar tensor or a float in the range (0, 1], got {keep_prob:g}")
        keep_prob = tf.convert_to_tensor(keep_prob, dtype=x.dtype, name="keep_prob")
        keep_prob.get_shape().assert_has_rank(0)
        if tf.get_static_value(keep_prob) == 1:
            return x
        alpha = -1.7580993408473766  # minus scale times alpha of SELU: what it gives far left
        noise = tf.random_uniform(tf.shape(x) if noise_shape is None else noise_shape, seed=seed, dtype=x.dtype)
        kept = tf.cast(noise >= 1 - keep_prob, x.dtype)
        a = (keep_prob + keep_prob * (1 - keep_prob) * alpha**2) ** -0.5
        return a * (x * kept + alpha * (1 - kept)) - a * alpha * (1 - keep_prob)


def scaled_softplus(x, alpha, clip=None, name=None):
    """`alpha · log(1 + exp(x / alpha))`, not above `clip`.

    Args:
        x: float tensor.
        alpha: positive, broadcast with `x`.
        clip: None or the upper limit, broadcast with `x`.
        name: of the name scope, else "scaled_softplus".

    Replaces: tf.contrib.nn.scaled_softplus
    """
    with tf.name_scope(name, "scaled_softplus", [x, alpha]):
        x = tf.convert_to_tensor(x, name="x")
        alpha = tf.convert_to_tensor(alpha, dtype=x.dtype, name="alpha")
        y = alpha * tf.nn.softplus(x / alpha)
        return y if clip is None else tf.minimum(y, tf.convert_to_tensor(clip, dtype=x.dtype, name="clip"))


def fwd_gradients(ys, xs, grad_xs=None, assert_unused=False):
    """Forward-mode derivatives of `ys` with respect to `xs`, in the direction `grad_xs`, by differentiating twice.

    With `assert_unused`, running what the derivatives must not depend on fails.

    Replaces: tensorflow.contrib.nn.python.ops.fwd_gradients.fwd_gradients
    """
    us = [tf.zeros_like(y) + float("nan") for y in ys]
    dydxs = [
        tf.convert_to_tensor(g) if isinstance(g, tf.IndexedSlices) else g for g in tf.gradients(ys, xs, grad_ys=us)
    ]
    if assert_unused:
        with tf.control_dependencies([g for g in dydxs if g is not None]):
            unused = tf.Assert(False, [1], name="fwd_gradients")
        with tf.control_dependencies([unused]):
            dydxs = [None if g is None else tf.identity(g) for g in dydxs]
    dydxs = [tf.zeros_like(x) if g is None else g for x, g in zip(xs, dydxs, strict=True)]
    for x, g in zip(xs, dydxs, strict=True):
        g.set_shape(x.shape)
    return tf.gradients(dydxs, us, grad_ys=grad_xs)


def sampled_sparse_softmax_loss(
    weights,
    biases,
    labels,
    inputs,
    num_sampled,
    num_classes,
    sampled_values=None,
    remove_accidental_hits=True,
    partition_strategy="mod",
    name="sampled_sparse_softmax_loss",
):
    """`tf.nn.sampled_softmax_loss` for one label an example, with the sparse cross entropy: `[batch]`.

    Replaces: tf.contrib.nn.sampled_sparse_softmax_loss
    """
    logits, _ = nn_impl._compute_sampled_logits(
        weights=weights,
        biases=biases,
        labels=labels,
        inputs=inputs,
        num_sampled=num_sampled,
        num_classes=num_classes,
        num_true=1,
        sampled_values=sampled_values,
        subtract_log_q=True,
        remove_accidental_hits=remove_accidental_hits,
        partition_strategy=partition_strategy,
        name=name,
    )
    # The true class comes first among the sampled ones.
    first = tf.zeros([tf.shape(logits)[0]], dtype=tf.int64)
    return tf.nn.sparse_softmax_cross_entropy_with_logits(labels=first, logits=logits)


def rank_sampled_softmax_loss(
    weights,
    biases,
    labels,
    inputs,
    num_sampled,
    num_resampled,
    num_classes,
    num_true,
    sampled_values,
    resampling_temperature,
    remove_accidental_hits,
    partition_strategy,
    name=None,
):
    """Sampled softmax on the `num_resampled` classes of a sample that are the most likely over the batch.

    Args:
        weights, biases, labels, inputs, num_classes, num_true, remove_accidental_hits, partition_strategy: as for
            `tf.nn.sampled_softmax_loss`.
        num_sampled, num_resampled: sizes of the two samples.
        sampled_values: of a candidate sampler; the learned unigram one if None.
        resampling_temperature: low ones choose by the best example, high ones by the average.
        name: of the name scope, else "rank_sampled_softmax_loss".

    Raises:
        ValueError: sizes that do not decrease, or an unknown `partition_strategy`.

    Replaces: tf.contrib.nn.rank_sampled_softmax_loss
    """
    if num_sampled > num_classes:
        raise ValueError(f"num_sampled ({num_sampled}) cannot be greater than num_classes ({num_classes})")
    if num_sampled <= num_resampled:
        raise ValueError(f"num_resampled ({num_resampled}) must be less than num_sampled ({num_sampled})")
    if partition_strategy not in ("div", "mod"):
        raise ValueError(f"unsupported partition_strategy ({partition_strategy})")
    with tf.name_scope(name, "rank_sampled_softmax_loss") as name:
        if not sampled_values:
            sampled_values = tf.nn.learned_unigram_candidate_sampler(
                true_classes=labels, num_true=num_true, num_sampled=num_sampled, unique=True, range_max=num_classes
            )
        resampled = _rank_resample(
            weights, biases, inputs, sampled_values, num_resampled, resampling_temperature, partition_strategy
        )
        return tf.nn.sampled_softmax_loss(
            weights=weights,
            biases=biases,
            labels=labels,
            inputs=inputs,
            num_sampled=num_resampled,
            num_classes=num_classes,
            num_true=num_true,
            sampled_values=resampled,
            remove_accidental_hits=remove_accidental_hits,
            partition_strategy=partition_strategy,
            name=name,
        )


def _rank_resample(weights, biases, inputs, sampled_values, num_resampled, temperature, partition_strategy):
    sampled, true_count, sampled_count = [tf.stop_gradient(value) for value in sampled_values]
    sampled = tf.cast(sampled, tf.int64)
    softened = inputs / temperature

    def over_batch(embeddings):
        return tf.reduce_logsumexp(tf.matmul(embeddings, softened, transpose_b=True), axis=1, keepdims=False)

    scores = embedding_ops._embedding_lookup_and_transform(
        weights, sampled, partition_strategy, transform_fn=over_batch
    )
    scores += tf.reshape(tf.nn.embedding_lookup(biases, sampled, partition_strategy), [-1]) / temperature
    _, best = tf.nn.top_k(scores, k=num_resampled, sorted=False)
    return tf.gather(sampled, best), true_count, tf.gather(sampled_count, best)


# TF1 programs also import the files of these names: alpha_dropout.alpha_dropout is the function again.
for _function in (alpha_dropout, fwd_gradients, scaled_softplus):
    setattr(_function, _function.__name__, _function)
