"""One tower of the model on each device: every tower has its own batch, the averaged gradients move shared variables.

Notes: section 29.

Repaired: the lost line breaks; `tf.expanded_dim`, `tf.concat_v2`; the result of `average_gradients` is used under the
name it is given; the update waits for all gradients, or it would move W2 while a tower may still have to go back
through it, and no two runs would be alike. The notes' second `average_gradients` is kept beside the first: it does work
(`tf.reduce_mean` stacks the list that `zip` hands it). The towers share variables by reuse, which the notes leave to
"the earlier article", and where there are fewer GPUs than towers `allow_soft_placement` puts them elsewhere. Model and
data were left open: digits through a hidden layer of 64.
"""

from __future__ import print_function

import tensorflow as tf
from tensorflow.examples.tutorials.mnist import input_data

FLAGS = tf.app.flags.FLAGS


class Model(object):
    def __init__(self, is_training, hidden, scope):
        self.x = tf.placeholder(tf.float32, [None, 784], name="x")
        self.y = tf.placeholder(tf.int32, [None], name="y")
        with tf.variable_scope("model", reuse=tf.AUTO_REUSE):
            W1 = tf.get_variable("W1", [784, hidden])
            b1 = tf.get_variable("b1", [hidden], initializer=tf.zeros_initializer())
            W2 = tf.get_variable("W2", [hidden, 10])
            b2 = tf.get_variable("b2", [10], initializer=tf.zeros_initializer())
        self.logits = tf.matmul(tf.nn.relu(tf.matmul(self.x, W1) + b1), W2) + b2
        self.predict = tf.nn.softmax(self.logits)
        self.loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=self.y, logits=self.logits))
        correct = tf.equal(tf.cast(tf.argmax(self.logits, 1), tf.int32), self.y)
        self.accuracy = tf.reduce_mean(tf.cast(correct, tf.float32))
        if is_training:
            self.grad = tf.gradients(self.loss, [W1, b1, W2, b2])
            self.merge_summary = tf.summary.merge([tf.summary.scalar("loss", self.loss)])


def average_gradients(grads):  # grads: [[grad0, grad1,..], [grad0, grad1,..]..]
    averaged_grads = []
    for grads_per_var in zip(*grads):
        grads = []
        for grad in grads_per_var:
            expanded_grad = tf.expand_dims(grad, 0)
            grads.append(expanded_grad)
        grads = tf.concat(grads, 0)
        grads = tf.reduce_mean(grads, 0)
        averaged_grads.append(grads)
    return averaged_grads


def average_gradients_short(grads):
    averaged_grads = []
    for grads_per_var in zip(*grads):
        grads = tf.reduce_mean(grads_per_var, 0)
        averaged_grads.append(grads)
    return averaged_grads


def multi_gpu_model(num_gpus=1, hidden=64, learning_rate=0.1, scope=""):
    grads = []
    for i in range(num_gpus):
        with tf.device("/gpu:%d" % i):
            with tf.name_scope("tower_%d" % i):
                model = Model(True, hidden, scope)
                # kept in collections, to be found when feeding and fetching
                tf.add_to_collection("train_model", model)
                grads.append(model.grad)
                tf.add_to_collection("loss", model.loss)
                tf.add_to_collection("predict", model.predict)
                tf.add_to_collection("merge_summary", model.merge_summary)

    with tf.device("cpu:0"):
        averaged_gradients = average_gradients(grads)
        opt = tf.train.GradientDescentOptimizer(learning_rate)
        with tf.control_dependencies(averaged_gradients):
            train_op = opt.apply_gradients(zip(averaged_gradients, tf.trainable_variables()))
    return train_op


def generate_feed_dic(model, feed_dict, batch_generator, batch_size):
    x, y = batch_generator.next_batch(batch_size)
    feed_dict[model.x] = x
    feed_dict[model.y] = y


def run_epoch(session, data_set, scope, steps, batch_size, train_op=None, is_training=True):
    """Train for so many steps and return the mean of the towers' losses, or test: returns the test model's accuracy."""
    if not is_training:
        (model,) = tf.get_collection("test_model")
        return session.run(model.accuracy, {model.x: data_set.images, model.y: data_set.labels})
    models = tf.get_collection("train_model")
    losses = tf.get_collection("loss", scope)  # so that testing does not fetch the loss of training
    total = 0.0
    for _ in range(steps):
        feed_dic = {}
        for model in models:
            generate_feed_dic(model, feed_dic, data_set, batch_size)
        values, _ = session.run([losses, train_op], feed_dic)
        total += sum(values) / len(values)
    return total / steps


def build(num_gpus=2):
    """The training towers; returns their tensors and the training operation by name."""
    with tf.name_scope("train") as train_scope:
        train_op = multi_gpu_model(num_gpus, scope=train_scope)
    tensors = {"train_op": train_op, "loss": tf.reduce_mean(tf.stack(tf.get_collection("loss", train_scope)))}
    models = tf.get_collection("train_model")
    tensors["predict"] = tf.concat(tf.get_collection("predict"), 0)
    tensors["accuracy"] = tf.reduce_mean(tf.stack([model.accuracy for model in models]))
    for i, model in enumerate(models):
        tensors["x%d" % i], tensors["y%d" % i] = model.x, model.y
    return tensors


def main(_):
    mnist = input_data.read_data_sets(FLAGS.data_dir)
    with tf.name_scope("train") as train_scope:
        train_op = multi_gpu_model(FLAGS.num_gpus, scope=train_scope)
    with tf.name_scope("test") as test_scope:
        tf.add_to_collection("test_model", Model(False, 64, test_scope))

    saver = tf.train.Saver()
    with tf.Session(config=tf.ConfigProto(allow_soft_placement=True)) as sess:
        sess.run(tf.global_variables_initializer())
        writer = tf.summary.FileWriter(FLAGS.summaries_dir, sess.graph) if FLAGS.summaries_dir else None
        for epoch in range(FLAGS.steps // 100):
            loss = run_epoch(sess, mnist.train, train_scope, 100, 50, train_op)
            accuracy = run_epoch(sess, mnist.test, test_scope, 1, None, is_training=False)
            print("epoch", epoch, "loss", loss, "test accuracy", accuracy)
        if writer:
            saver.save(sess, FLAGS.summaries_dir + "/model.ckpt")
            writer.close()


if __name__ == "__main__":
    tf.app.flags.DEFINE_string("data_dir", "MNIST_data/", "folder of the four MNIST files")
    tf.app.flags.DEFINE_integer("num_gpus", 2, "towers")
    tf.app.flags.DEFINE_integer("steps", 1000, "training steps")
    tf.app.flags.DEFINE_string("summaries_dir", "", "folder for the graph and the checkpoint; none where it is empty")
    tf.app.run()
