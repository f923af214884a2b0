"""Replaces: ``tf.contrib.sparsemax``: the Euclidean projection onto the simplex (arXiv 1602.02068) and its loss."""

import tensorflow.compat.v1 as tf

__all__ = ["sparsemax", "sparsemax_loss"]


def sparsemax(logits, name=None):
    """Like a softmax, with exact zeros.

    Args:
        logits: half, float32 or float64 `[batch, classes]`.
        name: of the name scope, else "sparsemax".

    Returns:
        Probabilities of the same shape; nan for rows without a finite solution.

    Replaces: tf.contrib.sparsemax.sparsemax
    """
    with tf.name_scope(name, "sparsemax", [logits]):
        logits = tf.convert_to_tensor(logits, name="logits")
        dtype = logits.dtype
        batch, classes = tf.shape(logits)[0], tf.shape(logits)[1]
        ordered, _ = tf.nn.top_k(logits, k=classes)
        totals = tf.cumsum(ordered, axis=1)
        ranks = tf.range(1, tf.cast(classes, dtype) + 1, dtype=dtype)
        # The support: the k largest logits for which 1 + k z_k exceeds the sum of the first k.
        support = tf.reduce_sum(tf.cast(1 + ranks * ordered > totals, tf.int32), axis=1)
        last = tf.stack([tf.range(0, batch), tf.maximum(support, 1) - 1], axis=1)
        threshold = (tf.gather_nd(totals, last) - 1) / tf.cast(support, dtype)
        probabilities = tf.maximum(tf.cast(0, dtype), logits - tf.expand_dims(threshold, 1))
        unsolved = tf.logical_or(tf.equal(support, 0), tf.is_nan(totals[:, -1]))
        return tf.where(unsolved, tf.fill([batch, classes], tf.cast(float("nan"), dtype)), probabilities)


def sparsemax_loss(logits, sparsemax, labels, name=None):
    """The loss whose gradient is `sparsemax - labels`.

    Args:
        logits: `[batch, classes]`.
        sparsemax: of the logits.
        labels: probabilities `[batch, classes]`.
        name: of the name scope, else "sparsemax_loss".

    Returns:
        `[batch]`.

    Replaces: tf.contrib.sparsemax.sparsemax_loss
    """
    with tf.name_scope(name, "sparsemax_loss", [logits, sparsemax, labels]):
        z = tf.convert_to_tensor(logits, name="logits")
        p = tf.convert_to_tensor(sparsemax, name="sparsemax")
        q = tf.convert_to_tensor(labels, name="labels")
        # Both parts are 0 where p or q is, even if the logit is infinite.
        of_p = tf.where(tf.logical_or(p > 0, tf.is_nan(p)), p * (z - 0.5 * p), tf.zeros_like(p))
        infinite_and_unlabelled = tf.logical_and(tf.equal(q, 0), tf.is_inf(z))
        of_q = tf.where(infinite_and_unlabelled, tf.zeros_like(z), q * (0.5 * q - z))
        return tf.reduce_sum(of_p + of_q, axis=1)


# TF1 programs also import the files of these names: sparsemax.sparsemax is the function again.
sparsemax.sparsemax = sparsemax
sparsemax_loss.sparsemax_loss = sparsemax_loss
