"""A sequence-to-sequence model that sorts the letters of a word: hello becomes ehllo.

Notes: section 18 (and 20, gradients clipped before they are applied).

Repaired: the listings of the section are figures; this is the program that its text describes, for TensorFlow 1.1 and
later, with its hyper-parameters. Without --data it takes the words of Python's own help texts.
"""

from __future__ import print_function

import random
import re

import numpy as np
import tensorflow as tf

FLAGS = tf.app.flags.FLAGS

PAD, EOS, UNK, GO = range(4)
SYMBOLS = ["<PAD>", "<EOS>", "<UNK>", "<GO>"] + list("abcdefghijklmnopqrstuvwxyz")
LETTER_TO_INT = {symbol: i for i, symbol in enumerate(SYMBOLS)}

epochs = 60
batch_size = 128
rnn_size = 50
num_layers = 2
encoding_embedding_size = 15
decoding_embedding_size = 15
learning_rate = 0.001


def read_words(path):
    """Words of 2 to 15 letters, each once."""
    if path:
        with tf.gfile.GFile(path, "r") as f:
            words = f.read().lower().split()
    else:
        from pydoc_data import topics

        words = re.findall("[a-z]+", " ".join(topics.topics[name] for name in sorted(topics.topics)).lower())
    return sorted(set(word for word in words if 2 <= len(word) <= 15))


def source_to_seq(text, length=7):
    """The letters of a word as ids, padded."""
    return [LETTER_TO_INT.get(letter, UNK) for letter in text] + [PAD] * (length - len(text))


def get_inputs():
    inputs = tf.placeholder(tf.int32, [None, None], name="inputs")
    targets = tf.placeholder(tf.int32, [None, None], name="targets")
    rate = tf.placeholder(tf.float32, name="learning_rate")
    target_sequence_length = tf.placeholder(tf.int32, (None,), name="target_sequence_length")
    max_target_sequence_length = tf.reduce_max(target_sequence_length, name="max_target_len")
    source_sequence_length = tf.placeholder(tf.int32, (None,), name="source_sequence_length")
    return inputs, targets, rate, target_sequence_length, max_target_sequence_length, source_sequence_length


def get_lstm_cell(size):
    return tf.contrib.rnn.LSTMCell(size, initializer=tf.random_uniform_initializer(-0.1, 0.1, seed=2))


def get_encoder_layer(input_data, size, layers, source_sequence_length, source_vocab_size, embedding_size):
    """Embedding and stacked LSTM layers; the state is what the decoder gets."""
    encoder_embed_input = tf.contrib.layers.embed_sequence(input_data, source_vocab_size, embedding_size)
    cell = tf.contrib.rnn.MultiRNNCell([get_lstm_cell(size) for _ in range(layers)])
    return tf.nn.dynamic_rnn(cell, encoder_embed_input, sequence_length=source_sequence_length, dtype=tf.float32)


def process_decoder_input(data, go_id):
    """Cut the last letter off and put <GO> in front."""
    rows = tf.shape(data)[0]
    ending = tf.strided_slice(data, [0, 0], [rows, -1], [1, 1])
    return tf.concat([tf.fill([rows, 1], go_id), ending], 1)


def decoding_layer(
    embedding_size, layers, size, target_sequence_length, max_target_sequence_length, encoder_state, decoder_input
):
    """The training decoder, fed with the targets, and the predicting one, fed with itself; they share all variables."""
    target_vocab_size = len(SYMBOLS)
    decoder_embeddings = tf.Variable(tf.random_uniform([target_vocab_size, embedding_size]), name="decoder_embeddings")
    decoder_embed_input = tf.nn.embedding_lookup(decoder_embeddings, decoder_input)
    cell = tf.contrib.rnn.MultiRNNCell([get_lstm_cell(size) for _ in range(layers)])
    output_layer = tf.layers.Dense(
        target_vocab_size, kernel_initializer=tf.truncated_normal_initializer(mean=0.0, stddev=0.1), name="output"
    )

    with tf.variable_scope("decode"):
        training_helper = tf.contrib.seq2seq.TrainingHelper(
            inputs=decoder_embed_input, sequence_length=target_sequence_length, time_major=False
        )
        training_decoder = tf.contrib.seq2seq.BasicDecoder(cell, training_helper, encoder_state, output_layer)
        training_output, _, _ = tf.contrib.seq2seq.dynamic_decode(
            training_decoder, impute_finished=True, maximum_iterations=max_target_sequence_length
        )

    with tf.variable_scope("decode", reuse=True):
        start_tokens = tf.fill([tf.shape(target_sequence_length)[0]], GO)
        predicting_helper = tf.contrib.seq2seq.GreedyEmbeddingHelper(decoder_embeddings, start_tokens, EOS)
        predicting_decoder = tf.contrib.seq2seq.BasicDecoder(cell, predicting_helper, encoder_state, output_layer)
        predicting_output, _, _ = tf.contrib.seq2seq.dynamic_decode(
            predicting_decoder, impute_finished=True, maximum_iterations=max_target_sequence_length
        )
    return training_output, predicting_output


