"""word2vec, skip-gram: from a word to the words around it, with noise contrastive estimation.

Legacy:   legacy/examples/skipgram_words.py
Pipeline: pipelines/skipgram.py, pipelines/corpus.py
Parity:   tests/examples/test_skipgram_words.py
"""

from dataclasses import dataclass, replace

import keras

from tf2notes import training
from tf2notes.layers.embedding import Embedding
from tf2notes.layers.sampled_loss import SampledLoss
from tf2notes.nearest import show_nearest
from tf2notes.pipelines import corpus, skipgram
from tf2notes.training import rounds


@dataclass(frozen=True)
class Config:
    """Options of skipgram_words."""

    steps: int = 20000  # training steps (word2vec's tutorial: 100,000)
    batch_size: int = 128  # pairs of words a step
    learning_rate: float = 1.0  # of plain SGD
    embedding_size: int = 128  # numbers a word
    skip_window: int = 1  # how far away a context word may be
    num_skips: int = 2  # context words drawn for each word
    num_sampled: int = 64  # words drawn as noise for each batch
    loss: str = "nce"  # "nce" or "sampled_softmax"
    vocabulary_size: int = 50000  # the commonest words; the rest is <unk>
    words: str = "class,function,true,list,import,string,is,the"  # whose neighbours are printed
    data: str = "builtin"  # "builtin", a folder with PTB's files, or the file text8
    seed: int = 0  # of weights, order and draws


def build(config, fed=False):
    """The compiled model: {"center": int [batch], "context": int [batch, 1]} -> the loss of each pair, float [batch].

    With `fed`, the noise words and their expected counts are inputs too: "candidates", "true_counts", "sampled_counts".
    """
    inputs = {
        "center": keras.Input((), dtype="int32", name="center"),
        "context": keras.Input((1,), dtype="int32", name="context"),
    }
    draws = {
        "candidates": keras.Input(batch_shape=(config.num_sampled,), dtype="int64", name="candidates"),
        "true_counts": keras.Input((1,), name="true_counts"),
        "sampled_counts": keras.Input(batch_shape=(config.num_sampled,), name="sampled_counts"),
    }
    start = keras.initializers.RandomUniform(-1.0, 1.0)
    embedding = Embedding(config.vocabulary_size, config.embedding_size, start, name="embedding")
    output = SampledLoss(config.vocabulary_size, config.num_sampled, config.loss, config.seed, name="sampled")
    hidden = embedding(inputs["center"])
    loss = output(hidden, inputs["context"], list(draws.values()) if fed else None)
    model = keras.Model(inputs | draws if fed else inputs, {"hidden": hidden, "loss": loss}, name="skipgram_words")
    # Plain SGD squares no gradient: repeated words need no remedy.
    model.compile(optimizer=keras.optimizers.SGD(config.learning_rate), jit_compile=False)
    return model


def train(config, callbacks=(), folder=None):
    """Train; prints nearest neighbours and returns the average loss of the last round, and that of unseen text."""
    keras.utils.set_random_seed(config.seed)
    data = corpus.load(config.data, config.vocabulary_size)
    config = replace(config, vocabulary_size=len(data.vocabulary))
    draw = (config.batch_size, config.skip_window, config.num_skips, config.seed)
    pairs = skipgram.dataset(data.train, *draw, epochs=None).map(by_name)
    unseen = skipgram.dataset(data.valid, *draw).map(by_name)
    model = build(config)
    epochs, steps = rounds(config.steps, every=2000)
    history = training.fit(
        model,
        pairs,
        epochs=epochs,
        steps_per_epoch=steps,
        callbacks=list(callbacks),
    )
    show_nearest(model.get_layer("embedding").embeddings.numpy(), data.vocabulary, config.words.split(","))
    return {"loss": history.history["loss"][-1], "valid_loss": training.evaluate(model, unseen)["loss"]}


def by_name(center, context):
    """A batch as the model's inputs."""
    return {"center": center, "context": context}


def weights_from_legacy(values):
    """One table in, one table out."""
    return {
        "embedding/embeddings": values["embeddings:0"],
        "sampled/kernel": values["nce_weights:0"],
        "sampled/bias": values["nce_biases:0"],
    }
