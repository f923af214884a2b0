"""ema_mnist: the weights that are averaged, step by step; the averages themselves are compared in the tests."""

import numpy as np

from tf2notes.examples import ema_mnist
from tf2notes.parity import Keras, Pair, Tf1
from tf2notes.pipelines import mnist


def batches(steps, batch_size=100):
    images, labels = mnist.load_arrays("train", "sample")
    for step in range(steps):
        chosen = np.arange(batch_size) + step % 5 * batch_size
        yield {
            "x": images[chosen].reshape(-1, 784) / np.float32(255),
            "y_actual": np.eye(10, dtype=np.float32)[labels[chosen]],
        }


def data(batch):
    return batch["x"].reshape(-1, 28, 28, 1), batch["y_actual"].argmax(-1)


def pair():
    return Pair(
        legacy=Tf1(
            "ema_mnist",
            outputs=["logits"],
            loss="my_loss",
            train="training_op",
            learning_rate=0.5,
            metrics=["accuracy"],
        ),
        modern=Keras(
            build=lambda: ema_mnist.build(ema_mnist.Config()),
            data=data,
            outputs=lambda logits: {"logits": logits},
            metrics={"accuracy": "accuracy"},
        ),
        weights_from_legacy=ema_mnist.weights_from_legacy,
        batches=batches,
    )
