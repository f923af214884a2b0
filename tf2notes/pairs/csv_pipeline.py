"""csv_pipeline: rows of the notes' files, fed past the queues on one side."""

import numpy as np

from tf2notes.examples import csv_pipeline
from tf2notes.parity import Keras, Pair, Tf1


def batches(steps, batch_size=50):
    random = np.random.RandomState(0)
    for _ in range(steps):
        numbers = random.randint(0, 10, [batch_size, 4]).astype(np.int32)
        yield {"example_batch": numbers, "label_batch": np.int32(numbers[:, :2].sum(1) > numbers[:, 2:].sum(1))}


def pair():
    return Pair(
        legacy=Tf1(
            "csv_pipeline",
            outputs=["logits"],
            loss="loss",
            train="train_op",
            learning_rate=0.1,
            metrics=["accuracy"],
            kwargs={"filenames": ["file0.csv", "file1.csv"]},
        ),
        modern=Keras(
            build=lambda: csv_pipeline.build(csv_pipeline.Config()),
            data=lambda b: (b["example_batch"] / 10, b["label_batch"]),
            outputs=lambda logits: {"logits": logits},
            metrics={"accuracy": "accuracy"},
        ),
        weights_from_legacy=csv_pipeline.weights_from_legacy,
        batches=batches,
    )
