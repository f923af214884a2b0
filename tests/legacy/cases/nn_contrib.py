"""``tf.contrib.nn``, ``sparsemax``, ``signal`` and ``text``."""

import numpy as np
import tensorflow as tf
from tensorflow.contrib import text

nn = tf.contrib.nn


def normal(*shape, **kwargs):
    return np.random.RandomState(kwargs.get("seed", 0)).randn(*shape).astype(np.float32)


def run(fetches):
    with tf.Session() as sess:
        return sess.run(fetches)


def error(f, *args, **kwargs):
    try:
        f(*args, **kwargs)
    except Exception as e:
        return type(e).__name__
    return "none"


def case_losses():
    logits = tf.constant(normal(3, 4))
    labels = tf.nn.softmax(tf.constant(normal(3, 4, seed=1)))
    w, b, x = tf.constant(normal(6, 2)), tf.constant(normal(6)), tf.constant(normal(3, 2, seed=2))
    ids = tf.constant([[0], [5], [2]], tf.int64)
    sampled = (
        tf.constant([1, 3, 5, 4], tf.int64),
        tf.constant([[0.3], [0.2], [0.5]]),
        tf.constant([0.4, 0.1, 0.6, 0.3]),
    )
    fetches = {
        "softmax": nn.deprecated_flipped_softmax_cross_entropy_with_logits(logits, labels),
        "sparse": nn.deprecated_flipped_sparse_softmax_cross_entropy_with_logits(logits, [0, 1, 2]),
        "sigmoid": nn.deprecated_flipped_sigmoid_cross_entropy_with_logits(logits, labels),
        "sampled": nn.sampled_sparse_softmax_loss(w, b, ids, x, 4, 6, sampled_values=sampled),
        "ranked": nn.rank_sampled_softmax_loss(w, b, ids, x, 4, 2, 6, 1, sampled, 2.0, True, "mod"),
        "nth": nn.nth_element(logits, 1),
    }
    return run(fetches)


def case_activations():
    x = tf.constant(normal(3, 4))
    alpha = tf.constant(normal(4, seed=1) ** 2 + 0.5)
    y = nn.scaled_softplus(x, alpha)
    clipped = nn.scaled_softplus(x, alpha, clip=0.9)
    fetches = {
        "dropout": nn.alpha_dropout(x, 0.7, seed=3),
        "dropout_noise": nn.alpha_dropout(x, tf.constant(0.5), noise_shape=[3, 1], seed=4),
        "kept": nn.alpha_dropout(x, 1.0),
        "softplus": y,
        "softplus_gradients": tf.gradients(y, alpha)[0],
        "clipped": clipped,
        "clipped_gradient": tf.gradients(clipped, x)[0],
    }
    return dict(run(fetches), error=error(nn.alpha_dropout, x, 1.5))


def case_fwd_gradients():
    from tensorflow.contrib.nn.python.ops.fwd_gradients import fwd_gradients

    x = tf.constant([1.0, 2.0])
    y = tf.square(x) * tf.reverse(x, [0])
    return run({"d": fwd_gradients([y], [x], [tf.constant([1.0, 0.5])])[0]})


def case_sparsemax():
    from tensorflow.contrib.sparsemax import sparsemax, sparsemax_loss

    z = normal(4, 5)
    z[1, 0] = np.inf
    z[2, 3] = -np.inf
    z = tf.constant(z)
    q = tf.one_hot([0, 1, 2, 3], 5)
    p = sparsemax(z)
    loss = sparsemax_loss(z, p, q)
    return run({"p": p, "loss": loss, "gradient": tf.gradients(loss, z)[0][3], "dp": tf.gradients(p[:, 0], z)[0][0]})


def case_signal():
    x = tf.constant(normal(2, 16))
    signal = tf.contrib.signal
    return run(
        {
            "frames": signal.frame(x, 4, 2, pad_end=True),
            "magnitude": tf.abs(signal.stft(x, 8, 4)),
            "mel": signal.linear_to_mel_weight_matrix(4, 9, 8000, 100.0, 3000.0),
            "window": signal.hann_window(6),
            "added": signal.overlap_and_add(signal.frame(x, 4, 2), 2),
        }
    )


def case_skip_gram():
    words = tf.constant(["the", "quick", "brown", "fox", "jumps", "over"])
    table = tf.contrib.lookup.HashTable(
        tf.contrib.lookup.KeyValueTensorInitializer(
            ["the", "fox", "over", "brown"], tf.constant([100, 3, 9, 1], tf.int64)
        ),
        -1,
    )
    calls = {
        "fixed": dict(min_skips=2, max_skips=2),
        "self": dict(min_skips=1, max_skips=1, emit_self_as_target=True),
        "part": dict(min_skips=1, max_skips=1, start=1, limit=3),
        "none": dict(min_skips=0, max_skips=0),
        "random": dict(min_skips=1, max_skips=4, seed=42),
        "counted": dict(min_skips=1, max_skips=1, vocab_freq_table=table, vocab_min_count=3),
        "sampled": dict(
            min_skips=2, max_skips=2, vocab_freq_table=table, vocab_subsampling=0.05, corpus_size=113, seed=9
        ),
    }
    fetches = {k: text.skip_gram_sample(words, **v) for k, v in sorted(calls.items())}
    with tf.Session() as sess:
        sess.run(tf.tables_initializer())
        out = sess.run(fetches)
    result = {}
    for k, (tokens, labels) in out.items():
        result[k + "_tokens"], result[k + "_labels"] = tokens.astype(str), labels.astype(str)
    result["errors"] = [
        error(text.skip_gram_sample, words, vocab_min_count=2),
        error(text.skip_gram_sample, words, vocab_freq_table=table, vocab_subsampling=0.1),
        error(text.skip_gram_sample, words, vocab_freq_table=table, vocab_subsampling=2.0, corpus_size=5),
        error(text.skip_gram_sample, words, vocab_freq_table="table"),
    ]
    return result
