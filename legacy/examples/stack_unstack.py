"""stack and unstack, along both axes.

Notes: section 6.

Repaired: the listing had lost its lines and gained line numbers.
"""

from __future__ import print_function

import tensorflow as tf


def results():
    a = tf.constant([3, 2, 4, 5, 6])
    b = tf.constant([1, 6, 7, 8, 0])
    c = tf.stack([a, b], axis=0)
    d = tf.stack([a, b], axis=1)
    e = tf.unstack([a, b], axis=0)
    f = tf.unstack([a, b], axis=1)
    with tf.Session() as sess:
        return {"c": sess.run(c), "d": sess.run(d), "e": sess.run(e), "f": sess.run(f)}


def main(_):
    found = results()
    print(found["c"])
    print("-" * 20)
    print(found["d"])
    print("-" * 22)
    print(found["e"])
    print("-" * 22)
    print(found["f"])


if __name__ == "__main__":
    tf.app.run()
