"""skipgram_words: the same pairs, noise words and starting tables on both sides."""

import numpy as np

from tf2notes.examples import skipgram_words
from tf2notes.parity import Keras, Pair, Tf1
from tf2notes.pipelines import corpus, skipgram

SHAPE = {"batch_size": 16, "vocabulary_size": 60, "embedding_size": 8, "num_sampled": 6}


def draws(step, labels):
    """Noise words as the sampler draws them, and how often each word is expected in such a draw."""
    words, count = SHAPE["vocabulary_size"], SHAPE["num_sampled"]

    def expected(ids):
        return np.float32(1 - (1 - skipgram.log_uniform_probability(ids, words)) ** count)

    candidates = skipgram.log_uniform_ids(count, words, seed=step)
    return {
        "sampled_candidates": candidates,
        "true_expected_count": expected(labels),
        "sampled_expected_count": expected(candidates),
    }


def batches(steps):
    ids = corpus.load("builtin", SHAPE["vocabulary_size"]).train
    pairs = skipgram.batches(ids, SHAPE["batch_size"], skip_window=1, num_skips=2, seed=0, steps=steps)
    for step, (centers, contexts) in enumerate(pairs):
        yield {"train_inputs": centers, "train_labels": contexts, **draws(step, contexts)}


def data(batch):
    return (
        {
            "center": batch["train_inputs"],
            "context": batch["train_labels"],
            "candidates": batch["sampled_candidates"],
            "true_counts": batch["true_expected_count"],
            "sampled_counts": batch["sampled_expected_count"],
        },
    )


def pair():
    return Pair(
        legacy=Tf1(
            "skipgram_words", outputs=["embed"], loss="loss", train="optimizer", learning_rate=1.0, kwargs=SHAPE
        ),
        modern=Keras(
            build=lambda: skipgram_words.build(skipgram_words.Config(**SHAPE), fed=True),
            data=data,
            outputs=lambda found: {"embed": found["hidden"]},
        ),
        weights_from_legacy=skipgram_words.weights_from_legacy,
        batches=batches,
    )