def build(size=rnn_size, layers=num_layers, embedding_size=encoding_embedding_size):
    """The whole graph; returns its tensors and operations by name."""
    inputs, targets, rate, target_length, max_target_length, source_length = get_inputs()
    _, encoder_state = get_encoder_layer(inputs, size, layers, source_length, len(SYMBOLS), embedding_size)
    decoder_input = process_decoder_input(targets, GO)
    training_output, predicting_output = decoding_layer(
        embedding_size, layers, size, target_length, max_target_length, encoder_state, decoder_input
    )
    training_logits = tf.identity(training_output.rnn_output, "logits")
    predicting_logits = tf.identity(predicting_output.sample_id, name="predictions")
    masks = tf.sequence_mask(target_length, max_target_length, dtype=tf.float32, name="masks")

    with tf.name_scope("optimization"):
        cost = tf.contrib.seq2seq.sequence_loss(training_logits, targets, masks)
        optimizer = tf.train.AdamOptimizer(rate)
        gradients = optimizer.compute_gradients(cost)
        capped = [(tf.clip_by_value(grad, -5.0, 5.0), var) for grad, var in gradients if grad is not None]
        train_op = optimizer.apply_gradients(capped)

    return {
        "inputs": inputs,
        "targets": targets,
        "learning_rate": rate,
        "target_sequence_length": target_length,
        "source_sequence_length": source_length,
        "max_target_len": max_target_length,
        "training_logits": training_logits,
        "predictions": predicting_logits,
        "cost": cost,
        "train_op": train_op,
    }


def pad_sentence_batch(sentence_batch):
    max_sentence = max(len(sentence) for sentence in sentence_batch)
    return [sentence + [PAD] * (max_sentence - len(sentence)) for sentence in sentence_batch]


def get_batches(targets, sources, size):
    """Padded batches and the lengths before padding."""
    for start in range(0, len(sources) // size * size, size):
        sources_batch, targets_batch = sources[start : start + size], targets[start : start + size]
        yield {
            "inputs": np.array(pad_sentence_batch(sources_batch)),
            "targets": np.array(pad_sentence_batch(targets_batch)),
            "target_sequence_length": [len(target) for target in targets_batch],
            "source_sequence_length": [len(source) for source in sources_batch],
        }


def feed_of(t, batch):
    feed = {t[name]: value for name, value in batch.items()}
    feed[t["learning_rate"]] = learning_rate
    return feed


def predict(sess, t, word):
    """The decoder's own answer to a word."""
    answer = sess.run(
        t["predictions"],
        {
            t["inputs"]: [source_to_seq(word)] * batch_size,
            t["target_sequence_length"]: [len(source_to_seq(word)) + 1] * batch_size,
            t["source_sequence_length"]: [len(word)] * batch_size,
        },
    )[0]
    return "".join(SYMBOLS[i] for i in answer if i not in (PAD, EOS))


def main(_):
    words = read_words(FLAGS.data)
    random.Random(0).shuffle(words)
    sources = [source_to_seq(word, 0) for word in words]
    targets = [source_to_seq(sorted(word), 0) + [EOS] for word in words]
    train, valid = slice(batch_size, None), slice(0, batch_size)
    t = build()
    (valid_batch,) = get_batches(targets[valid], sources[valid], batch_size)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for epoch in range(1, FLAGS.epochs + 1):
            for i, batch in enumerate(get_batches(targets[train], sources[train], batch_size)):
                _, loss = sess.run([t["train_op"], t["cost"]], feed_of(t, batch))
                if i % 50 == 0:
                    validation = sess.run(t["cost"], feed_of(t, valid_batch))
                    print(
                        "Epoch {:>3}/{} Batch {:>4}/{} - Training Loss: {:>6.3f}  - Validation loss: {:>6.3f}".format(
                            epoch, FLAGS.epochs, i, len(sources[train]) // batch_size, loss, validation
                        )
                    )
        right = sum(predict(sess, t, word) == "".join(sorted(word)) for word in words[valid])
        print("Sorted exactly: %d of %d unseen words" % (right, batch_size))
        for word in ("hello", "machine", "common"):
            print("%s -> %s" % (word, predict(sess, t, word)))


if __name__ == "__main__":
    tf.app.flags.DEFINE_string("data", None, "a text file with words")
    tf.app.flags.DEFINE_integer("epochs", epochs, "passes over the words")
    tf.app.run()
