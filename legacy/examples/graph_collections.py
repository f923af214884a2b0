"""Collections: values stored under a name, and why two models want merge instead of merge_all.

Notes: sections 26 and 27.

Repaired: the lost line breaks; `session` and `sess`; the features are named everywhere by tensor. The file is called
graph_collections because `collections` would hide Python's own from every program in this folder.
"""

from __future__ import print_function

import numpy as np
import tensorflow as tf


def storage():
    """A collection is a list under a name, not a set; a list added to it is one of its values."""
    a, b = tf.constant(1.0, name="a"), tf.constant(2.0, name="b")
    tf.add_to_collection("haha", [a, b])
    haha = tf.get_collection("haha")
    graph = tf.get_default_graph()
    graph.add_to_collection("twice", a)
    graph.add_to_collection("twice", a)
    with tf.name_scope("part"):
        tf.add_to_collection("parts", tf.constant(3.0, name="c"))
    tf.add_to_collection("parts", b)
    tf.get_collection("parts").append(a)
    with tf.Session() as sess:
        return {
            "haha": sess.run(haha),
            "haha is [[a, b]]": len(haha) == 1 and haha[0][0] is a and haha[0][1] is b,
            "the same value twice": sess.run(graph.get_collection("twice")),
            "parts": sess.run(tf.get_collection("parts")),
            "parts of a scope": sess.run(tf.get_collection("parts", scope="part")),
            "a name nobody used": len(tf.get_collection("nothing")),
        }


class Model(object):
    def __init__(self, scope=None):
        self.graph()
        if scope is None:
            self.merged_summary = tf.summary.merge_all()  # the cause of the accident
        else:
            self.merged_summary = tf.summary.merge(tf.get_collection(tf.GraphKeys.SUMMARIES, scope))

    def graph(self):
        self.x = tf.placeholder(dtype=tf.float32, shape=[None, 1])
        self.label = tf.placeholder(dtype=tf.float32, shape=[None, 1])
        w = tf.get_variable("w", shape=[1, 1], initializer=tf.constant_initializer(1.0))
        self.predict = tf.matmul(self.x, w)
        self.loss = tf.reduce_mean(tf.reduce_sum(tf.square(self.label - self.predict), axis=1))
        self.train_op = tf.train.GradientDescentOptimizer(0.01).minimize(self.loss)
        tf.summary.scalar("loss", self.loss)


def run_epoch(session, model, x):
    label = x * 3
    feed_dic = {model.x.name: x, model.label: label}
    su = session.run([model.merged_summary], feed_dic)
    return tf.Summary.FromString(su[0]).value


def models(by_scope):
    """Two models with the same variable, one to train and one to test."""
    with tf.name_scope("train") as train_scope:
        with tf.variable_scope("var1", dtype=tf.float32):
            model1 = Model(train_scope if by_scope else None)
    with tf.name_scope("test") as test_scope:
        with tf.variable_scope("var1", reuse=True, dtype=tf.float32):
            model2 = Model(test_scope if by_scope else None)
    return model1, model2


def wrong():
    """merge_all in both: the second model's summary needs the first one's placeholders."""
    with tf.Graph().as_default(), tf.Session() as sess:
        model1, model2 = models(by_scope=False)
        tf.global_variables_initializer().run()
        x = np.arange(1.0, 4.0).reshape(-1, 1)
        run_epoch(sess, model1, x)
        run_epoch(sess, model2, x)


def right():
    """merge of the scope's own summaries."""
    with tf.Graph().as_default(), tf.Session() as sess:
        model1, model2 = models(by_scope=True)
        tf.global_variables_initializer().run()
        first = run_epoch(sess, model1, np.arange(1.0, 4.0).reshape(-1, 1))
        second = run_epoch(sess, model2, np.arange(1.0, 3.0).reshape(-1, 1))
        return {
            "summaries of train": [len(first), first[0].simple_value],
            "summaries of test": [len(second), second[0].simple_value],
            "variables": len(tf.trainable_variables()),
        }


def results():
    found = storage()
    found.update(right())
    try:
        wrong()
        found["merge_all wants the other's input"] = False
    except tf.errors.InvalidArgumentError as error:
        found["merge_all wants the other's input"] = "You must feed a value for placeholder tensor" in error.message
    return found


def main(_):
    found = storage()
    print(found["haha"])
    try:
        wrong()
    except tf.errors.InvalidArgumentError as error:
        print(next(line for line in error.message.splitlines() if "feed" in line))
    print(right())


if __name__ == "__main__":
    tf.app.run()
