"""A convolution small enough to check by hand: a 4x4 image and a 3x3 kernel.

Legacy: legacy/examples/conv2d_by_hand.py
Parity: tests/examples/test_conv2d_by_hand.py
"""

from keras import ops


def results():
    """The kernel, the convolution [1, 2, 2, 1], and the same without the dimensions of one."""
    kernel = ops.array([[1, 0, 1], [2, 1, 0], [0, 0, 1]], "float32")
    image = ops.array([[4, 3, 1, 0], [2, 1, 0, 1], [1, 2, 4, 1], [3, 1, 0, 2]], "float32")
    convolved = ops.conv(image[None, :, :, None], kernel[:, :, None, None], strides=1, padding="valid")
    return {"k": kernel, "sss": convolved, "res": ops.squeeze(convolved)}
