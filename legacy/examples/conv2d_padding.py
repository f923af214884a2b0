"""SAME and VALID: a window 6 wide that moves by 5 over a row of 13.

Notes: section 14.

Repaired: the section speaks of a figure that is lost; its numbers (2 positions, 3 positions with one zero on the left
and two on the right) belong to a window of 6 and a stride of 5.
"""

from __future__ import print_function

import tensorflow as tf

SIZES = [(13, 6, 5), (13, 3, 2), (12, 3, 2), (5, 2, 2), (6, 2, 2), (28, 5, 1), (7, 3, 3), (3, 2, 4)]


def sums(padding):
    """The sum of what the window covers at each position: what is missing in them was padded."""
    row = tf.reshape(tf.range(1.0, 14.0), [1, 1, 13, 1])
    window = tf.ones([1, 6, 1, 1])
    return tf.reshape(tf.nn.conv2d(row, window, [1, 1, 5, 1], padding), [-1])


def positions(padding):
    """How many positions there are for each (width, window, stride)."""
    found = []
    for width, window, stride in SIZES:
        row, kernel = tf.zeros([1, 1, width, 1]), tf.zeros([1, window, 1, 1])
        found.append(tf.nn.conv2d(row, kernel, [1, 1, stride, 1], padding).shape.as_list()[2])
    return found


def results():
    row = tf.reshape(tf.range(-13.0, 0.0), [1, 1, 13, 1])
    pools = {
        padding: tf.reshape(tf.nn.max_pool(row, [1, 1, 6, 1], [1, 1, 5, 1], padding), [-1])
        for padding in ["SAME", "VALID"]
    }
    averages = tf.reshape(tf.nn.avg_pool(row, [1, 1, 6, 1], [1, 1, 5, 1], "SAME"), [-1])
    with tf.Session() as sess:
        return {
            "VALID": sess.run(sums("VALID")),
            "SAME": sess.run(sums("SAME")),
            "positions, VALID": positions("VALID"),
            "positions, SAME": positions("SAME"),
            "max_pool, VALID": sess.run(pools["VALID"]),
            "max_pool, SAME": sess.run(pools["SAME"]),
            "avg_pool, SAME": sess.run(averages),
        }


def main(_):
    found = results()
    print("VALID:", len(found["VALID"]), "positions", found["VALID"])
    print("SAME:", len(found["SAME"]), "positions", found["SAME"])


if __name__ == "__main__":
    tf.app.run()
