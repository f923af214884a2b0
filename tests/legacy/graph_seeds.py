"""A TF1 program that prints how many ops each line below counts for, as graph-level seeds tell (`test_graph_seeds`)."""

import tensorflow as tf

LINES = """
tf.reduce_mean(v)
tf.reduce_sum(s)
tf.split(q, 2, 1)
p[0:n]
tf.one_hot(ids, 5, 1.0, 0.0)
tf.zeros([tf.shape(p)[0], 3])
tf.eye(4)
tf.random_uniform([3], 0, 2.0)
tf.clip_by_global_norm([p, q], 1.0)
tf.nn.embedding_lookup_sparse(v, tf.sparse_placeholder(tf.int64, [2, 3]), None)
tf.parse_single_example(tf.constant(""), {"a": tf.FixedLenFeature([], tf.string), "b": tf.VarLenFeature(tf.int64)})
tf.image.random_flip_left_right(q4[0])
tf.image.per_image_standardization(q4[0])
tf.data.Dataset.range(5).batch(2).make_initializable_iterator().get_next()
tf.layers.conv2d(p4, 3, 3)
tf.layers.conv2d_transpose(p4, 3, 3, 2, "same")
tf.layers.flatten(p4)
tf.layers.dropout(p, 0.5, training=True)
tf.layers.batch_normalization(p4, training=True)
tf.layers.batch_normalization(p4)
tf.contrib.layers.conv2d(p4, 3, 3, normalizer_fn=tf.contrib.layers.batch_norm)
tf.contrib.layers.one_hot_encoding(ids, 5)
tf.keras.layers.Conv2D(3, 3)(p4)
tf.keras.layers.Flatten()(p4)
tf.get_variable("a", [3, 4], regularizer=tf.contrib.layers.l2_regularizer(0.1))
tf.losses.mean_squared_error(p, p)
tf.losses.sparse_softmax_cross_entropy(ids, p)
tf.nn.static_rnn(tf.nn.rnn_cell.BasicLSTMCell(3), [p, p], dtype=tf.float32)
tf.nn.dynamic_rnn(tf.nn.rnn_cell.DropoutWrapper(tf.nn.rnn_cell.GRUCell(3), 0.5), p3, dtype=tf.float32)
tf.gradients(p + 1.0, p)
tf.gradients(q * 2.0, q)
[tf.gradients(q * n, [q, n]) for n in (s, s)]
[tf.gradients(q + n, [q, n]) for n in (tf.zeros([4]), tf.ones([4]))]
tf.gradients(d * d, d)
tf.gradients(tf.matmul(tf.ones([2, 3, 4]), m), m)
tf.gradients(tf.matmul(p3, p3, transpose_b=True), p3)
tf.gradients(tf.matmul(m, m, transpose_b=True), m)
[tf.gradients(tf.pow(q, 2.0) * q - 1.0, q) for n in (1, 2)]
tf.gradients(tf.squared_difference(q, s), q)
tf.gradients(tf.gradients(tf.nn.leaky_relu(p), p)[0] * p, p)
tf.linspace(0.0, 1.0, 5)
tf.linspace(s, 1.0, n)
tf.train.FtrlOptimizer(0.1).minimize(tf.reduce_sum(v))
tf.train.FtrlOptimizer(s, l2_regularization_strength=0.1).minimize(tf.reduce_sum(v))
tf.gradients(tf.maximum(p, 1.0), p)
tf.gradients(tf.reduce_mean(p), p)
tf.gradients(tf.reduce_mean(q, 1), q)
tf.gradients(tf.reduce_sum(p, 1, keepdims=True), p)
tf.gradients(p[:, 0], p)
tf.gradients(tf.nn.embedding_lookup(v, ids), v)
tf.gradients(tf.losses.sparse_softmax_cross_entropy(ids, p), p)
tf.gradients(tf.nn.dynamic_rnn(tf.nn.rnn_cell.BasicLSTMCell(3), p3, dtype=tf.float32)[0], p3)
tf.gradients(tf.layers.batch_normalization(p, training=True), p)
tf.train.AdamOptimizer().minimize(tf.reduce_mean(tf.square(tf.layers.dense(p, 3) - 1.0)))
""".strip().splitlines()


def count():
    """The number that a random op made now takes for its own seed."""
    return tf.random_normal([1], name="count").op.inputs[0].op.inputs[0].op.get_attr("seed2")


if __name__ == "__main__":
    for line in LINES:
        with tf.Graph().as_default():
            tf.set_random_seed(1)
            p, q, s = tf.placeholder(tf.float32, [None, 4]), tf.zeros([2, 4]), tf.constant(1.0)
            p3, p4 = tf.placeholder(tf.float32, [None, 2, 4]), tf.placeholder(tf.float32, [None, 8, 8, 3])
            q4, n, ids = tf.zeros([2, 8, 8, 3]), tf.constant(2) * 1, tf.placeholder(tf.int32, [None])
            v = tf.Variable(tf.zeros([4, 5]))
            d, m = tf.ones([2, 2], tf.float64), tf.ones([2, 4, 3])
            before = count()
            eval(line)
            print(count() - before)
