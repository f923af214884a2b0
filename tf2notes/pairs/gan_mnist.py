"""gan_mnist: the same weights, digits and random numbers on both sides; a step trains both networks in turn."""

import numpy as np

from tf2notes.examples import gan_mnist
from tf2notes.parity import Keras, Pair, Tf1
from tf2notes.pipelines import mnist

BATCH_SIZE = 32


def batches(steps):
    images, _ = mnist.load_arrays("train", "sample")
    z = np.random.RandomState(0).standard_normal([5, BATCH_SIZE, 64]).astype(np.float32)
    for step in range(steps):
        chosen = np.arange(BATCH_SIZE) + step % 5 * BATCH_SIZE
        yield {"x": images[chosen].reshape(-1, 784) / np.float32(255), "z": z[step % 5]}


def pair():
    return Pair(
        legacy=Tf1(
            "gan_mnist",
            outputs=["d_real", "d_fake"],
            loss="d_loss",
            train=["train_d", "train_g"],
            learning_rate=gan_mnist.Config.learning_rate,
        ),
        modern=Keras(
            build=lambda: gan_mnist.build(gan_mnist.Config()),
            data=lambda b: ((b["x"].reshape(-1, 28, 28, 1), b["z"]),),
            outputs=lambda logits: dict(zip(["d_real", "d_fake"], logits, strict=True)),
        ),
        weights_from_legacy=gan_mnist.weights_from_legacy,
        batches=batches,
        tolerances={"first_step": (2e-2, "Adam's first move is g / (|g| + 1e-8): a tiny g shows its rounding")},
        seed=1,
        scale=2.0,
    )
