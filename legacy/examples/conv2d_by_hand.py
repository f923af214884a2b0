"""A convolution small enough to check by hand: a 4x4 image and a 3x3 kernel.

Notes: section 4.

Repaired: the lost line breaks.
"""

from __future__ import print_function

import tensorflow as tf


def results():
    k = tf.constant([[1, 0, 1], [2, 1, 0], [0, 0, 1]], dtype=tf.float32, name="k")
    i = tf.constant([[4, 3, 1, 0], [2, 1, 0, 1], [1, 2, 4, 1], [3, 1, 0, 2]], dtype=tf.float32, name="i")
    # 3 high, 3 wide, 1 channel in, 1 kernel
    kernel = tf.reshape(k, [3, 3, 1, 1], name="kernel")
    # 1 image, 4 high, 4 wide, 1 channel
    image = tf.reshape(i, [1, 4, 4, 1], name="image")
    sss = tf.nn.conv2d(image, kernel, [1, 1, 1, 1], "VALID")
    res = tf.squeeze(sss)
    with tf.Session() as sess:
        return sess.run({"k": k, "sss": sss, "res": res})


def main(_):
    found = results()
    print(found["k"])
    print(found["sss"])
    print(found["res"])


if __name__ == "__main__":
    tf.app.run()
