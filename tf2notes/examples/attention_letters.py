"""An encoder and a decoder with attention that sort the letters of a word, and a picture of where it looks.

Legacy:   legacy/examples/attention_letters.py
Pipeline: pipelines/words.py
Parity:   tests/examples/test_attention_letters.py

Two things of the notes are not needed today. Buckets: a batch is padded to its own longest word, and a mask keeps the
padding out of the attention. The sampled softmax: with thirty symbols it saves nothing; `cbow_words` has it.
"""

from dataclasses import dataclass

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from tf2notes import decoding
from tf2notes.examples.seq2seq_letters import show, to_keras
from tf2notes.layers.attention_decoder import AttentionDecoder
from tf2notes.layers.tf1_rnn import lstm_from_tf1
from tf2notes.losses.sequence import MeanOverTimeCrossentropy
from tf2notes.optimizers import sum_repeated_ids
from tf2notes.pipelines import words
from tf2notes.training import rounds

THREADS_PER_OP = 1  # its operations are small: 1.3 times as fast as with two


@dataclass(frozen=True)
class Config:
    """Options of attention_letters."""

    steps: int = 800  # training steps
    batch_size: int = 128  # words a step
    learning_rate: float = 5e-3  # of Adam, gradients clipped to a global norm of 5
    units: int = 64  # of each LSTM
    embedding_size: int = 32  # numbers a letter
    beam_width: int = 1  # beginnings kept while predicting; 1 is greedy
    max_letters: int = 8  # of a word; longer ones are left out
    test_words: int = 256  # held back to be sorted unseen
    data: str = "builtin"  # "builtin" or a file with one word a line
    seed: int = 0  # of weights, order and of which words are held back


def build(config):
    """The compiled model: {"source", "decoder_input"}: int32 [batch, time] -> logits [batch, time, symbols]."""
    source = keras.Input((None,), dtype="int32", name="source")
    decoder_input = keras.Input((None,), dtype="int32", name="decoder_input")
    symbols, size = words.VOCABULARY_SIZE, config.embedding_size

    x = layers.Embedding(symbols, size, name="encoder_embedding")(source)
    mask = source != words.PAD
    lstm = layers.LSTM(config.units, return_sequences=True, return_state=True, name="encoder")
    memory, *state = lstm(x, mask=mask)
    x = layers.Embedding(symbols, size, name="decoder_embedding")(decoder_input)
    x, _ = AttentionDecoder(config.units, name="decoder")(x, state, memory, mask)
    logits = layers.Dense(symbols, name="output")(x)

    model = keras.Model({"source": source, "decoder_input": decoder_input}, logits, name="attention_letters")
    # Letters repeat within a batch, so the embeddings' gradients have repeated rows.
    adam = sum_repeated_ids(keras.optimizers.Adam(config.learning_rate, epsilon=1e-8, global_clipnorm=5.0))
    model.compile(adam, MeanOverTimeCrossentropy(words.PAD), jit_compile=False)
    return model


def train(config, callbacks=(), folder=None):
    """Train, then sort unseen words; returns the losses and the share sorted exactly. Draws an attention map."""
    keras.utils.set_random_seed(config.seed)
    every = words.load(config.data, max_length=config.max_letters)
    known, unseen = words.split(every, config.test_words, config.seed)
    model = build(config)
    epochs, steps = rounds(config.steps, every=100)
    test_data = words.dataset(unseen, config.batch_size, drop_remainder=False).map(unweighted)
    model.fit(
        words.dataset(known, config.batch_size, config.seed).map(unweighted).repeat(),
        epochs=epochs,
        steps_per_epoch=steps,
        validation_data=test_data,
        callbacks=list(callbacks),
        shuffle=False,  # the pipeline shuffles
        verbose=0,
    )
    exact = show(unseen, sort(model, unseen, config.beam_width))
    for word in ("hello", "machine", "common"):
        print(f"{word} -> {sort(model, [word], config.beam_width)[0]}")
    if folder is not None:
        draw_attention(model, "machine", folder / "attention.png")
    return {"loss": model.evaluate(test_data, verbose=0), "exact": exact}


