"""Records meta graphs with checkpoints, and what TensorFlow 1.15 computes with them, into ``tests/goldens/layer``.

    python3.7 -m venv oracle
    oracle/bin/pip install tensorflow==1.15.5 'protobuf<3.21' 'numpy<1.19'
    oracle/bin/python tests/record_layers.py

Each recording holds the files that a Saver wrote (``file/<name>``: bytes) and, from these weights: the outputs with
dropout off, the gradients, the losses of some steps of gradient descent, and the variables after them. Runs under
Python 3.7 and imports nothing of ours.
"""

import os
import tempfile

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
import tensorflow as tf

GOLDENS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "goldens", "layer")
STEPS, RATE = 20, 0.05


def convolutions():
    """Batch normalization with its updates, a regularizer, dropout that a placeholder switches."""
    x = tf.placeholder(tf.float32, [None, 8, 8, 3], name="x")
    keep_prob = tf.placeholder(tf.float32, name="keep_prob")
    is_training = tf.placeholder_with_default(False, [], name="is_training")
    regularizer = tf.contrib.layers.l2_regularizer(0.01)
    net = tf.layers.conv2d(x, 4, 3, kernel_regularizer=regularizer, name="conv")
    net = tf.layers.batch_normalization(net, training=is_training, momentum=0.9, name="norm")
    net = tf.layers.flatten(tf.nn.relu(net))
    net = tf.nn.dropout(net, keep_prob=keep_prob, seed=3)
    w = tf.Variable(tf.random_uniform([144, 5], -0.2, 0.2, seed=4), name="w")
    b = tf.get_variable("b", [5], initializer=tf.zeros_initializer())
    logits = tf.nn.bias_add(tf.matmul(net, w), b, name="logits")
    x_value = np.random.RandomState(0).uniform(-1, 1, [6, 8, 8, 3]).astype(np.float32)
    return logits, {x: x_value, keep_prob: 1.0}, {is_training: True}, 5


def recurrent():
    """TF1's own loop: dynamic_rnn over embedded ids with lengths."""
    ids = tf.placeholder(tf.int32, [None, None], name="ids")
    lengths = tf.placeholder(tf.int32, [None], name="lengths")
    embedding = tf.get_variable(
        "embedding", [7, 4], initializer=tf.random_uniform_initializer(-1, 1, seed=1), use_resource=False
    )
    cell = tf.nn.rnn_cell.MultiRNNCell([tf.nn.rnn_cell.LSTMCell(3), tf.nn.rnn_cell.GRUCell(3)])
    _, state = tf.nn.dynamic_rnn(cell, tf.nn.embedding_lookup(embedding, ids), lengths, dtype=tf.float32)
    logits = tf.layers.dense(state[-1], 3, name="dense")
    logits = tf.identity(logits, "logits")
    ids_value = np.random.RandomState(0).randint(0, 7, [6, 5])
    return logits, {ids: ids_value, lengths: np.array([5, 3, 1, 4, 5, 2])}, {}, 3


def resources():
    """The same with resource variables, whose handles go into the loop."""
    tf.get_variable_scope().set_use_resource(True)
    return recurrent()


def record(build):
    with tf.Graph().as_default():
        tf.set_random_seed(1)
        logits, feed, training, classes = build()
        labels = np.eye(classes, dtype=np.float32)[np.arange(6) % classes]
        cross_entropy = tf.nn.softmax_cross_entropy_with_logits_v2(labels=labels, logits=logits)
        loss = tf.reduce_mean(cross_entropy) + tf.losses.get_regularization_loss()
        variables = tf.trainable_variables()
        gradients = tf.gradients(loss, variables)
        with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
            train = tf.train.GradientDescentOptimizer(RATE).minimize(loss)
        saver = tf.train.Saver()
        found = {"feed/" + x.op.name: value for x, value in feed.items()}
        found["labels"] = labels
        with tf.Session() as sess, folder() as path:
            sess.run(tf.global_variables_initializer())
            saver.save(sess, os.path.join(path, "model"))
            for name in os.listdir(path):
                with open(os.path.join(path, name), "rb") as stream:
                    found["file/" + name] = np.frombuffer(stream.read(), np.uint8)
            found["logits"] = sess.run(logits, feed)
            feed.update(training)
            for variable, gradient in zip(variables, gradients):  # noqa: B905 (Python 3.7)
                found["gradient/" + variable.op.name] = sess.run(tf.convert_to_tensor(gradient), feed)
            found["losses"] = np.array([sess.run([loss, train], feed)[0] for _ in range(STEPS)])
            for variable in tf.global_variables():
                found["after/" + variable.op.name] = sess.run(variable)
    return found


def folder():
    return tempfile.TemporaryDirectory()


if __name__ == "__main__":
    tf.compat.v1.logging.set_verbosity(tf.compat.v1.logging.ERROR)
    if not os.path.isdir(GOLDENS):
        os.makedirs(GOLDENS)
    for build in (convolutions, recurrent, resources):
        target = os.path.join(GOLDENS, build.__name__ + ".npz")
        np.savez_compressed(target, **record(build))
        print(f"{os.path.relpath(target)}: {os.path.getsize(target)} bytes")
