"""The weighted cross entropy of a batch of sequences."""

import tensorflow.compat.v1 as tf


def sequence_loss(
    logits,
    targets,
    weights,
    average_across_timesteps=True,
    average_across_batch=True,
    sum_over_timesteps=False,
    sum_over_batch=False,
    softmax_loss_function=None,
    name=None,
):
    """Weighted cross entropy, reduced as asked for.

    Averaging divides by the sum of the weights, summing by the number of weights that are not zero; 0/0 is 0.

    Args:
        logits: float `[batch, time, symbols]`.
        targets: int `[batch, time]`.
        weights: float `[batch, time]`.
        average_across_timesteps, average_across_batch: reduce that axis by the weighted mean; both: a scalar.
        sum_over_timesteps, sum_over_batch: reduce that axis by the sum over its count of non-zero weights.
        softmax_loss_function: `f(labels=, logits=)` on the flattened tensors, instead of the softmax cross entropy.
        name: of the name scope, else "sequence_loss".

    Returns:
        Float: a scalar, `[time]` (batch reduced), `[batch]` (time reduced) or `[batch, time]`.

    Raises:
        ValueError: a wrong rank, or averaging and summing over the same axis.

    Replaces: tf.contrib.seq2seq.sequence_loss
    """
    if len(logits.get_shape()) != 3:
        raise ValueError("Logits must be a [batch_size x sequence_length x logits] tensor")
    if len(targets.get_shape()) != 2:
        raise ValueError("Targets must be a [batch_size x sequence_length] tensor")
    if len(weights.get_shape()) != 2:
        raise ValueError("Weights must be a [batch_size x sequence_length] tensor")
    if average_across_timesteps and sum_over_timesteps:
        raise ValueError("average_across_timesteps and sum_over_timesteps cannot be set to True at same time.")
    if average_across_batch and sum_over_batch:
        raise ValueError("average_across_batch and sum_over_batch cannot be set to True at same time.")
    with tf.name_scope(name, "sequence_loss", [logits, targets, weights]):
        flat = tf.reshape(logits, [-1, tf.shape(logits)[2]])
        loss_function = softmax_loss_function or tf.nn.sparse_softmax_cross_entropy_with_logits
        losses = loss_function(labels=tf.reshape(targets, [-1]), logits=flat)
        losses *= tf.reshape(weights, [-1])
        if average_across_timesteps and average_across_batch:
            return tf.div_no_nan(tf.reduce_sum(losses), tf.reduce_sum(weights))
        if sum_over_timesteps and sum_over_batch:
            return tf.div_no_nan(tf.reduce_sum(losses), tf.cast(tf.count_nonzero(weights), losses.dtype))

        # At most one axis goes by its mean or by its sum; where one of each is asked for, the mean comes first.
        losses = tf.reshape(losses, tf.shape(logits)[0:2])
        if average_across_timesteps or average_across_batch:
            axis = [0] if average_across_batch else [1]
            return tf.div_no_nan(tf.reduce_sum(losses, axis=axis), tf.reduce_sum(weights, axis=axis))
        if sum_over_timesteps or sum_over_batch:
            axis = [0] if sum_over_batch else [1]
            count = tf.cast(tf.count_nonzero(weights, axis=axis), losses.dtype)
            return tf.div_no_nan(tf.reduce_sum(losses, axis=axis), count)
        return losses


class SequenceLoss:
    """`sequence_loss` as an object: ``loss(y_true, y_pred, sample_weight)`` is targets, logits, weights.

    Replaces: the SequenceLoss of contrib's seq2seq.python.ops.loss
    Differs: not a subclass of Keras' Loss.
    """

    def __init__(
        self,
        average_across_timesteps=False,
        average_across_batch=False,
        sum_over_timesteps=True,
        sum_over_batch=True,
        softmax_loss_function=None,
        name=None,
    ):
        self.average_across_timesteps = average_across_timesteps
        self.average_across_batch = average_across_batch
        self.sum_over_timesteps = sum_over_timesteps
        self.sum_over_batch = sum_over_batch
        self.softmax_loss_function = softmax_loss_function
        self.name = name

    def __call__(self, y_true, y_pred, sample_weight=None):
        return sequence_loss(
            y_pred,
            y_true,
            sample_weight,
            average_across_timesteps=self.average_across_timesteps,
            average_across_batch=self.average_across_batch,
            sum_over_timesteps=self.sum_over_timesteps,
            sum_over_batch=self.sum_over_batch,
            softmax_loss_function=self.softmax_loss_function,
            name=self.name,
        )
