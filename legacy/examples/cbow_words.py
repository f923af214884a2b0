"""word2vec, CBOW: from the words around a place to the word in it, with a sampled softmax.

Notes: section 19 (and 11 and 18, sampled_softmax_loss).

Repaired: the section describes the method without a listing; this is the skip-gram program of that time turned round.
The candidate sampler that sampled_softmax_loss would call by itself is written out, so that its draws can be fed.
Without --data it reads what Python's own help says about Python.
"""

from __future__ import print_function

import collections
import re

import numpy as np
import tensorflow as tf

FLAGS = tf.app.flags.FLAGS


def read_words(path):
    if path:
        with tf.gfile.GFile(path, "r") as f:
            return f.read().split()
    from pydoc_data import topics

    return re.sub("[^a-z]+", " ", " ".join(topics.topics[name] for name in sorted(topics.topics)).lower()).split()


def build_dataset(words, n_words):
    """Ids by frequency, 0 for UNK: (data, dictionary from word to id, the words by id)."""
    count = [("UNK", -1)] + collections.Counter(words).most_common(n_words - 1)
    dictionary = {word: i for i, (word, _) in enumerate(count)}
    return [dictionary.get(word, 0) for word in words], dictionary, [word for word, _ in count]


class Batches(object):
    """A window that walks over the text."""

    def __init__(self, data):
        self.data, self.data_index = np.array(data, np.int32), 0

    def generate_batch(self, batch_size, skip_window):
        """The words around batch_size places, and the words in them."""
        offsets = np.array([d for d in range(-skip_window, skip_window + 1) if d])
        centers = (self.data_index + skip_window + np.arange(batch_size)) % len(self.data)
        self.data_index = (self.data_index + batch_size) % len(self.data)
        return self.data[(centers[:, None] + offsets) % len(self.data)], self.data[centers][:, None]


def build(
    batch_size=128,
    vocabulary_size=50000,
    embedding_size=128,
    skip_window=1,
    num_sampled=64,
    loss_name="sampled_softmax",
):
    """The graph for ids of `vocabulary_size` words; returns its tensors by name."""
    train_inputs = tf.placeholder(tf.int32, shape=[batch_size, 2 * skip_window])
    train_labels = tf.placeholder(tf.int32, shape=[batch_size, 1])
    valid_dataset = tf.placeholder(tf.int32, shape=[None])

    with tf.device("/cpu:0"):
        embeddings = tf.Variable(tf.random_uniform([vocabulary_size, embedding_size], -1.0, 1.0), name="embeddings")
        embed = tf.reduce_mean(tf.nn.embedding_lookup(embeddings, train_inputs), 1)
        softmax_weights = tf.Variable(
            tf.truncated_normal([vocabulary_size, embedding_size], stddev=1.0 / embedding_size**0.5),
            name="softmax_weights",
        )
        softmax_biases = tf.Variable(tf.zeros([vocabulary_size]), name="softmax_biases")

    sampled = tf.nn.log_uniform_candidate_sampler(
        true_classes=tf.cast(train_labels, tf.int64),
        num_true=1,
        num_sampled=num_sampled,
        unique=True,
        range_max=vocabulary_size,
    )
    loss_function = {"nce": tf.nn.nce_loss, "sampled_softmax": tf.nn.sampled_softmax_loss}[loss_name]
    loss = tf.reduce_mean(
        loss_function(
            weights=softmax_weights,
            biases=softmax_biases,
            labels=train_labels,
            inputs=embed,
            num_sampled=num_sampled,
            num_classes=vocabulary_size,
            sampled_values=sampled,
        )
    )
    optimizer = tf.train.AdagradOptimizer(1.0).minimize(loss)

    norm = tf.sqrt(tf.reduce_sum(tf.square(embeddings), 1, keep_dims=True))
    normalized_embeddings = embeddings / norm
    valid_embeddings = tf.nn.embedding_lookup(normalized_embeddings, valid_dataset)
    similarity = tf.matmul(valid_embeddings, normalized_embeddings, transpose_b=True)
    return {
        "train_inputs": train_inputs,
        "train_labels": train_labels,
        "valid_dataset": valid_dataset,
        "sampled_candidates": sampled[0],
        "true_expected_count": sampled[1],
        "sampled_expected_count": sampled[2],
        "embed": embed,
        "loss": loss,
        "optimizer": optimizer,
        "similarity": similarity,
    }


def main(_):
    data, dictionary, words = build_dataset(read_words(FLAGS.data), 50000)
    batches = Batches(data)
    valid_examples = [dictionary[w] for w in FLAGS.valid_words.split(",") if w in dictionary]
    t = build(128, len(words), loss_name=FLAGS.loss)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        average_loss = 0
        for step in range(FLAGS.steps + 1):
            batch_inputs, batch_labels = batches.generate_batch(128, 1)
            feed_dict = {t["train_inputs"]: batch_inputs, t["train_labels"]: batch_labels}
            _, loss_val = session.run([t["optimizer"], t["loss"]], feed_dict=feed_dict)
            average_loss += loss_val
            if step % 2000 == 0:
                if step > 0:
                    average_loss /= 2000
                print("Average loss at step ", step, ": ", average_loss)
                average_loss = 0
        sim = session.run(t["similarity"], {t["valid_dataset"]: valid_examples})
        for i, example in enumerate(valid_examples):
            nearest = (-sim[i, :]).argsort()[1:9]
            print("Nearest to %s: %s" % (words[example], ", ".join(words[k] for k in nearest)))


if __name__ == "__main__":
    tf.app.flags.DEFINE_string("data", None, "a text file such as text8")
    tf.app.flags.DEFINE_integer("steps", 100000, "training steps")
    tf.app.flags.DEFINE_string("loss", "sampled_softmax", "sampled_softmax or nce")
    tf.app.flags.DEFINE_string("valid_words", "class,function,true,list,import,string,is,the", "shown at the end")
    tf.app.run()
