"""deconv_images: the notes' noise in batches of three, 28 pixels wide and high.

With the notes' 97 pixels the rate is at the edge of divergence (the loss sums over pixels), and rounding multiplies.
"""

import numpy as np

from tf2notes.examples import deconv_images
from tf2notes.parity import Keras, Pair, Tf1


def batches(steps):
    random = np.random.RandomState(0)
    for _ in range(steps):
        yield {"inputs": np.float32(random.normal(size=[3, 28, 28, 3]))}


def pair():
    return Pair(
        legacy=Tf1(
            "deconv_images",
            outputs=["deconv1"],
            loss="loss",
            train="train_op",
            learning_rate=0.001,
            metrics=["loss"],
        ),
        modern=Keras(
            build=lambda: deconv_images.build(deconv_images.Config(channels=3)),
            data=lambda b: (b["inputs"], b["inputs"]),
            outputs=lambda pictures: {"deconv1": pictures},
            metrics={"loss": "loss"},
        ),
        weights_from_legacy=deconv_images.weights_from_legacy,
        batches=batches,
    )
