"""cnn_mnist: the same weights and digits on both sides, dropout off.

The trajectory runs over fifty digits, ten a step, again and again. With the notes' fifty a step this network (ReLU, max
pooling, a summed loss) multiplies rounding: TF 1.15 and the same graph on today's TensorFlow are up to 4e-2 apart by
step 68; here they stay within 1e-6 while the loss falls to a quarter.
"""

import keras
import numpy as np

from tf2notes.examples import cnn_mnist
from tf2notes.parity import Keras, Pair, Tf1
from tf2notes.pipelines import mnist


def batches(steps, batch_size=10):
    images, labels = mnist.load_arrays("train", "sample")
    for step in range(steps):
        chosen = np.arange(batch_size) + step % 5 * batch_size
        yield {
            "x": images[chosen].reshape(-1, 784) / np.float32(255),
            "y_actual": np.eye(10, dtype=np.float32)[labels[chosen]],
            "keep_prob": np.float32(1),
        }


def pair():
    return Pair(
        legacy=Tf1(
            "cnn_mnist",
            outputs=["y_predict"],
            loss="cross_entropy",
            train="train_step",
            learning_rate=1e-3,
            metrics=["accuracy"],
        ),
        modern=Keras(
            build=lambda: cnn_mnist.build(cnn_mnist.Config(dropout=0.0)),
            data=lambda b: (b["x"].reshape(-1, 28, 28, 1), b["y_actual"].argmax(-1)),
            outputs=lambda logits: {"y_predict": keras.ops.softmax(logits)},
            metrics={"accuracy": "accuracy"},
        ),
        weights_from_legacy=cnn_mnist.weights_from_legacy,
        batches=batches,
    )
