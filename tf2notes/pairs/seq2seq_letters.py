"""seq2seq_letters: the notes' own sizes, on the shipped words; padding is compared as zeros."""

import numpy as np
import tensorflow as tf

from tf2notes.examples import seq2seq_letters
from tf2notes.parity import Keras, Pair, Tf1
from tf2notes.pipelines import words


def batches(steps, batch_size=16):
    every = words.batches(words.load("builtin"), batch_size, seed=0)
    for _, batch in zip(range(steps), every, strict=False):
        yield {
            "inputs": batch["source"],
            "targets": batch["target"],
            "learning_rate": np.float32(1e-3),
            "target_sequence_length": batch["target_length"],
            "source_sequence_length": batch["source_length"],
        }


def data(batch):
    names = {"source": "inputs", "target": "targets", "target_length": "target_sequence_length"}
    return seq2seq_letters.to_keras({ours: tf.constant(batch[theirs]) for ours, theirs in names.items()})


def outputs(logits):
    """What the original's decoder gives: zeros once a word is finished (`impute_finished`)."""
    first = next(iter(batches(1)))
    mask = np.arange(logits.shape[1]) < first["target_sequence_length"][:, None]
    return {"training_logits": logits.numpy() * mask[..., None]}


def pair():
    return Pair(
        legacy=Tf1("seq2seq_letters", outputs=["training_logits"], loss="cost", train="train_op", learning_rate=1e-3),
        modern=Keras(build=lambda: seq2seq_letters.build(seq2seq_letters.Config()), data=data, outputs=outputs),
        weights_from_legacy=seq2seq_letters.weights_from_legacy,
        batches=batches,
    )
