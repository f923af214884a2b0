"""Losses over many classes and over time: NCE, sampled softmax, sequences with weights, and what they are divided by.

Legacy: legacy/examples/losses.py
Parity: tests/examples/test_losses.py

`SampledLoss` is an output layer with the losses of word2vec. For sequences a Keras loss gets the weights as
`sample_weight` [batch, time]; `reduction` says what the sum is divided by: "sum_over_batch_size" by all steps,
padding too, "mean_with_sample_weight" by the weights' sum. Neither is tf.losses' own way, which counts the weights
that are not 0.
"""

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from tf2notes.layers.sampled_loss import SampledLoss

LABELS = np.array([[3], [0], [7]])
# batch major, [batch, time]: 0 where the input is padding
WEIGHTS = np.array([[1, 1, 1], [1, 1, 0], [1, 0, 0]], np.float32).T
TARGETS = np.array([[1, 2, 0], [3, 0, 4], [2, 0, 0]]).T


def fixed(*shape):
    """Numbers between -1 and 1 that look random."""
    return np.sin(np.arange(np.prod(shape)) * 12.9898 + len(shape)).reshape(shape).astype(np.float32)


def candidates():
    """What `tf.random.log_uniform_candidate_sampler` returns, for classes of our choice."""

    def expected(ids):
        share = np.log((np.float32(ids) + 2) / (np.float32(ids) + 1)) / np.log(21.0)
        return np.float32(1 - (1 - share) ** 8)

    sampled = np.array([1, 0, 4, 12, 2])
    return sampled, expected(LABELS), expected(sampled)


def with_gradient(function, x):
    """(value, gradient) of a function of an array."""
    x = tf.constant(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        value = function(x)
    return value, tape.gradient(value, x)


def sampled_losses():
    """Both losses of five classes, and the softmax over all twenty that they stand for."""
    embedded, found = fixed(3, 4) + 0.5, {}
    for name, kind in (("nce_loss", "nce"), ("sampled_softmax_loss", "sampled_softmax")):
        layer = SampledLoss(20, 5, kind)
        layer.build((3, 4))
        layer.set_weights([fixed(20, 4), fixed(20)])
        loss, slope = with_gradient(lambda x, layer=layer: layer(x, LABELS, candidates()), embedded)
        found |= {name: loss, f"gradient of {name}": slope}
    hits = tf.nn.nce_loss(
        *(w.value for w in layer.weights),
        LABELS,
        embedded,
        5,
        20,
        sampled_values=tuple(map(tf.constant, candidates())),
        remove_accidental_hits=True,
    )
    full = ops.sparse_categorical_crossentropy(LABELS[:, 0], layer.logits(embedded), from_logits=True)
    drawn = SampledLoss(20, 5)(embedded, LABELS).shape
    return {
        **found,
        "nce_loss without accidental hits": hits,
        "full softmax": full,
        "one loss for each example": drawn,
    }


def crossentropy(logits):
    """Of each step, [batch, time]."""
    return ops.sparse_categorical_crossentropy(TARGETS, logits, from_logits=True)


def sequence_losses():
    """Steps weighted, then summed and divided in four ways."""
    logits = np.swapaxes(fixed(3, 3, 5) * 3, 0, 1)
    steps = ops.sum(WEIGHTS, axis=1) + 1e-12
    summed = ops.sum(crossentropy(logits) * WEIGHTS, axis=1)
    squared = ops.square(ops.max(logits, axis=-1) - TARGETS)
    weighted = keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="mean_with_sample_weight")
    mean, gradient = with_gradient(lambda x: ops.mean(ops.sum(crossentropy(x) * WEIGHTS, axis=1) / steps), logits)
    return {
        "sequence_loss_by_example": summed / steps,
        "summed over time": summed,
        "with a loss of one's own": ops.sum(squared * WEIGHTS, axis=1) / steps,
        "sequence_loss": mean,
        "seq2seq.sequence_loss": weighted(TARGETS, logits, sample_weight=WEIGHTS),
        "gradient": gradient,
    }


def by_nonzero_weights(y_true, y_pred, weights):
    """tf.losses' reduction: the weighted sum, divided by the number of weights that are not 0."""
    squared = keras.losses.MeanSquaredError(reduction=None)(y_true[:, None], y_pred[:, None])
    return ops.sum(squared * weights) / np.count_nonzero(weights)


def weighted_losses():
    """One loss under three reductions, of which Keras has the second."""
    labels, predictions = np.float32([1, 2, 3, 4]), np.float32([0, 4, 3.5, 9])
    weights = np.float32([2, 0.5, 1, 0])
    mean = keras.losses.MeanSquaredError(reduction="mean_with_sample_weight")
    counted = by_nonzero_weights(labels, predictions, weights)
    averaged = mean(labels[:, None], predictions[:, None], sample_weight=weights)
    return {"mean_squared_error": counted, "mean_squared_error, MEAN": averaged, "collected": counted + averaged}


def results():
    """All values by the original's names."""
    return {**sampled_losses(), **sequence_losses(), **weighted_losses()}
