"""A TF1 program that prints how many ops each line below counts for, as `graph_seeds` does: records, calls repeated."""

import tensorflow as tf

LINES = """
tf.parse_single_example(dequeued, {"a": tf.FixedLenFeature([], tf.string)})
tf.parse_single_example(text, {"a": tf.FixedLenFeature([], tf.string, ""), "b": tf.VarLenFeature(tf.int64)})
tf.parse_single_sequence_example(text, None, {"a": tf.FixedLenSequenceFeature([], tf.int64)})
tf.parse_single_sequence_example(dequeued, None, {"a": tf.FixedLenSequenceFeature([], tf.int64)})
tf.parse_single_sequence_example(text, {"b": tf.VarLenFeature(tf.int64)}, {"a": tf.VarLenFeature(tf.int64)})
tf.reshape(p, [])
tf.reshape(p, [1])
tf.contrib.slim.tfexample_decoder.Image().tensors_to_item({"image/encoded": text, "image/format": text})
[layer(p4) for layer in [tf.keras.layers.Conv2D(2, 3)] for _ in range(3)]
[layer(p4) for layer in [tf.keras.layers.Conv2D(2, 3, padding="same", dilation_rate=2)] for _ in range(3)]
[layer(p4) for layer in [tf.layers.Conv2D(2, 3)] for _ in range(3)]
[layer(p4) for layer in [tf.layers.Conv2D(2, 3, dilation_rate=2)] for _ in range(3)]
[layer(p4) for layer in [tf.layers.Conv2D(2, 3, padding="same", dilation_rate=2)] for _ in range(3)]
"""

for line in LINES.strip().splitlines():
    with tf.Graph().as_default():
        tf.set_random_seed(1)
        p = tf.placeholder(tf.float32, [1])
        p4 = tf.placeholder(tf.float32, [None, 8, 8, 3])
        text = tf.placeholder(tf.string, [])
        dequeued = tf.FIFOQueue(3, [tf.string]).dequeue()
        before = tf.random_normal([1]).op.inputs[0].op.inputs[0].op.get_attr("seed2")
        eval(line)
        print(tf.random_normal([1]).op.inputs[0].op.inputs[0].op.get_attr("seed2") - before)
