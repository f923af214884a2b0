"""towers_mnist: two towers of 50 digits on one side, one device with all 100 on the other. The tests add a strategy."""

import keras
import numpy as np

from tf2notes.examples import towers_mnist
from tf2notes.parity import Keras, Pair, Tf1
from tf2notes.pipelines import mnist


def batches(steps, batch_size=50):
    images, labels = mnist.load_arrays("train", "sample")
    for step in range(steps):
        batch = {}
        for tower in range(2):
            chosen = np.arange(batch_size) + (step % 5 * 2 + tower) * batch_size
            batch[f"x{tower}"] = images[chosen].reshape(-1, 784) / np.float32(255)
            batch[f"y{tower}"] = np.int32(labels[chosen])
        yield batch


def data(batch):
    images = np.concatenate([batch["x0"], batch["x1"]]).reshape(-1, 28, 28, 1)
    return images, np.concatenate([batch["y0"], batch["y1"]])


def pair():
    return Pair(
        legacy=Tf1(
            "towers_mnist",
            outputs=["predict"],
            loss="loss",
            train="train_op",
            learning_rate=0.1,
            metrics=["accuracy"],
        ),
        modern=Keras(
            build=lambda: towers_mnist.build(towers_mnist.Config(devices=1)),
            data=data,
            outputs=lambda logits: {"predict": keras.ops.softmax(logits)},
            metrics={"accuracy": "accuracy"},
        ),
        weights_from_legacy=towers_mnist.weights_from_legacy,
        batches=batches,
    )
