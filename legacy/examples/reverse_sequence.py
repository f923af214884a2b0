"""reverse_sequence: every sequence of a batch turned round up to its length, batch first and time first.

Notes: section 37.

Repaired: the lost line breaks; the documentation's lengths are 7, 2, 3, 5, and what follows the fourth sequence starts
at 5, not at 2. `input[0, 7:0:-1]` there means the first seven backwards.
"""

from __future__ import print_function

import numpy as np
import tensorflow as tf

SEQ_LENGTHS = [7, 2, 3, 5]


def numbers(*shape):
    return np.arange(np.prod(shape)).reshape(shape)


def _reverse(input_, seq_lengths, seq_dim, batch_dim):
    """How bidirectional_dynamic_rnn turns its input, with and without lengths."""
    if seq_lengths is not None:
        return tf.reverse_sequence(input=input_, seq_lengths=seq_lengths, seq_dim=seq_dim, batch_dim=batch_dim)
    return tf.reverse(input_, axis=[seq_dim])


def results():
    batch_major = numbers(4, 8)
    time_major = numbers(8, 2, 4)
    floats = tf.constant(numbers(4, 8), tf.float32)
    turned = tf.reverse_sequence(floats, SEQ_LENGTHS, seq_axis=1, batch_axis=0)
    weights = tf.constant(numbers(4, 8) ** 2, tf.float32)
    with tf.Session() as sess:
        first = sess.run(tf.reverse_sequence(batch_major, SEQ_LENGTHS, seq_axis=1, batch_axis=0))
        return {
            "batch 0, time 1": first,
            "batch 2, time 0": sess.run(tf.reverse_sequence(time_major, SEQ_LENGTHS, seq_axis=0, batch_axis=2)),
            "twice": sess.run(tf.reverse_sequence(first, SEQ_LENGTHS, seq_axis=1, batch_axis=0)),
            "without lengths": sess.run(_reverse(batch_major, None, 1, 0)),
            "with lengths": sess.run(_reverse(batch_major, SEQ_LENGTHS, 1, 0)),
            "gradient": sess.run(tf.gradients(turned * weights, floats)[0]),
        }


def main(_):
    found = results()
    print(found["batch 0, time 1"])
    print(found["batch 2, time 0"])


if __name__ == "__main__":
    tf.app.run()
