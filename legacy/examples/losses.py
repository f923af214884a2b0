"""Losses over many classes and over time: NCE, sampled softmax, sequence_loss_by_example with weights, tf.losses.

Notes: section 11.

Repaired: the listing lost its lines; `tf.nn.sequence_loss_by_example` lives in tf.contrib.legacy_seq2seq, and
`nce_loss` takes its labels before its inputs. The classes drawn for NCE are given, so that the numbers can be compared.
"""

from __future__ import print_function

import numpy as np
import tensorflow as tf
from tensorflow.contrib import legacy_seq2seq, seq2seq

VOCABULARY_SIZE, DIMENSIONS, NUM_SAMPLED = 20, 4, 5
TRAIN_LABELS = np.array([[3], [0], [7]])
# from [T, batch]: 0 where the input is padding
WEIGHTS = np.array([[1, 1, 1], [1, 1, 0], [1, 0, 0]], np.float32)
TARGETS = np.array([[1, 2, 0], [3, 0, 4], [2, 0, 0]])


def fixed(*shape):
    """Numbers between -1 and 1 that look random."""
    return np.sin(np.arange(np.prod(shape)) * 12.9898 + len(shape)).reshape(shape).astype(np.float32)


def candidates():
    """What log_uniform_candidate_sampler returns, for classes of our choice."""

    def expected(ids):
        share = np.log((np.asarray(ids, np.float32) + 2) / (np.asarray(ids, np.float32) + 1)) / np.log(21.0)
        return tf.constant(1 - (1 - share) ** 8, tf.float32)  # five different ones took eight tries

    sampled = [1, 0, 4, 12, 2]
    return tf.constant(sampled, tf.int64), expected(TRAIN_LABELS), expected(sampled)


def sampled_losses():
    nce_weights = tf.constant(fixed(VOCABULARY_SIZE, DIMENSIONS))
    nce_biases = tf.constant(fixed(VOCABULARY_SIZE))
    embed = tf.constant(fixed(3, DIMENSIONS) + 0.5)
    given = {
        "weights": nce_weights,
        "biases": nce_biases,
        "labels": tf.constant(TRAIN_LABELS),
        "inputs": embed,
        "num_sampled": NUM_SAMPLED,
        "num_classes": VOCABULARY_SIZE,
        "sampled_values": candidates(),
    }
    nce = tf.nn.nce_loss(**given)
    with_hits = tf.nn.nce_loss(remove_accidental_hits=True, **given)
    sampled = tf.nn.sampled_softmax_loss(**given)
    # the whole softmax, which both of them stand for
    logits = tf.matmul(embed, nce_weights, transpose_b=True) + nce_biases
    full = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=TRAIN_LABELS[:, 0], logits=logits)
    drawn = tf.nn.nce_loss(
        nce_weights, nce_biases, tf.constant(TRAIN_LABELS), embed, NUM_SAMPLED, VOCABULARY_SIZE, name="drawn"
    )
    with tf.Session() as sess:
        return {
            "nce_loss": sess.run(nce),
            "nce_loss without accidental hits": sess.run(with_hits),
            "gradient of nce_loss": sess.run(tf.gradients(nce, embed)[0]),
            "sampled_softmax_loss": sess.run(sampled),
            "gradient of sampled_softmax_loss": sess.run(tf.gradients(sampled, embed)[0]),
            "full softmax": sess.run(full),
            "one loss for each example": sess.run(drawn).shape,
        }


def sequence_losses():
    logits = fixed(3, 3, 5) * 3
    lists = [tf.unstack(tf.constant(value)) for value in (logits, TARGETS, WEIGHTS)]
    batch_major = [tf.constant(np.swapaxes(value, 0, 1)) for value in (logits, TARGETS, WEIGHTS)]

    def squared(labels, logits):
        return tf.square(tf.reduce_max(logits, 1) - tf.cast(labels, tf.float32))

    values = {
        "sequence_loss_by_example": legacy_seq2seq.sequence_loss_by_example(*lists),
        "summed over time": legacy_seq2seq.sequence_loss_by_example(*lists, average_across_timesteps=False),
        "with a loss of one's own": legacy_seq2seq.sequence_loss_by_example(*lists, softmax_loss_function=squared),
        "sequence_loss": legacy_seq2seq.sequence_loss(*lists),
        "seq2seq.sequence_loss": seq2seq.sequence_loss(*batch_major),
    }
    slopes = tf.gradients(values["sequence_loss"], lists[0])
    with tf.Session() as sess:
        found = sess.run(values)
        found["gradient"] = np.swapaxes(sess.run(slopes), 0, 1)
    return found


def weighted_losses():
    """tf.losses divide by the number of weights that are not 0."""
    labels, predictions = np.array([1.0, 2.0, 3.0, 4.0], np.float32), np.array([0.0, 4.0, 3.5, 9.0], np.float32)
    weights = np.array([2.0, 0.5, 1.0, 0.0], np.float32)
    loss = tf.losses.mean_squared_error(labels, predictions, weights)
    mean = tf.losses.mean_squared_error(labels, predictions, weights, reduction=tf.losses.Reduction.MEAN)
    with tf.Session() as sess:
        return {
            "mean_squared_error": sess.run(loss),
            "mean_squared_error, MEAN": sess.run(mean),
            "collected": sess.run(tf.losses.get_total_loss()),
        }


def results():
    found = sampled_losses()
    found.update(sequence_losses())
    found.update(weighted_losses())
    return found


def main(_):
    for name, value in sorted(results().items()):
        print(name + ":", value)


if __name__ == "__main__":
    tf.app.run()
