"""Clipping gradients: by value, by norm, by the norm of all of them together.

Legacy: legacy/examples/gradient_clip.py
Parity: tests/examples/test_gradient_clip.py

It is an argument of the optimizer: `clipvalue`, `clipnorm` (each variable by itself) or `global_clipnorm` (all
together, what `tf.clip_by_global_norm` does).
"""

import keras
import tensorflow as tf


def train_with(**clipping):
    """Two variables after one step of SGD with the gradients (3, 4) and (12)."""
    w, b = keras.Variable([1.0, 1.0]), keras.Variable([2.0])
    optimizer = keras.optimizers.SGD(0.1, **clipping)
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(w * [3.0, 4.0]) + tf.reduce_sum(tf.square(b) * 3.0)
    optimizer.apply(tape.gradient(loss, [w.value, b.value]), [w, b])
    return [*w.numpy(), *b.numpy()]


def results():
    """One step under each way of clipping, and the functions by themselves."""
    gradients = [tf.constant([3.0, 4.0]), None, tf.constant([12.0])]
    clipped, norm = tf.clip_by_global_norm(gradients, 6.5)
    return {
        "not clipped": train_with(),
        "by value": train_with(clipvalue=3.5),
        "by norm": train_with(clipnorm=2.5),
        "by global norm": train_with(global_clipnorm=6.5),
        "by a larger global norm": train_with(global_clipnorm=100.0),
        "global norm": norm,
        "clip_by_value": tf.clip_by_value([-7.0, 0.5, 7.0], -5.0, 5.0),
        "clip_by_norm": tf.clip_by_norm([3.0, 4.0], 2.5),
        "clip_by_norm of zeros": tf.clip_by_norm([0.0, 0.0], 2.5),
        "clip_by_norm of rows": tf.clip_by_norm([[3.0, 4.0], [0.3, 0.4]], 1.0, axes=[1]),
        "clip_by_average_norm": clip_by_average_norm(tf.constant([3.0, 4.0]), 2.0),
        "clip_by_global_norm": tf.concat([clipped[0], clipped[2]], 0),
        "a gradient of None stays": clipped[1] is None,
    }


def clip_by_average_norm(t, clip_norm):
    """The norm divided by the number of elements is what is bounded; TensorFlow 2 has no function for it."""
    return tf.clip_by_norm(t, clip_norm * tf.cast(tf.size(t), t.dtype))
