"""softmax_mnist: the same weights and digits on both sides."""

import keras
import numpy as np

from tf2notes.examples import softmax_mnist
from tf2notes.parity import Keras, Pair, Tf1
from tf2notes.pipelines import mnist


def batches(steps, batch_size=100):
    images, labels = mnist.load_arrays("train", "sample")
    for step in range(steps):
        chosen = (np.arange(batch_size) + step * batch_size) % len(labels)
        yield {
            "x": images[chosen].reshape(-1, 784) / np.float32(255),
            "y_actual": np.eye(10, dtype=np.float32)[labels[chosen]],
        }


def pair():
    return Pair(
        legacy=Tf1(
            "softmax_mnist",
            outputs=["y_predict"],
            loss="cross_entropy",
            train="train_step",
            learning_rate=0.01,
            metrics=["accuracy"],
        ),
        modern=Keras(
            build=lambda: softmax_mnist.build(softmax_mnist.Config()),
            data=lambda b: (b["x"].reshape(-1, 28, 28, 1), b["y_actual"].argmax(-1)),
            outputs=lambda logits: {"y_predict": keras.ops.softmax(logits)},
            metrics={"accuracy": "accuracy"},
        ),
        weights_from_legacy=softmax_mnist.weights_from_legacy,
        batches=batches,
    )
