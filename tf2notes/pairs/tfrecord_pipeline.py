"""tfrecord_pipeline: pictures fed past the queues on one side."""

import numpy as np

from tf2notes.examples import tfrecord_pipeline
from tf2notes.parity import Keras, Pair, Tf1


def batches(steps, batch_size=50):
    images, labels = tfrecord_pipeline.pictures(steps * batch_size, seed=0)
    for step in range(steps):
        chosen = slice(step * batch_size, (step + 1) * batch_size)
        pixels = images[chosen].reshape(-1, 64) / np.float32(255)
        yield {"example_batch": pixels, "label_batch": labels[chosen]}


def pair():
    return Pair(
        legacy=Tf1(
            "tfrecord_pipeline",
            outputs=["logits"],
            loss="loss",
            train="train_op",
            learning_rate=0.1,
            metrics=["accuracy"],
            kwargs={"filenames": ["pictures0.tfrecord", "pictures1.tfrecord"]},
        ),
        modern=Keras(
            build=lambda: tfrecord_pipeline.build(tfrecord_pipeline.Config()),
            data=lambda b: (b["example_batch"], b["label_batch"]),
            outputs=lambda logits: {"logits": logits},
            metrics={"accuracy": "accuracy"},
        ),
        weights_from_legacy=tfrecord_pipeline.weights_from_legacy,
        batches=batches,
    )
