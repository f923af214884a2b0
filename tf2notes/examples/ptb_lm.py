"""The PTB language model: LSTM layers over words, the state carried from batch to batch, perplexity.

Legacy:   legacy/examples/ptb_lm.py
Pipeline: pipelines/corpus.py
Parity:   tests/examples/test_ptb_lm.py

The three towers of the notes are one model here, evaluated by a second one with the same layers' weights. Where the
notes feed the final state back, the layers are stateful; the state is cleared when an epoch begins.
"""

import math
import time
from dataclasses import dataclass, replace
from typing import Literal

import keras
from keras import layers

from tf2notes.layers.embedding import Embedding
from tf2notes.layers.tf1_rnn import lstm_from_tf1
from tf2notes.losses.sequence import sum_over_time_crossentropy
from tf2notes.pipelines import corpus


@dataclass(frozen=True)
class Config:
    """Options of ptb_lm; those that are None come from the size."""

    size: Literal["small", "medium", "large", "test"] = "small"  # one of the notes' four configurations
    epochs: int | None = None  # passes over the training text (small: 13)
    steps: int | None = None  # batches an epoch, to try things out (None: the whole text)
    batch_size: int | None = None  # rows that the text is cut into (20)
    num_steps: int | None = None  # words a batch and row: the span of backpropagation (small: 20)
    hidden_size: int | None = None  # units of each layer and of the embedding (small: 200)
    num_layers: int | None = None  # LSTM layers (small: 2)
    keep_prob: float | None = None  # share of the outputs that dropout keeps (small: 1.0)
    learning_rate: float | None = None  # of plain SGD, in the first epochs (1.0)
    lr_decay: float | None = None  # factor of the learning rate for every epoch after those (small: 0.5)
    max_epoch: int | None = None  # epochs before the learning rate decays (small: 4)
    max_grad_norm: float | None = None  # global norm that gradients are clipped to (small: 5)
    init_scale: float | None = None  # weights start uniformly within this of 0 (small: 0.1)
    vocab_size: int = 10000  # the commonest words; the rest is <unk>
    data: str = "builtin"  # "builtin", a folder with ptb.train.txt and its like, or the file text8
    seed: int = 0  # of weights and dropout


SHARED = {"batch_size": 20, "learning_rate": 1.0}
SIZES = {
    "small": {"num_steps": 20, "hidden_size": 200, "num_layers": 2, "keep_prob": 1.0, "epochs": 13, "max_epoch": 4}
    | {"lr_decay": 0.5, "max_grad_norm": 5.0, "init_scale": 0.1},
    "medium": {"num_steps": 35, "hidden_size": 650, "num_layers": 2, "keep_prob": 0.5, "epochs": 39, "max_epoch": 6}
    | {"lr_decay": 0.8, "max_grad_norm": 5.0, "init_scale": 0.05},
    "large": {"num_steps": 35, "hidden_size": 1500, "num_layers": 2, "keep_prob": 0.35, "epochs": 55, "max_epoch": 14}
    | {"lr_decay": 1 / 1.15, "max_grad_norm": 10.0, "init_scale": 0.04},
    "test": {"num_steps": 2, "hidden_size": 2, "num_layers": 1, "keep_prob": 1.0, "epochs": 1, "max_epoch": 1}
    | {"lr_decay": 0.5, "max_grad_norm": 1.0, "init_scale": 0.1},
}


def resolve(config):
    """The configuration with every None replaced by what its size says."""
    values = SHARED | SIZES[config.size]
    return replace(config, **{name: value for name, value in values.items() if getattr(config, name) is None})


