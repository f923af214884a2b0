"""Shared variables: Variable against get_variable, reuse, name_scope against variable_scope, and every name they give.

Notes: section 21.

Repaired: the lost line breaks and colons; expressions that an interactive session echoed are returned. Each program is
a graph of its own.
"""

from __future__ import print_function

import tensorflow as tf


def in_own_graph(program):
    def run():
        with tf.Graph().as_default():
            return program()

    return run


def filter_with_variables(input_images):
    conv1_weights = tf.Variable(tf.random_normal([5, 5, 32, 32]), name="conv1_weights")
    conv1_biases = tf.Variable(tf.zeros([32]), name="conv1_biases")
    conv1 = tf.nn.conv2d(input_images, conv1_weights, strides=[1, 1, 1, 1], padding="SAME")
    return tf.nn.relu(conv1 + conv1_biases)


def my_image_filter(input_images):
    conv1_weights = tf.get_variable("conv1_weights", [5, 5, 32, 32], initializer=tf.random_normal_initializer())
    conv1_biases = tf.get_variable("conv1_biases", [32], initializer=tf.zeros_initializer())
    conv1 = tf.nn.conv2d(input_images, conv1_weights, strides=[1, 1, 1, 1], padding="SAME")
    return tf.nn.relu(conv1 + conv1_biases)


def names():
    return [v.name for v in tf.global_variables()]


def same(result1, result2):
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        a, b = sess.run([result1, result2])
        return bool((a == b).all())


@in_own_graph
def two_sets():
    image = tf.ones([1, 6, 6, 32])
    # The first call creates one set of 2 variables, the second another.
    result1 = filter_with_variables(image)
    result2 = filter_with_variables(image)
    return {"Variable: variables": len(names()), "Variable: equal": same(result1, result2)}


@in_own_graph
def refused():
    image = tf.ones([1, 6, 6, 32])
    my_image_filter(image)
    try:
        my_image_filter(image)
    except ValueError as error:
        return {"get_variable twice is refused": "already exists" in str(error)}
    return {"get_variable twice is refused": False}


@in_own_graph
def reuse_variables():
    image = tf.ones([1, 6, 6, 32])
    with tf.variable_scope("image_filters") as scope:
        result1 = my_image_filter(image)
        scope.reuse_variables()  # or tf.get_variable_scope().reuse_variables()
        result2 = my_image_filter(image)
    return {"reuse_variables": names(), "reuse_variables: equal": same(result1, result2)}


@in_own_graph
def reuse_scope():
    image = tf.ones([1, 6, 6, 32])
    with tf.variable_scope("image_filters1") as scope1:
        result1 = my_image_filter(image)
    with tf.variable_scope(scope1, reuse=True):
        result2 = my_image_filter(image)
    return {"reuse=True": names(), "reuse=True: equal": same(result1, result2)}


@in_own_graph
def both_scopes():
    with tf.variable_scope("foo"):
        with tf.name_scope("bar"):
            v = tf.get_variable("v", [1])
            x = 1.0 + v
    return {"foo, bar": [v.name, x.op.name]}


@in_own_graph
def first_program():
    with tf.name_scope("hello") as name_scope:
        arr1 = tf.get_variable("arr1", shape=[2, 10], dtype=tf.float32)
        return {
            "first": [name_scope, arr1.name, "scope_name:%s " % tf.get_variable_scope().original_name_scope],
        }


@in_own_graph
def second_program():
    with tf.variable_scope("hello") as variable_scope:
        arr1 = tf.get_variable("arr1", shape=[2, 10], dtype=tf.float32)
        found = [variable_scope.name, arr1.name, tf.get_variable_scope().original_name_scope]
        with tf.variable_scope("xixi"):
            found.append(tf.get_variable_scope().original_name_scope)
    return {"second": found}


@in_own_graph
def third_program():
    with tf.name_scope("name1"):
        with tf.variable_scope("var1"):
            w = tf.get_variable("w", shape=[2])
            res = tf.add(w, [3])
    return {"third": [w.name, res.name]}


@in_own_graph
def nested():
    with tf.name_scope("scope1"):
        with tf.name_scope("scope2") as scope2:
            by_name_scope = scope2
    with tf.variable_scope("scope1"):
        with tf.variable_scope("scope2") as scope2:
            return {"nested": [by_name_scope, scope2.name]}


@in_own_graph
def hidden():
    with tf.name_scope("hidden"):
        a = tf.constant(5, name="alpha")
        W = tf.Variable(tf.random_uniform([1, 2], -1.0, 1.0), name="weights")
        b = tf.Variable(tf.zeros([1]), name="biases")
    return {"hidden": [a.op.name, W.op.name, b.op.name]}


@in_own_graph
def default_name():
    def test(name=None):
        with tf.variable_scope(name, default_name="scope"):
            tf.get_variable("w", shape=[2, 10])

    test()
    test()
    return {"default_name": [w.name for w in tf.trainable_variables()]}


@in_own_graph
def no_scope():
    with tf.name_scope("hehe"):
        w1 = tf.Variable(1.0)
        with tf.name_scope(None):
            w2 = tf.Variable(2.0)
    return {"name_scope(None)": [w1.name, w2.name]}


def results():
    found = {}
    for part in (two_sets, refused, reuse_variables, reuse_scope, both_scopes, first_program, second_program):
        found.update(part())
    for part in (third_program, nested, hidden, default_name, no_scope):
        found.update(part())
    return found


def main(_):
    found = results()
    for name in ["reuse_variables", "first", "second", "third", "nested", "hidden", "default_name", "name_scope(None)"]:
        print("\n".join(found[name]))


if __name__ == "__main__":
    tf.app.run()
