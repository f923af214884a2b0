"""Private functions of contrib that TensorFlow 1.15's unit tests call."""

import numpy as np
import tensorflow as tf
from tensorflow.contrib.layers.python.layers import embedding_ops, feature_column
from tensorflow.contrib.layers.python.layers.feature_column_ops import _Transformer
from tensorflow.contrib.metrics.python.ops import metric_ops
from tensorflow.contrib.seq2seq.python.ops import loss


def raised(function):
    try:
        function()
    except Exception as error:
        return type(error).__name__
    return "nothing"


def case_sampled_scattered_embedding():
    params = [tf.constant(np.arange(part, 12, 2), tf.float32) for part in (0, 1)]
    values = tf.constant([["a", "b"], ["c", "a"]])
    picked = tf.constant([[[0, 2], [1, 1]], [[2, 0], [0, 2]]])
    sparse = tf.SparseTensor([[0, 0], [1, 0], [1, 1], [3, 0]], ["foo", "bar", "foo", "boo"], [5, 2])
    whole, sums = (
        embedding_ops._sampled_scattered_embedding_lookup,
        embedding_ops._sampled_scattered_embedding_lookup_sparse,
    )
    tensors = {
        "whole": whole(params, values, dimension=3),
        "picked": whole(params, values, sampled_candidates=picked, hash_key=3),
        "sums": sums(params[0], sparse, dimension=3),
        "signs": sums(params[0], sparse, dimension=3, with_sign_hash=True),
        "few": sums(params[0], sparse, sampled_candidates=tf.constant([[0, 1]] * 5), with_sign_hash=True),
    }
    wrong = whole(params, values, sampled_candidates=tf.constant([[[0]]]))
    with tf.Session() as sess:
        out = sess.run(tensors)
        out["errors"] = [
            raised(lambda: whole(params, values)),
            raised(lambda: whole(params, values, dimension=0)),
            raised(lambda: sums(params, values, dimension=3)),
            raised(lambda: sess.run(wrong)),
        ]
    return out


def case_transformer():
    real = feature_column.real_valued_column("price")
    buckets = feature_column.bucketized_column(real, boundaries=[0.0, 10.0, 100.0])
    wire = feature_column.sparse_column_with_hash_bucket("wire", 10)
    cross = feature_column.crossed_column({wire, buckets}, hash_bucket_size=20)
    features = {
        "price": tf.constant([[20.0], [110.0], [-3.0]]),
        "wire": tf.SparseTensor([[0, 0], [1, 0], [2, 1]], ["omar", "stringer", "marlo"], [3, 2]),
    }
    transformer = _Transformer(features)
    output, hashed, crossed = [transformer.transform(column) for column in (buckets, wire, cross)]
    with tf.Session() as sess:
        buckets_out, hashed_out, crossed_out = sess.run([output, hashed, crossed])
    return {
        "buckets": buckets_out,
        "wire": hashed_out.values,
        "cross": crossed_out.values,
        "kept": transformer.transform(buckets) is output,
        "added": [column in features for column in (buckets, wire, cross, real)],
    }


def case_next_array_size():
    with tf.Session() as sess:
        return {"sizes": sess.run([metric_ops._next_array_size(n, growth_factor=2) for n in (1, 2, 3, 4, 5, 8, 9)])}


def case_sequence_loss_object():
    logits = tf.constant(np.random.RandomState(1).randn(2, 3, 4), tf.float32)
    targets, weights = tf.constant([[0, 1, 2], [3, 0, 1]]), tf.constant([[1.0, 1.0, 0.0], [1.0, 0.5, 1.0]])
    settings = [(False, False, True, True), (False, False, False, True), (True, True, False, False), (False,) * 4]
    with tf.Session() as sess:
        return {
            "loss%d" % i: sess.run(loss.SequenceLoss(*setting)(targets, logits, weights))
            for i, setting in enumerate(settings)
        }
