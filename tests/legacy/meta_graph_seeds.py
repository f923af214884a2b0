"""The seed of a random op made after a graph was imported: of its own meta graph, in memory and from a file."""

import os
import tempfile

import tensorflow as tf


def seed():
    return tf.random_normal([1], name="count").op.inputs[0].op.inputs[0].op.get_attr("seed2")


if __name__ == "__main__":
    tf.set_random_seed(1)
    x = tf.placeholder(tf.float32, [None, 4], name="x")
    loss = tf.reduce_mean(tf.square(tf.layers.dense(tf.nn.dropout(x, 0.5), 3) - 1.0))
    tf.train.AdamOptimizer().minimize(loss)
    saver = tf.train.Saver()
    prefix = os.path.join(tempfile.mkdtemp(), "model")
    held = saver.export_meta_graph()
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        saver.save(sess, prefix)
    print(seed())
    for source in (prefix + ".meta", held):
        with tf.Graph().as_default():
            tf.set_random_seed(1)
            again = tf.train.import_meta_graph(source, clear_devices=True)
            print(seed())
            again.export_meta_graph(prefix + "_again.meta")
        with tf.Graph().as_default():
            tf.set_random_seed(1)
            tf.train.import_meta_graph(prefix + "_again.meta", import_scope="inner")
            print(seed())