def unweighted(batch):
    """A batch of `words.dataset` as (inputs, targets); the loss finds the padding by itself."""
    return to_keras(batch)[:2]


def sort(model, some_words, beam_width=1):
    """The model's own answers to some words, decoded greedily or by beam search."""
    source = tf.constant(words.arrays(some_words)["source"])
    start = tf.fill([len(some_words)], words.GO)
    step, state, length = stepper(model), encode(model, source), source.shape[1] + 1
    if beam_width == 1:
        ids = decoding.greedy(step, state, start, words.EOS, length)
    else:
        ids = decoding.beam_search(step, state, start, words.EOS, length, beam_width)[0][:, 0]
    return [words.decode(row) for row in ids.numpy()]


def encode(model, source):
    """Where the decoder starts: its state, and what it needs of the memory."""
    mask, decoder = source != words.PAD, model.get_layer("decoder")
    memory, *state = model.get_layer("encoder")(model.get_layer("encoder_embedding")(source), mask=mask)
    return decoder.start(state, memory), decoder.prepare(memory, mask)


def stepper(model):
    """The decoder as a function of one symbol and its state: (tokens [rows], state) -> (logits, state)."""
    embedding, decoder, output = (model.get_layer(name) for name in ("decoder_embedding", "decoder", "output"))

    def step(tokens, state):
        state, prepared = state
        x, _, state = decoder.step(embedding(tokens), state, prepared)
        return output(x), (state, prepared)

    return step


def draw_attention(model, word, path):
    """A map of how much each letter of the word (columns) weighs in each letter of the answer (rows)."""
    from matplotlib.figure import Figure

    answer = sort(model, [word])[0]
    source = words.arrays([word])["source"]
    fed = words.encode("".join(answer))[None]
    decoder = model.get_layer("decoder")
    embedded = model.get_layer("decoder_embedding")(np.concatenate([[[words.GO]], fed], axis=1))
    memory, *state = model.get_layer("encoder")(model.get_layer("encoder_embedding")(source))
    _, weights = decoder(embedded, state, memory)

    figure = Figure(figsize=(4, 4), layout="constrained")
    axes = figure.subplots()
    axes.imshow(weights[0], cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(word)), list(word))
    axes.set_yticks(range(len(answer) + 1), [*answer, "end"])
    axes.set(xlabel="letter read", ylabel="letter written", title=f"{word} → {answer}")
    figure.savefig(path, dpi=120)


def weights_from_legacy(values):
    """`_linear` and a 1x1 convolution are dense layers here; forget bias 1, BasicLSTMCell's default."""
    top = "model/embedding_attention_seq2seq"
    encoder, decoder = f"{top}/rnn/embedding_wrapper", f"{top}/embedding_attention_decoder"
    attention = f"{decoder}/attention_decoder"
    weights = {
        "encoder_embedding/embeddings": values[f"{encoder}/embedding:0"],
        "decoder_embedding/embeddings": values[f"{decoder}/embedding:0"],
        "decoder/memory/kernel": values[f"{attention}/AttnW_0:0"][0, 0],
        "decoder/v": values[f"{attention}/AttnV_0:0"],
        "decoder/input/kernel": values[f"{attention}/kernel:0"],
        "decoder/input/bias": values[f"{attention}/bias:0"],
        "decoder/query/kernel": values[f"{attention}/Attention_0/kernel:0"],
        "decoder/query/bias": values[f"{attention}/Attention_0/bias:0"],
        "decoder/output/kernel": values[f"{attention}/AttnOutputProjection/kernel:0"],
        "decoder/output/bias": values[f"{attention}/AttnOutputProjection/bias:0"],
        "output/kernel": values["model/proj_w:0"],
        "output/bias": values["model/proj_b:0"],
    }
    for path, scope in [("encoder/lstm_cell", encoder), ("decoder/lstm_cell", attention)]:
        cell = f"{scope}/basic_lstm_cell"
        weights.update(lstm_from_tf1(path, values[f"{cell}/kernel:0"], values[f"{cell}/bias:0"], forget_bias=1.0))
    return weights
