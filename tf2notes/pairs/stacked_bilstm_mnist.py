"""stacked_bilstm_mnist: as for one layer, the same weights and digits on both sides."""

import numpy as np

from tf2notes.examples import stacked_bilstm_mnist
from tf2notes.parity import Keras, Pair, Tf1
from tf2notes.pipelines import mnist

BATCH_SIZE = 32


def batches(steps):
    images, labels = mnist.load_arrays("train", "sample")
    inked = images.any(-1)
    lengths = np.int32(28 - inked[:, ::-1].argmax(-1))
    for step in range(steps):
        chosen = np.arange(BATCH_SIZE) + step % 5 * BATCH_SIZE
        yield {"seq": images[chosen] / np.float32(255), "seq_length": lengths[chosen], "y": np.int32(labels[chosen])}


def pair():
    return Pair(
        legacy=Tf1(
            "stacked_bilstm_mnist",
            outputs=["logits"],
            loss="loss",
            train="train_op",
            learning_rate=1e-3,
            metrics=["accuracy"],
            kwargs={"batch_size": BATCH_SIZE},
        ),
        modern=Keras(
            build=lambda: stacked_bilstm_mnist.build(stacked_bilstm_mnist.Config()),
            data=lambda b: (b["seq"][..., np.newaxis], b["y"]),
            outputs=lambda logits: {"logits": logits},
            metrics={"accuracy": "accuracy"},
        ),
        weights_from_legacy=stacked_bilstm_mnist.weights_from_legacy,
        batches=batches,
        tolerances={"first_step": (1e-3, "Adam's first move is g / (|g| + 1e-8): a tiny g shows its rounding")},
        scale=2.0,  # keeps gradients away from Adam's epsilon, where its first move shows their rounding
    )
