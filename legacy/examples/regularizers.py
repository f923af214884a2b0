"""Regularizers: L1, L2, their sum, applied to weights, and scopes that regularize what is made in them.

Notes: section 36.

Repaired: the lost line breaks. The section's network with its "losses" collection is mlp_regularized.
"""

from __future__ import print_function

import tensorflow as tf
from tensorflow.contrib import layers


def error_of(function):
    try:
        function()
    except ValueError as error:
        return str(error).split(":")[0]
    return "no error"


def functions():
    weights = tf.constant([1.0, -2.0, 3.0])
    l1 = layers.l1_regularizer(0.1)
    l2 = layers.l2_regularizer(0.5)
    both = layers.sum_regularizer([l1, l2])
    with tf.Session() as sess:
        return {
            "l1": sess.run(l1(weights)),
            "l2": sess.run(l2(weights)),
            "sum": sess.run(both(weights)),
            "gradient of the sum": sess.run(tf.gradients(both(weights), weights)[0]),
            "a scale of 0": str(layers.l1_regularizer(0.0)(weights)),
            "a scale less than 0": error_of(lambda: layers.l1_regularizer(-0.1)) != "no error",
        }


def applied():
    """To a list of weights, or to those in the collection of weights."""
    with tf.Graph().as_default():
        w1 = tf.Variable([1.0, -2.0])
        w2 = tf.Variable([[3.0]])
        penalty = layers.apply_regularization(layers.l2_regularizer(0.5), weights_list=[w1, w2])
        tf.add_to_collection(tf.GraphKeys.WEIGHTS, w1)
        of_collection = layers.apply_regularization(layers.l1_regularizer(0.1))
        with tf.Session() as sess:
            tf.global_variables_initializer().run()
            return {
                "applied to two": sess.run(penalty),
                "applied to the collection": sess.run(of_collection),
                "regularization losses": sess.run(tf.get_collection(tf.GraphKeys.REGULARIZATION_LOSSES)),
            }


def scopes():
    """Both variables regularized by their scopes; a loss is what is trained plus all of these."""
    with tf.Graph().as_default():
        regularizer = layers.l1_regularizer(0.1)
        with tf.variable_scope("var", initializer=tf.random_normal_initializer(), regularizer=regularizer):
            tf.get_variable("weight", shape=[8], initializer=tf.ones_initializer())
        with tf.variable_scope("var2", initializer=tf.random_normal_initializer(), regularizer=regularizer):
            tf.get_variable("weight", shape=[8], initializer=tf.ones_initializer())
        tf.get_variable("bias", shape=[8], initializer=tf.ones_initializer())
        regularization_loss = tf.reduce_sum(tf.get_collection(tf.GraphKeys.REGULARIZATION_LOSSES))
        with tf.Session() as sess:
            tf.global_variables_initializer().run()
            return {
                "losses of the scopes": len(tf.get_collection(tf.GraphKeys.REGULARIZATION_LOSSES)),
                "regularization_loss": sess.run(regularization_loss),
            }


def results():
    found = functions()
    found.update(applied())
    found.update(scopes())
    return found


def main(_):
    for name, value in sorted(results().items()):
        print(name + ":", value)


if __name__ == "__main__":
    tf.app.run()
