"""attention_letters: words that fill the one bucket, since the original knows no mask.

The original's sampled softmax looks at every symbol once (`all_candidate_sampler`), which makes it the softmax itself.
"""

import numpy as np

from tf2notes.examples import attention_letters
from tf2notes.parity import Keras, Pair, Tf1
from tf2notes.pipelines import words

LETTERS, STEPS = 5, 7  # the bucket
SIZE = {"size": 16, "embedding_size": 8, "buckets": [[LETTERS, STEPS]]}


def batches(steps, batch_size=16):
    known = [word for word in words.load("builtin") if len(word) == LETTERS]
    for step in range(steps):
        batch = words.arrays([known[(step * batch_size + i) % len(known)] for i in range(batch_size)])
        target = np.pad(batch["target"], ((0, 0), (0, 1)))  # the decoder's last step is padding
        decoder = np.concatenate([np.full((batch_size, 1), words.GO, np.int32), target], axis=1)
        feed = {f"encoder{i}": batch["source"][:, i] for i in range(LETTERS)}
        feed.update({f"decoder{i}": decoder[:, i] for i in range(STEPS + 1)})
        feed.update({f"weight{i}": np.full(batch_size, i <= LETTERS, np.float32) for i in range(STEPS + 1)})
        yield feed


def data(batch):
    source = np.stack([batch[f"encoder{i}"] for i in range(LETTERS)], axis=1)
    decoder = np.stack([batch[f"decoder{i}"] for i in range(STEPS + 1)], axis=1)
    return {"source": source, "decoder_input": decoder[:, :-1]}, decoder[:, 1:]


def config():
    return attention_letters.Config(units=SIZE["size"], embedding_size=SIZE["embedding_size"])


def pair():
    return Pair(
        legacy=Tf1(
            "attention_letters", outputs=["logits"], loss="loss", train="update", learning_rate=5e-3, kwargs=SIZE
        ),
        modern=Keras(
            build=lambda: attention_letters.build(config()), data=data, outputs=lambda logits: {"logits": logits}
        ),
        weights_from_legacy=attention_letters.weights_from_legacy,
        batches=batches,
        tolerances={"first_step": (1e-3, "Adam's first move is g / (|g| + 1e-8): some gradients here are near 1e-8")},
    )
