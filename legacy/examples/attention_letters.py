"""An encoder and a decoder with attention that sort the letters of a word, in buckets, with a sampled softmax.

Notes: section 18 (embedding_attention_seq2seq and what it calls, model_with_buckets, sampled_softmax_loss).

Repaired: the section explains the functions without a program; this is one in the shape of the translation tutorial it
quotes (output projection, sampled loss, one training operation for each bucket), with `tf.nn.seq2seq` under its later
name `tf.contrib.legacy_seq2seq`, and a cell for each bucket (the encoder copies it, which fails for one already used).
Without --data it takes the words of Python's own help texts.
"""

from __future__ import print_function

import random
import re

import numpy as np
import tensorflow as tf

FLAGS = tf.app.flags.FLAGS

PAD, EOS, UNK, GO = range(4)
SYMBOLS = ["<PAD>", "<EOS>", "<UNK>", "<GO>"] + list("abcdefghijklmnopqrstuvwxyz")
BUCKETS = [(5, 7), (8, 10)]


def read_words(path, longest):
    """Words of 2 to `longest` letters, each once."""
    if path:
        with tf.gfile.GFile(path, "r") as f:
            words = f.read().lower().split()
    else:
        from pydoc_data import topics

        words = re.findall("[a-z]+", " ".join(topics.topics[name] for name in sorted(topics.topics)).lower())
    return sorted(set(word for word in words if 2 <= len(word) <= longest))


class Seq2SeqModel(object):
    """Placeholders for the longest bucket; a loss, outputs and an update for each."""

    def __init__(self, buckets, size, embedding_size, num_samples, learning_rate, forward_only):
        num_symbols = len(SYMBOLS)
        w = tf.get_variable("proj_w", [size, num_symbols])
        b = tf.get_variable("proj_b", [num_symbols])
        w_t = tf.transpose(w)

        def sampled_loss(labels, logits):
            labels = tf.reshape(labels, [-1, 1])
            # With fewer samples than symbols they are drawn; else the loss looks at every symbol once.
            candidates = None
            if num_samples >= num_symbols:
                candidates = tf.nn.all_candidate_sampler(tf.cast(labels, tf.int64), 1, num_symbols, unique=True)
            return tf.nn.sampled_softmax_loss(
                weights=w_t,
                biases=b,
                labels=labels,
                inputs=logits,
                num_sampled=min(num_samples, num_symbols),
                num_classes=num_symbols,
                sampled_values=candidates,
            )

        def seq2seq_f(encoder_inputs, decoder_inputs):
            cell = tf.contrib.rnn.BasicLSTMCell(size)
            return tf.contrib.legacy_seq2seq.embedding_attention_seq2seq(
                encoder_inputs,
                decoder_inputs,
                cell,
                num_encoder_symbols=num_symbols,
                num_decoder_symbols=num_symbols,
                embedding_size=embedding_size,
                output_projection=(w, b),
                feed_previous=forward_only,
            )

        self.encoder_inputs = [tf.placeholder(tf.int32, [None]) for _ in range(buckets[-1][0])]
        self.decoder_inputs = [tf.placeholder(tf.int32, [None]) for _ in range(buckets[-1][1] + 1)]
        self.target_weights = [tf.placeholder(tf.float32, [None]) for _ in range(buckets[-1][1] + 1)]
        targets = self.decoder_inputs[1:]
        outputs, self.losses = tf.contrib.legacy_seq2seq.model_with_buckets(
            self.encoder_inputs,
            self.decoder_inputs,
            targets,
            self.target_weights,
            buckets,
            seq2seq_f,
            softmax_loss_function=sampled_loss,
        )
        self.logits = [tf.stack([tf.matmul(o, w) + b for o in bucket], axis=1) for bucket in outputs]
        if not forward_only:
            params = tf.trainable_variables()
            optimizer = tf.train.AdamOptimizer(learning_rate)
            self.updates = []
            for loss in self.losses:
                clipped, _ = tf.clip_by_global_norm(tf.gradients(loss, params), 5.0)
                self.updates.append(optimizer.apply_gradients(zip(clipped, params)))

    def feed(self, encoder, decoder, weights):
        """Feed dictionary of arrays [batch, letters]; what a shorter bucket lacks is padding."""
        feed = {}
        for placeholders, values in [
            (self.encoder_inputs, encoder),
            (self.decoder_inputs, decoder),
            (self.target_weights, weights),
        ]:
            for i, placeholder in enumerate(placeholders):
                column = values[:, i] if i < values.shape[1] else np.zeros(len(values), values.dtype)
                feed[placeholder] = column
        return feed


