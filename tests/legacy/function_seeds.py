"""A TF1 program that prints how many ops less frequent functions, and gradients through them, count for.

Two numbers for each line, as graph-level seeds tell: the call, and its gradients (`test_graph_seeds`).
"""

import tensorflow as tf

LINES = """
tf.gather(r, ids)
tf.gather(p, ids, axis=1)
tf.gather(p3, pairs, batch_dims=1)
tf.gather_nd(p3, pairs[:, None], batch_dims=1)
tf.nn.embedding_lookup([r, r], ids, partition_strategy="div")
tf.nn.embedding_lookup_sparse(v, rows, weights, combiner="sum")
tf.nn.embedding_lookup_sparse(r, rows, None, combiner="mean")
tf.nn.embedding_lookup_sparse([v, v], rows, None, combiner="sqrtn")
tf.nn.safe_embedding_lookup_sparse(r, rows, weights)
tf.train.AdamOptimizer(0.1).minimize(tf.reduce_mean(tf.nn.embedding_lookup(r, ids)))
tf.keras.layers.Embedding(5, 3)(pairs)
tf.bincount(ids)
tf.repeat(p, 2, 0)
tf.repeat(p, [1, 2], 0)
tf.transpose(u)
tf.histogram_fixed_width(p, [0.0, 1.0])
tf.unsorted_segment_mean(p, ids, 3)
tf.broadcast_to(p, [3, 2, 4])
tf.nn.swish(p)
tf.layers.flatten(image)
tf.keras.layers.Flatten()(image)
tf.extract_image_patches(p4, [1, 3, 3, 1], [1, 1, 1, 1], [1, 1, 1, 1], "VALID")
tf.image.resize_images(image, [4, 4], preserve_aspect_ratio=True)
tf.image.non_max_suppression_padded(p, p[:, 0], 2)
tf.image.random_jpeg_quality(tf.zeros([8, 8, 3]), 20, 50)
tf.signal.stft(p, 2, 1)
tf.signal.stft(q, 2, 1)
tf.signal.inverse_stft(c3, 2, 1)
tf.signal.hann_window(n)
tf.signal.linear_to_mel_weight_matrix(5, 9)
tf.random.stateless_normal([2], [1, 2])
tf.random.stateless_uniform([2], [1, 2])
tf.train.polynomial_decay(0.1, tf.train.get_or_create_global_step(), 10, cycle=True)
tf.train.Saver([v], sharded=True)
tf.io.parse_sequence_example(texts, {"a": tf.FixedLenFeature([], tf.float32)}, {})
tf.data.TFRecordDataset(texts, num_parallel_reads=2).make_initializable_iterator().get_next()
tf.data.Dataset.range(5).interleave(one, 2, num_parallel_calls=2).make_initializable_iterator().get_next()
tf.TensorArray(tf.float32, 2).split(p, [1, 1]).stack()
tf.TensorArray(tf.float32, 2).write(0, p).gather([0])
tf.TensorArray(tf.float32, 2).scatter([0, 1], p).concat()
tf.scan(lambda a, x: a + x, p)
tf.scan(lambda a, x: (a[0] + x, a[1] * x), p, initializer=(tf.zeros([4]), tf.ones([4])))
loop(lambda x: tf.concat([x, x[:1]], 0)[:4])
loop(lambda x: tf.cond(s > 1, lambda: x * x, lambda: x + s))
loop(lambda x: loop(lambda y: y * y, x))
loop(lambda x: tf.reduce_mean(x, 1, keepdims=True) * x)
loop(lambda x: tf.reduce_mean(x) * x)
loop(lambda x: tf.reduce_sum(x, 1, keepdims=True) + x)
loop(lambda x: x - tf.reduce_max(x, -1, keepdims=True))
loop(lambda x: tf.reduce_mean(x, 1)[:, None] * x)
loop(lambda x: tf.reduce_sum(x, 1)[:, None] * x)
loop(lambda x: tf.reduce_sum(x) + x)
loop(lambda x: tf.reduce_max(x, 1)[:, None] + x)
tf.while_loop(lambda i, x: i < 3, lambda i, x: (i + 1, tf.reduce_mean(x, 1, keepdims=True) * x), [0, q])[1]
tf.while_loop(lambda i, x: i < 3, lambda i, x: (i + 1, tf.reduce_sum(x, 1, keepdims=True) + x), [0, q])[1]
""".strip().splitlines()


def count():
    """The number that a random op made now takes for its own seed."""
    return tf.random_normal([1], name="count").op.inputs[0].op.inputs[0].op.get_attr("seed2")


def one(number):
    """A data set of one element."""
    return tf.data.Dataset.from_tensors(number)


def loop(body, start=None):
    """`body`, three times from `start`."""
    start = p if start is None else start
    return tf.while_loop(
        lambda i, x: i < 3,
        lambda i, x: (i + 1, body(x)),
        [0, start],
        shape_invariants=[tf.TensorShape([]), tf.TensorShape([None, 4])],
    )[1]


if __name__ == "__main__":
    for line in LINES:
        with tf.Graph().as_default():
            tf.set_random_seed(1)
            p, q, s, u = (tf.placeholder(tf.float32, shape) for shape in ([None, 4], [2, 4], [], None))
            p3, p4 = tf.placeholder(tf.float32, [None, 2, 4]), tf.placeholder(tf.float32, [None, 8, 8, 3])
            image, n = tf.placeholder(tf.float32, [None, None, 3]), tf.placeholder(tf.int32, [])
            ids, pairs = tf.placeholder(tf.int32, [None]), tf.placeholder(tf.int32, [None, 2])
            c3 = tf.placeholder(tf.complex64, [None, 4, 2])
            texts = tf.placeholder(tf.string, [None])
            rows = tf.SparseTensor([[0, 0], [1, 1]], tf.constant([1, 2], tf.int64), [2, 2])
            weights = tf.SparseTensor([[0, 0], [1, 1]], [1.0, 2.0], [2, 2])
            v, r = (tf.get_variable(name, [4, 5], use_resource=name == "r") for name in "vr")
            counts = [count()]
            made = eval(line)
            counts.append(count())
            if isinstance(made, tf.Tensor) and made.dtype == tf.float32:
                tf.gradients(made, [p, q, s, u, p3, p4, image, v, r])
            counts.append(count())
            print(counts[1] - counts[0], counts[2] - counts[1])
