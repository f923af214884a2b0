"""A sequence-to-sequence model that sorts the letters of a word: hello becomes ehllo.

Legacy:   legacy/examples/seq2seq_letters.py
Pipeline: pipelines/words.py
Parity:   tests/examples/test_seq2seq_letters.py

The encoder hands nothing but its final state to the decoder. For training, the decoder reads the target shifted by one;
to predict, the same layers are stepped by `tf2notes.decoding` with their own answers.
"""

from dataclasses import dataclass

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from tf2notes import decoding
from tf2notes.layers.block_lstm import BlockLSTM
from tf2notes.layers.tf1_rnn import lstm_from_tf1
from tf2notes.optimizers import sum_repeated_ids
from tf2notes.pipelines import words

THREADS_PER_OP = 1  # its operations are small: 1.5 times as fast as with two


@dataclass(frozen=True)
class Config:
    """Options of seq2seq_letters."""

    epochs: int = 60  # passes over the words
    batch_size: int = 128  # words a step
    learning_rate: float = 1e-3  # of Adam, gradients clipped to [-5, 5]
    units: int = 50  # of each LSTM layer
    num_layers: int = 2  # LSTM layers in the encoder, and as many in the decoder
    embedding_size: int = 15  # numbers a letter
    beam_width: int = 1  # beginnings kept while predicting; 1 is greedy
    test_words: int = 128  # held back to be sorted unseen
    data: str = "builtin"  # "builtin" or a file with one word a line
    seed: int = 0  # of weights, order and of which words are held back


def build(config):
    """The compiled model: {"source", "decoder_input"}: int32 [batch, letters] -> logits [batch, letters, symbols]."""
    start = keras.initializers.RandomUniform(-0.1, 0.1)
    lstm = {"kernel_initializer": start, "recurrent_initializer": start, "return_sequences": True}
    source = keras.Input((None,), dtype="int32", name="source")
    decoder_input = keras.Input((None,), dtype="int32", name="decoder_input")

    symbols = words.VOCABULARY_SIZE
    embedding = {
        "embeddings_initializer": "glorot_uniform",
        "mask_zero": True,
    }  # Keras' own start is seven times smaller
    x = layers.Embedding(symbols, config.embedding_size, name="encoder_embedding", **embedding)(source)
    states = []
    for i in range(config.num_layers):
        x, *state = BlockLSTM(config.units, return_state=True, name=f"encoder{i}", **lstm)(x)
        states.append(state)

    uniform = keras.initializers.RandomUniform(0.0, 1.0)
    x = layers.Embedding(symbols, config.embedding_size, uniform, name="decoder_embedding")(decoder_input)
    for i in range(config.num_layers):
        x = BlockLSTM(config.units, name=f"decoder{i}", **lstm)(x, initial_state=states[i])
    normal = keras.initializers.TruncatedNormal(stddev=0.1)
    logits = layers.Dense(symbols, kernel_initializer=normal, name="output")(x)

    model = keras.Model({"source": source, "decoder_input": decoder_input}, logits, name="seq2seq_letters")
    # Letters repeat within a batch, so the embeddings' gradients have repeated rows.
    adam = sum_repeated_ids(keras.optimizers.Adam(config.learning_rate, epsilon=1e-8, clipvalue=5.0))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="mean_with_sample_weight")
    model.compile(optimizer=adam, loss=loss, weighted_metrics=["accuracy"], jit_compile=False)
    return model


def train(config, callbacks=(), folder=None):
    """Train, then sort unseen words; returns the losses and the share that is sorted exactly."""
    keras.utils.set_random_seed(config.seed)
    known, unseen = words.split(words.load(config.data), config.test_words, config.seed)
    train_data = words.dataset(known, config.batch_size, config.seed).map(to_keras)
    test_data = words.dataset(unseen, config.batch_size, drop_remainder=False).map(to_keras)
    model = build(config)
    model.fit(
        train_data,
        epochs=config.epochs,
        validation_data=test_data,
        callbacks=list(callbacks),
        shuffle=False,  # the pipeline shuffles
        verbose=0,
    )
    exact = show(unseen, sort(model, unseen, config.beam_width))
    for word in ("hello", "machine", "common"):
        print(f"{word} -> {sort(model, [word], config.beam_width)[0]}")
    return {**model.evaluate(test_data, return_dict=True, verbose=0), "exact": exact}


def to_keras(batch):
    """A batch of `words.dataset` as (inputs, targets, weights); padding weighs nothing."""
    inputs = {"source": batch["source"], "decoder_input": words.shift_right(batch["target"])}
    weights = tf.sequence_mask(batch["target_length"], tf.shape(batch["target"])[1], dtype=tf.float32)
    return inputs, batch["target"], weights


def sort(model, some_words, beam_width=1):
    """The model's own answers to some words, decoded greedily or by beam search."""
    source = tf.constant(words.arrays(some_words)["source"])
    start = tf.fill([len(some_words)], words.GO)
    length = source.shape[1] + 1
    if beam_width == 1:
        ids = decoding.greedy(stepper(model), encode(model, source), start, words.EOS, length)
    else:
        ids = decoding.beam_search(stepper(model), encode(model, source), start, words.EOS, length, beam_width)[0][:, 0]
    return [words.decode(row) for row in ids.numpy()]


def encode(model, source):
    """The encoder's final states, a list of [h, c] for each layer."""
    x = model.get_layer("encoder_embedding")(source)
    mask, states = source != words.PAD, []
    for layer in stack(model, "encoder"):
        x, *state = layer(x, mask=mask)
        states.append(state)
    return states


def stepper(model):
    """The decoder as a function of one symbol and the states: (tokens [rows], states) -> (logits, states)."""

    def step(tokens, states):
        x, after = model.get_layer("decoder_embedding")(tokens), []
        for layer, state in zip(stack(model, "decoder"), states, strict=True):
            x, state = layer.cell(x, state)
            after.append(list(state))
        return model.get_layer("output")(x), after

    return step


def stack(model, prefix):
    """The LSTM layers of the encoder or of the decoder, in order."""
    return [layer for layer in model.layers if isinstance(layer, layers.LSTM) and layer.name.startswith(prefix)]


def show(asked, answers):
    """Print the share of words sorted exactly, by length; returns the share of all."""
    right = np.array([answer == "".join(sorted(word)) for word, answer in zip(asked, answers, strict=True)])
    lengths = np.array([len(word) for word in asked])
    shares = [f"{n}: {right[lengths == n].mean():.0%}" for n in np.unique(lengths)]
    print(f"unseen words sorted exactly: {right.mean():.1%}; by length {', '.join(shares)}")
    return float(right.mean())


def weights_from_legacy(values):
    """Cells of a MultiRNNCell are layers here; forget bias 1, LSTMCell's default."""
    weights = {
        "encoder_embedding/embeddings": values["EmbedSequence/embeddings:0"],
        "decoder_embedding/embeddings": values["decoder_embeddings:0"],
        "output/kernel": values["decode/decoder/output/kernel:0"],
        "output/bias": values["decode/decoder/output/bias:0"],
    }
    for side, scope in [("encoder", "rnn"), ("decoder", "decode/decoder")]:
        for i in range((len(values) - 4) // 4):
            cell = f"{scope}/multi_rnn_cell/cell_{i}/lstm_cell"
            kernel, bias = values[f"{cell}/kernel:0"], values[f"{cell}/bias:0"]
            weights.update(lstm_from_tf1(f"{side}{i}/lstm_cell", kernel, bias, forget_bias=1.0))
    return weights
