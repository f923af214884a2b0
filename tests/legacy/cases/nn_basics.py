"""Parts of ``tf.nn`` that live on: the check that recording and comparing work."""

import numpy as np
import tensorflow as tf


def case_softmax_cross_entropy():
    logits = tf.constant([[1.0, 2.0, 3.0], [0.5, 0.1, 0.2]])
    labels = tf.constant([[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]])
    loss = tf.nn.softmax_cross_entropy_with_logits(logits=logits, labels=labels)
    with tf.Session() as sess:
        return {"loss": sess.run(loss)}


def case_get_variable_names():
    with tf.variable_scope("a"):
        v = tf.get_variable("v", [2], initializer=tf.constant_initializer(np.float32([1, 2])))
    with tf.variable_scope("a", reuse=True):
        w = tf.get_variable("v", [2])
    return {"names": [x.name for x in tf.global_variables()], "same": v is w}
