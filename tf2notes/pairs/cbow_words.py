"""cbow_words: the same windows, noise words and starting tables on both sides."""

from tf2notes.examples import cbow_words
from tf2notes.pairs.skipgram_words import SHAPE, draws
from tf2notes.parity import Keras, Pair, Tf1
from tf2notes.pipelines import corpus, skipgram


def batches(steps):
    ids = corpus.load("builtin", SHAPE["vocabulary_size"]).train
    windows = skipgram.cbow_batches(ids, SHAPE["batch_size"], window=1, steps=steps)
    for step, (contexts, targets) in enumerate(windows):
        yield {"train_inputs": contexts, "train_labels": targets, **draws(step, targets)}


def data(batch):
    return (
        {
            "contexts": batch["train_inputs"],
            "target": batch["train_labels"],
            "candidates": batch["sampled_candidates"],
            "true_counts": batch["true_expected_count"],
            "sampled_counts": batch["sampled_expected_count"],
        },
    )


def pair():
    return Pair(
        legacy=Tf1("cbow_words", outputs=["embed"], loss="loss", train="optimizer", learning_rate=1.0, kwargs=SHAPE),
        modern=Keras(
            build=lambda: cbow_words.build(cbow_words.Config(**SHAPE), fed=True),
            data=data,
            outputs=lambda found: {"embed": found["hidden"]},
        ),
        weights_from_legacy=cbow_words.weights_from_legacy,
        batches=batches,
    )