def build(config):
    """The compiled model: int32 [batch_size, num_steps] word ids -> logits [batch_size, num_steps, vocab_size]."""
    config = resolve(config)
    uniform = keras.initializers.RandomUniform(-config.init_scale, config.init_scale)
    lstm = {"kernel_initializer": uniform, "recurrent_initializer": uniform, "unit_forget_bias": False}
    lstm["unroll"] = (
        config.num_steps <= 40
    )  # measured: a step takes 3 % less than with a loop; a long graph is slow to make
    stack = [keras.Input(batch_shape=(config.batch_size, config.num_steps), dtype="int32")]
    stack += [Embedding(config.vocab_size, config.hidden_size, uniform, name="embedding")]
    stack += [layers.Dropout(1 - config.keep_prob)]
    for i in range(config.num_layers):
        stack += [layers.LSTM(config.hidden_size, return_sequences=True, stateful=True, name=f"lstm{i}", **lstm)]
        stack += [layers.Dropout(1 - config.keep_prob)]
    stack += [layers.Dense(config.vocab_size, kernel_initializer=uniform, bias_initializer=uniform, name="softmax")]
    model = keras.Sequential(stack, name="ptb_lm")
    model.compile(
        optimizer=keras.optimizers.SGD(config.learning_rate, global_clipnorm=config.max_grad_norm),
        loss=sum_over_time_crossentropy,
        jit_compile=False,
    )
    return model


def train(config, callbacks=(), folder=None):
    """Train and evaluate; returns the perplexity of the validation and the test text."""
    keras.utils.set_random_seed(config.seed)
    data = corpus.load(config.data, config.vocab_size)
    config = replace(resolve(config), vocab_size=len(data.vocabulary))
    model = build(config)
    train_data = corpus.ptb_producer(data.train, config.batch_size, config.num_steps)
    steps = config.steps or len(train_data)

    def learning_rate(epoch):
        return config.learning_rate * config.lr_decay ** max(epoch + 1 - config.max_epoch, 0)

    model.fit(
        train_data.repeat(),
        epochs=config.epochs,
        steps_per_epoch=steps,
        callbacks=[
            keras.callbacks.LearningRateScheduler(learning_rate),
            Perplexity(config, data.valid, words=steps * config.batch_size * config.num_steps),
            *callbacks,
        ],
        shuffle=False,  # rows go on from batch to batch
        verbose=0,
    )
    valid, test = (perplexity(model, config, ids) for ids in (data.valid, data.test))
    return {"valid_perplexity": valid, "test_perplexity": test}


def perplexity(model, config, ids):
    """exp of the mean cross entropy a word, reading `ids` from beginning to end in one row, as the notes' test does."""
    config = replace(resolve(config), batch_size=1, num_steps=min(100, len(ids) - 1), keep_prob=1.0)
    reader = build(config)
    reader.set_weights(model.get_weights())
    windows = corpus.ptb_producer(ids, 1, config.num_steps)
    return math.exp(reader.evaluate(windows, verbose=0) / config.num_steps)


class Perplexity(keras.callbacks.Callback):
    """Clears the state when an epoch begins; adds perplexities and words per second to its logs, and prints them."""

    def __init__(self, config, valid, words):
        super().__init__()
        self.config, self.valid, self.words = config, valid, words

    def on_epoch_begin(self, epoch, logs=None):
        for layer in self.model.layers:
            if isinstance(layer, layers.LSTM):
                layer.reset_state()
        self.start = time.perf_counter()

    def on_epoch_end(self, epoch, logs):
        logs["words_per_second"] = self.words / (time.perf_counter() - self.start)
        logs["perplexity"] = math.exp(logs["loss"] / self.config.num_steps)
        logs["val_perplexity"] = perplexity(self.model, self.config, self.valid)
        print(
            f"epoch {epoch + 1}: learning rate {float(logs['learning_rate']):.3f}, "
            f"train perplexity {logs['perplexity']:.2f}, valid perplexity {logs['val_perplexity']:.2f}, "
            f"{logs['words_per_second']:.0f} words/s"
        )


def weights_from_legacy(values):
    """Forget bias 0, as in the notes; the layers are the cells of a MultiRNNCell."""
    weights = {
        "embedding/embeddings": values["Model/embedding:0"],
        "softmax/kernel": values["Model/softmax_w:0"],
        "softmax/bias": values["Model/softmax_b:0"],
    }
    for i in range(len(values) // 2 - 1):
        cell = f"Model/RNN/multi_rnn_cell/cell_{i}/basic_lstm_cell"
        kernel, bias = values[f"{cell}/kernel:0"], values[f"{cell}/bias:0"]
        weights.update(lstm_from_tf1(f"lstm{i}/lstm_cell", kernel, bias, forget_bias=0.0))
    return weights
