"""word2vec, CBOW: from the words around a place to the word in it, with a sampled softmax.

Legacy:   legacy/examples/cbow_words.py
Pipeline: pipelines/skipgram.py, pipelines/corpus.py
Parity:   tests/examples/test_cbow_words.py
"""

from dataclasses import dataclass, replace

import keras
from keras import layers

from tf2notes import training
from tf2notes.layers.embedding import Embedding
from tf2notes.layers.sampled_loss import SampledLoss
from tf2notes.nearest import show_nearest
from tf2notes.optimizers import sum_repeated_ids
from tf2notes.pipelines import corpus, skipgram
from tf2notes.training import rounds


@dataclass(frozen=True)
class Config:
    """Options of cbow_words."""

    steps: int = 20000  # training steps (word2vec's tutorial: 100,000)
    batch_size: int = 128  # places a step
    learning_rate: float = 1.0  # of Adagrad
    embedding_size: int = 128  # numbers a word
    skip_window: int = 1  # how far away a context word may be
    num_sampled: int = 64  # words drawn as noise for each batch
    loss: str = "sampled_softmax"  # "sampled_softmax" or "nce"
    vocabulary_size: int = 50000  # the commonest words; the rest is <unk>
    words: str = "class,function,true,list,import,string,is,the"  # whose neighbours are printed
    data: str = "builtin"  # "builtin", a folder with PTB's files, or the file text8
    seed: int = 0  # of weights, order and draws


def build(config, fed=False):
    """The compiled model: {"contexts": int [batch, 2 skip_window], "target": int [batch, 1]} -> losses, float [batch].

    With `fed`, the noise words and their expected counts are inputs too: "candidates", "true_counts", "sampled_counts".
    """
    inputs = {
        "contexts": keras.Input((2 * config.skip_window,), dtype="int32", name="contexts"),
        "target": keras.Input((1,), dtype="int32", name="target"),
    }
    draws = {
        "candidates": keras.Input(batch_shape=(config.num_sampled,), dtype="int64", name="candidates"),
        "true_counts": keras.Input((1,), name="true_counts"),
        "sampled_counts": keras.Input(batch_shape=(config.num_sampled,), name="sampled_counts"),
    }
    start = keras.initializers.RandomUniform(-1.0, 1.0)
    embedding = Embedding(config.vocabulary_size, config.embedding_size, start, name="embedding")
    output = SampledLoss(config.vocabulary_size, config.num_sampled, config.loss, config.seed, name="sampled")
    hidden = layers.GlobalAveragePooling1D()(embedding(inputs["contexts"]))
    loss = output(hidden, inputs["target"], list(draws.values()) if fed else None)
    model = keras.Model(inputs | draws if fed else inputs, {"hidden": hidden, "loss": loss}, name="cbow_words")
    adagrad = keras.optimizers.Adagrad(config.learning_rate, initial_accumulator_value=0.1, epsilon=0.0)  # as TF1's
    model.compile(optimizer=sum_repeated_ids(adagrad), jit_compile=False)
    return model


def train(config, callbacks=(), folder=None):
    """Train; prints nearest neighbours and returns the average loss of the last round, and that of unseen text."""
    keras.utils.set_random_seed(config.seed)
    data = corpus.load(config.data, config.vocabulary_size)
    config = replace(config, vocabulary_size=len(data.vocabulary))
    draw = (config.batch_size, config.skip_window, config.seed)
    windows = skipgram.cbow_dataset(data.train, *draw, epochs=None).map(by_name)
    unseen = skipgram.cbow_dataset(data.valid, *draw).map(by_name)
    model = build(config)
    epochs, steps = rounds(config.steps, every=2000)
    history = training.fit(
        model,
        windows,
        epochs=epochs,
        steps_per_epoch=steps,
        callbacks=list(callbacks),
    )
    show_nearest(model.get_layer("embedding").embeddings.numpy(), data.vocabulary, config.words.split(","))
    return {"loss": history.history["loss"][-1], "valid_loss": training.evaluate(model, unseen)["loss"]}


def by_name(contexts, target):
    """A batch as the model's inputs."""
    return {"contexts": contexts, "target": target}


def weights_from_legacy(values):
    """One table in, one table out."""
    return {
        "embedding/embeddings": values["embeddings:0"],
        "sampled/kernel": values["softmax_weights:0"],
        "sampled/bias": values["softmax_biases:0"],
    }
