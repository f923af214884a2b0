"""Same and valid padding: a window 6 wide that moves by 5 over a row of 13.

Legacy: legacy/examples/conv2d_padding.py
Parity: tests/examples/test_conv2d_padding.py
"""

import math

from keras import layers, ops

SIZES = [(13, 6, 5), (13, 3, 2), (12, 3, 2), (5, 2, 2), (6, 2, 2), (28, 5, 1), (7, 3, 3), (3, 2, 4)]


def sums(padding):
    """The sum of what the window covers at each position: what is missing in them was padded."""
    row = ops.reshape(ops.arange(1.0, 14.0), (1, 13, 1))
    return ops.reshape(ops.conv(row, ops.ones((6, 1, 1)), strides=5, padding=padding), -1)


def pooled(layer):
    """A layer on the row from -13 to -1."""
    return ops.reshape(layer(ops.reshape(ops.arange(-13.0, 0.0), (1, 13, 1))), -1)


def results():
    """Sums, numbers of positions, and pools: what is padded counts for neither their maximum nor their mean."""
    return {
        "VALID": sums("valid"),
        "SAME": sums("same"),
        "positions, VALID": [(width - window) // stride + 1 for width, window, stride in SIZES],
        "positions, SAME": [math.ceil(width / stride) for width, _, stride in SIZES],
        "max_pool, VALID": pooled(layers.MaxPooling1D(6, 5)),
        "max_pool, SAME": pooled(layers.MaxPooling1D(6, 5, padding="same")),
        "avg_pool, SAME": pooled(layers.AveragePooling1D(6, 5, padding="same")),
    }
