"""Transposed convolution: two sizes that shrink to the same one, sizes known only at the call, and what is refused.

Legacy: legacy/examples/conv2d_transpose.py
Parity: tests/examples/test_conv2d_transpose.py

The layer works its output's shape out of strides, padding and `output_padding`; by default it is the largest that
shrinks to the input, the stride times its size. A shape of one's own choice takes `tf.nn.conv2d_transpose`.
"""

import keras
import numpy as np
import tensorflow as tf
from keras import ops


def fixed(*shape):
    """Numbers between -1 and 1 that look random."""
    return np.sin(np.arange(np.prod(shape)) * 12.9898).reshape(shape).astype(np.float32)


def transposed(x, kernel, size, strides=2):
    """float32 [b, h, w, in] -> [b, *size, out] with a kernel [h, w, out, in]."""
    output_shape = [x.shape[0], *size, kernel.shape[2]]
    return tf.nn.conv2d_transpose(x, kernel, output_shape, strides, padding="SAME")


def refused(function):
    """Whether a call raises."""
    try:
        function()
    except (ValueError, tf.errors.OpError):
        return True
    return False


def seven_channels(images):
    """A convolution and its transpose of any image, to 7 channels of the image's own size."""
    down = keras.layers.Conv2D(20, 3, strides=3, padding="same")(images)
    kernel = keras.initializers.GlorotUniform(seed=0)((3, 3, 7, 20))
    return transposed(down, kernel, images.shape[1:3], strides=3)


def results():
    """Values and shapes by the original's names."""
    x, kernel = fixed(1, 3, 3, 1), fixed(2, 2, 3, 1)
    small = ops.conv_transpose(x, kernel, strides=2, padding="same", output_padding=1)
    forward = [ops.conv(ops.zeros((1, n, n, 3)), kernel, strides=2, padding="same").shape for n in (5, 6)]
    return {
        "[1, 5, 5, 3]": small,
        "[1, 6, 6, 3]": ops.conv_transpose(x, kernel, strides=2, padding="same"),
        "forward": forward,
        "[1, 5, 5, 3] fed": transposed(x, kernel, (5, 5)),
        "no such size": refused(lambda: transposed(x, kernel, (8, 8))),
        "shape with 7 channels": seven_channels(tf.zeros((2, 10, 11, 3))).shape,
        "strides of 4 and 3, shapes known": refused(lambda: back_by_three(tf.zeros((3, 97, 97, 10)))),
        "strides of 4 and 3, shapes fed": refused(lambda: traced_back_by_three(tf.zeros((3, 97, 97, 3)))),
    }


def back_by_three(images):
    """A stride of 4 forward and of 3 back, to the images' own shape: 97 pixels become 25, which 3 does not undo."""
    down = keras.layers.Conv2D(20, 3, strides=4, padding="same")(images)
    kernel = keras.initializers.GlorotUniform(seed=0)((3, 3, images.shape[-1], 20))
    return tf.nn.conv2d_transpose(down, kernel, tf.shape(images), 3, padding="SAME")


@tf.function(input_signature=[tf.TensorSpec((None, None, None, 3))])
def traced_back_by_three(images):
    """The same with sizes known only at the call."""
    down = tf.nn.conv2d(images, tf.zeros((3, 3, 3, 20)), 4, padding="SAME")
    return tf.nn.conv2d_transpose(down, tf.zeros((3, 3, 3, 20)), tf.shape(images), 3, padding="SAME")
