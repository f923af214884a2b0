"""Cross entropy: by hand, on the logits, sparse, sigmoid, and wrongly on what softmax has scaled already.

Notes: sections 7 and 11.

Repaired: the lost line breaks; positional `softmax_cross_entropy_with_logits(logits, labels)`, which TF 1.15 refuses,
names its arguments; Python 2's `print`. The sigmoid cross entropy, which the notes only describe, has an example.
"""

from __future__ import print_function

import tensorflow as tf


def by_hand():
    # our NN's output
    logits = tf.constant([[1.0, 2.0, 3.0], [1.0, 2.0, 3.0], [1.0, 2.0, 3.0]])
    # step1: do softmax
    y = tf.nn.softmax(logits)
    # true label
    y_ = tf.constant([[0.0, 0.0, 1.0], [0.0, 0.0, 1.0], [0.0, 0.0, 1.0]])
    # step2: do cross_entropy
    cross_entropy = -tf.reduce_sum(y_ * tf.log(y))
    # do cross_entropy just one step; don't forget tf.reduce_sum()!!
    cross_entropy2 = tf.reduce_sum(tf.nn.softmax_cross_entropy_with_logits(logits=logits, labels=y_))
    with tf.Session() as sess:
        return {"softmax": sess.run(y), "c_e": sess.run(cross_entropy), "c_e2": sess.run(cross_entropy2)}


def on_scaled_logits():
    labels = [[0.2, 0.3, 0.5], [0.1, 0.6, 0.3]]
    logits = [[2, 0.5, 1], [0.1, 1, 3]]
    logits_scaled = tf.nn.softmax(logits)
    result1 = tf.nn.softmax_cross_entropy_with_logits(labels=labels, logits=logits)
    result2 = -tf.reduce_sum(labels * tf.log(logits_scaled), 1)
    result3 = tf.nn.softmax_cross_entropy_with_logits(labels=labels, logits=logits_scaled)
    with tf.Session() as sess:
        return {"result1": sess.run(result1), "result2": sess.run(result2), "result3 (wrong)": sess.run(result3)}


def sparse():
    labels = [0, 2]
    logits = [[2, 0.5, 1], [0.1, 1, 3]]
    result1 = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
    with tf.Session() as sess:
        return {"sparse": sess.run(result1)}


def sigmoid():
    """One loss for each logit: max(x, 0) - x z + log(1 + exp(-|x|))."""
    logits = tf.constant([[2, 0.5, 1], [0.1, -1, -30]])
    targets = tf.constant([[1.0, 0.0, 0.5], [0.0, 1.0, 1.0]])
    with tf.Session() as sess:
        return {"sigmoid": sess.run(tf.nn.sigmoid_cross_entropy_with_logits(labels=targets, logits=logits))}


def into_labels():
    """The gradient for the labels: none from softmax_cross_entropy_with_logits, one from its successor."""
    labels, logits = tf.constant([[0.2, 0.3, 0.5]]), tf.constant([[2, 0.5, 1]])
    v1 = tf.nn.softmax_cross_entropy_with_logits(labels=labels, logits=logits)
    v2 = tf.nn.softmax_cross_entropy_with_logits_v2(labels=labels, logits=logits)
    with tf.Session() as sess:
        return {
            "gradient for labels": str(tf.gradients(v1, labels)[0]),
            "gradient for labels, v2": sess.run(tf.gradients(v2, labels)[0]),
        }


def results():
    found = {}
    for part in (by_hand, on_scaled_logits, sparse, sigmoid, into_labels):
        found.update(part())
    return found


def main(_):
    found = results()
    print("step1:softmax result=")
    print(found["softmax"])
    print("step2:cross_entropy result=")
    print(found["c_e"])
    print("Function(softmax_cross_entropy_with_logits) result=")
    print(found["c_e2"])
    for name in ["result1", "result2", "result3 (wrong)", "sparse", "sigmoid"]:
        print(found[name])


if __name__ == "__main__":
    tf.app.run()
