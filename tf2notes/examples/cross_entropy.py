"""Cross entropy: by hand, on the logits, sparse, sigmoid, and wrongly on what softmax has scaled already.

Legacy: legacy/examples/cross_entropy.py
Parity: tests/examples/test_cross_entropy.py

`from_logits` says what the function is given; it is False by default, and a wrong value is noticed only where the
probabilities come straight from Keras' own softmax.
"""

import tensorflow as tf
from keras import ops


def by_hand():
    """The softmax, then the cross entropy in two steps and in one."""
    logits, labels = ops.tile([[1.0, 2.0, 3.0]], (3, 1)), ops.tile([[0.0, 0.0, 1.0]], (3, 1))
    softmax = ops.softmax(logits)
    return {
        "softmax": softmax,
        "c_e": -ops.sum(labels * ops.log(softmax)),
        "c_e2": ops.sum(ops.categorical_crossentropy(labels, logits, from_logits=True)),
    }


def on_scaled_logits():
    """From logits, from probabilities, and from probabilities taken for logits."""
    labels = ops.array([[0.2, 0.3, 0.5], [0.1, 0.6, 0.3]])
    logits = ops.array([[2, 0.5, 1], [0.1, 1, 3]], "float32")
    probabilities = tf.nn.softmax(logits)
    return {
        "result1": ops.categorical_crossentropy(labels, logits, from_logits=True),
        "result2": ops.categorical_crossentropy(labels, probabilities),
        "result3 (wrong)": ops.categorical_crossentropy(labels, probabilities, from_logits=True),
        "sparse": ops.sparse_categorical_crossentropy(ops.array([0, 2]), logits, from_logits=True),
    }


def sigmoid():
    """One loss for each logit."""
    logits = ops.array([[2, 0.5, 1], [0.1, -1, -30]], "float32")
    targets = ops.array([[1.0, 0.0, 0.5], [0.0, 1.0, 1.0]])
    return {"sigmoid": ops.binary_crossentropy(targets, logits, from_logits=True)}


def into_labels():
    """The gradient for the labels: none through `stop_gradient`, as in TF1's first version; otherwise there is one."""
    labels, logits = tf.constant([[0.2, 0.3, 0.5]]), tf.constant([[2, 0.5, 1]])
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(labels)
        first = ops.categorical_crossentropy(ops.stop_gradient(labels), logits, from_logits=True)
        second = ops.categorical_crossentropy(labels, logits, from_logits=True)
    return {
        "gradient for labels": str(tape.gradient(first, labels)),
        "gradient for labels, v2": tape.gradient(second, labels),
    }


def results():
    """All values by the original's names."""
    parts = (by_hand, on_scaled_logits, sigmoid, into_labels)
    return {name: value for part in parts for name, value in part().items()}
