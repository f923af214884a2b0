"""word2vec, skip-gram: from a word to the words around it, with noise contrastive estimation.

Notes: section 19 (and 11, nce_loss and sampled_softmax_loss).

Repaired: the section describes the method without a listing; this is the program of that time: embeddings, nce_loss,
plain gradient descent, cosine similarity. The candidate sampler that nce_loss would call by itself is written out, so
that its draws can be fed. Without --data it reads what Python's own help says about Python.
"""

from __future__ import print_function

import collections
import random
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
        self.data, self.data_index = data, 0

    def generate_batch(self, batch_size, num_skips, skip_window):
        assert batch_size % num_skips == 0
        assert num_skips <= 2 * skip_window
        batch = np.ndarray(shape=(batch_size), dtype=np.int32)
        labels = np.ndarray(shape=(batch_size, 1), dtype=np.int32)
        span = 2 * skip_window + 1
        buffer = collections.deque(maxlen=span)
        for _ in range(span):
            buffer.append(self.data[self.data_index])
            self.data_index = (self.data_index + 1) % len(self.data)
        for i in range(batch_size // num_skips):
            context = random.sample([w for w in range(span) if w != skip_window], num_skips)
            for j, word in enumerate(context):
                batch[i * num_skips + j] = buffer[skip_window]
                labels[i * num_skips + j, 0] = buffer[word]
            buffer.append(self.data[self.data_index])
            self.data_index = (self.data_index + 1) % len(self.data)
        self.data_index = (self.data_index + len(self.data) - span) % len(self.data)
        return batch, labels


def build(batch_size=128, vocabulary_size=50000, embedding_size=128, num_sampled=64, loss_name="nce"):
    """The graph for ids of `vocabulary_size` words; returns its tensors by name."""
    train_inputs = tf.placeholder(tf.int32, shape=[batch_size])
    train_labels = tf.placeholder(tf.int32, shape=[batch_size, 1])
    valid_dataset = tf.placeholder(tf.int32, shape=[None])

    with tf.device("/cpu:0"):
        embeddings = tf.Variable(tf.random_uniform([vocabulary_size, embedding_size], -1.0, 1.0), name="embeddings")
        embed = tf.nn.embedding_lookup(embeddings, train_inputs)
        nce_weights = tf.Variable(
            tf.truncated_normal([vocabulary_size, embedding_size], stddev=1.0 / embedding_size**0.5), name="nce_weights"
        )
        nce_biases = tf.Variable(tf.zeros([vocabulary_size]), name="nce_biases")

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
            weights=nce_weights,
            biases=nce_biases,
            labels=train_labels,
            inputs=embed,
            num_sampled=num_sampled,
            num_classes=vocabulary_size,
            sampled_values=sampled,
        )
    )
    optimizer = tf.train.GradientDescentOptimizer(1.0).minimize(loss)

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
            batch_inputs, batch_labels = batches.generate_batch(128, 2, 1)
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
    tf.app.flags.DEFINE_string("loss", "nce", "nce or sampled_softmax")
    tf.app.flags.DEFINE_string("valid_words", "class,function,true,list,import,string,is,the", "shown at the end")
    tf.app.run()
