"""lstm_mnist: 32 units instead of 128, for speed; the same weights and digits on both sides."""

import numpy as np

from tf2notes.examples import lstm_mnist
from tf2notes.parity import Keras, Pair, Tf1
from tf2notes.pipelines import mnist

BATCH_SIZE, UNITS = 32, 32


def batches(steps):
    images, labels = mnist.load_arrays("train", "sample")
    for step in range(steps):
        chosen = np.arange(BATCH_SIZE) + step % 5 * BATCH_SIZE
        yield {"x": images[chosen] / np.float32(255), "y": np.eye(10, dtype=np.float32)[labels[chosen]]}


def pair():
    return Pair(
        legacy=Tf1(
            "lstm_mnist",
            outputs=["pred"],
            loss="cost",
            train="train_op",
            learning_rate=1e-3,
            metrics=["accuracy"],
            kwargs={"batch_size": BATCH_SIZE, "n_hidden_units": UNITS},
        ),
        modern=Keras(
            build=lambda: lstm_mnist.build(lstm_mnist.Config(units=UNITS)),
            data=lambda b: (b["x"][..., np.newaxis], b["y"].argmax(-1)),
            outputs=lambda logits: {"pred": logits},
            metrics={"accuracy": "accuracy"},
        ),
        weights_from_legacy=lstm_mnist.weights_from_legacy,
        batches=batches,
        tolerances={"first_step": (1e-3, "Adam's first move is g / (|g| + 1e-8): a tiny g shows its rounding")},
    )