def build(size=64, embedding_size=32, num_samples=len(SYMBOLS), learning_rate=0.005, buckets=BUCKETS):
    """The training model and, with its variables, the one that feeds itself; tensors by name."""
    with tf.variable_scope("model"):
        model = Seq2SeqModel(buckets, size, embedding_size, num_samples, learning_rate, forward_only=False)
    with tf.variable_scope("model", reuse=True):
        decoder = Seq2SeqModel(buckets, size, embedding_size, num_samples, learning_rate, forward_only=True)
    tensors = {"model": model, "decoder": decoder, "loss": model.losses[-1], "update": model.updates[-1]}
    tensors.update({"logits": model.logits[-1], "small_loss": model.losses[0]})
    for kind, placeholders in [
        ("encoder", model.encoder_inputs),
        ("decoder", model.decoder_inputs),
        ("weight", model.target_weights),
    ]:
        tensors.update({"%s%d" % (kind, i): p for i, p in enumerate(placeholders)})
    return tensors


def arrays(words, bucket):
    """A batch of words for a bucket: encoder ids, decoder ids from <GO> on, weights of the targets."""
    encoder_size, decoder_size = bucket
    encoder = np.full((len(words), encoder_size), PAD, np.int32)
    decoder = np.full((len(words), decoder_size + 1), PAD, np.int32)
    weights = np.zeros((len(words), decoder_size + 1), np.float32)
    for row, word in enumerate(words):
        ids = [SYMBOLS.index(letter) if letter in SYMBOLS else UNK for letter in word]
        encoder[row, : len(ids)] = ids
        decoder[row, : len(ids) + 2] = [GO] + sorted(ids) + [EOS]
        weights[row, : len(ids) + 1] = 1
    return encoder, decoder, weights


def bucket_of(word):
    return min(i for i, (encoder_size, _) in enumerate(BUCKETS) if len(word) <= encoder_size)


def predict(sess, decoder, words):
    """The decoder's own answers, one for each word."""
    answers = []
    for word in words:
        i = bucket_of(word)
        logits = sess.run(decoder.logits[i], decoder.feed(*arrays([word], BUCKETS[i])))
        ids = list(logits[0].argmax(-1))
        ids = ids[: ids.index(EOS)] if EOS in ids else ids
        answers.append("".join(SYMBOLS[k] for k in ids if k != PAD))
    return answers


def main(_):
    words = read_words(FLAGS.data, BUCKETS[-1][0])
    random.Random(0).shuffle(words)
    unseen, known = words[:128], words[128:]
    by_bucket = [[word for word in known if bucket_of(word) == i] for i in range(len(BUCKETS))]
    t = build(num_samples=FLAGS.num_samples, learning_rate=FLAGS.learning_rate)
    model = t["model"]
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for step in range(1, FLAGS.steps + 1):
            i = bucket_of(random.choice(known))
            batch = [random.choice(by_bucket[i]) for _ in range(128)]
            feed = model.feed(*arrays(batch, BUCKETS[i]))
            _, loss = sess.run([model.updates[i], model.losses[i]], feed)
            if step % 200 == 0:
                print("step %d bucket %d perplexity %.3f" % (step, i, np.exp(loss)))
        right = sum(a == "".join(sorted(w)) for a, w in zip(predict(sess, t["decoder"], unseen), unseen))
        print("Sorted exactly: %d of %d unseen words" % (right, len(unseen)))
        for word, answer in zip(
            ("hello", "machine", "common"), predict(sess, t["decoder"], ("hello", "machine", "common"))
        ):
            print("%s -> %s" % (word, answer))


if __name__ == "__main__":
    tf.app.flags.DEFINE_string("data", None, "a text file with words")
    tf.app.flags.DEFINE_integer("steps", 3000, "training steps")
    tf.app.flags.DEFINE_float("learning_rate", 0.005, "of Adam")
    tf.app.flags.DEFINE_integer("num_samples", 16, "symbols the sampled softmax looks at besides the right one")
    tf.app.run()
