"""Replaces: ``tensorflow.examples.tutorials.mnist.mnist``, the network of "TensorFlow Mechanics 101"."""

import math

import tensorflow.compat.v1 as tf

NUM_CLASSES = 10
IMAGE_SIZE = 28
IMAGE_PIXELS = IMAGE_SIZE * IMAGE_SIZE


def inference(images, hidden1_units, hidden2_units):
    """Replaces: ``inference``. Logits [batch, 10] of images [batch, 784], through two hidden layers of relu."""
    hidden = images
    sizes = [IMAGE_PIXELS, hidden1_units, hidden2_units, NUM_CLASSES]
    for scope, inputs, outputs in zip(("hidden1", "hidden2", "softmax_linear"), sizes[:-1], sizes[1:], strict=True):
        with tf.name_scope(scope):
            start = tf.truncated_normal([inputs, outputs], stddev=1.0 / math.sqrt(float(inputs)))
            weights = tf.Variable(start, name="weights")
            biases = tf.Variable(tf.zeros([outputs]), name="biases")
            hidden = tf.matmul(hidden, weights) + biases
            if scope != "softmax_linear":
                hidden = tf.nn.relu(hidden)
    return hidden


def loss(logits, labels):
    """Replaces: ``loss``. The mean cross-entropy of logits [batch, 10] and class numbers [batch]."""
    return tf.losses.sparse_softmax_cross_entropy(labels=tf.to_int64(labels), logits=logits)


def training(loss, learning_rate):
    """Replaces: ``training``. The op that takes one step of gradient descent and counts ``global_step``."""
    tf.summary.scalar("loss", loss)
    optimizer = tf.train.GradientDescentOptimizer(learning_rate)
    global_step = tf.Variable(0, name="global_step", trainable=False)
    return optimizer.minimize(loss, global_step=global_step)


def evaluation(logits, labels):
    """Replaces: ``evaluation``. How many of the batch are right, int32."""
    correct = tf.nn.in_top_k(logits, labels, 1)
    return tf.reduce_sum(tf.cast(correct, tf.int32))
