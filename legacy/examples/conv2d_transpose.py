"""conv2d_transpose: two sizes that shrink to the same one, shapes known only when they are fed, and the two errors.

Notes: section 30.

Repaired: the lost line breaks; `outputs_shape` and `output_shape` are one name. Images and kernels are fed, so that
the values can be compared. TF 1.15 makes the first error when the gradient is taken, no longer before; the second one's
operation is called Conv2DCustomBackpropInput there.
"""

from __future__ import print_function

import numpy as np
import tensorflow as tf
from tensorflow.contrib import slim


def fixed(*shape):
    """Numbers between -1 and 1 that look random."""
    return np.sin(np.arange(np.prod(shape)) * 12.9898).reshape(shape).astype(np.float32)


def output_shapes():
    tf.set_random_seed(1)
    x = tf.random_normal(shape=[1, 3, 3, 1])
    # the kernel of the imagined convolution forward
    kernel = tf.random_normal(shape=[2, 2, 3, 1])
    # strides and padding are those of the convolution forward, too; x is what it gave
    y = tf.nn.conv2d_transpose(x, kernel, output_shape=[1, 5, 5, 3], strides=[1, 2, 2, 1], padding="SAME")
    y6 = tf.nn.conv2d_transpose(x, kernel, output_shape=[1, 6, 6, 3], strides=[1, 2, 2, 1], padding="SAME")
    outputs_shape = tf.placeholder(dtype=tf.int32, shape=[4])
    dynamic = tf.nn.conv2d_transpose(x, kernel, output_shape=outputs_shape, strides=[1, 2, 2, 1], padding="SAME")
    forward = [tf.nn.conv2d(tf.zeros([1, n, n, 3]), kernel, [1, 2, 2, 1], "SAME").shape.as_list() for n in (5, 6)]
    given = {x: fixed(1, 3, 3, 1), kernel: fixed(2, 2, 3, 1)}
    with tf.Session() as sess:
        return {
            "[1, 5, 5, 3]": sess.run(y, given),
            "[1, 6, 6, 3]": sess.run(y6, given),
            "forward": forward,
            "[1, 5, 5, 3] fed": sess.run(dynamic, {**given, outputs_shape: [1, 5, 5, 3]}),
            "no such size": refused(lambda: sess.run(dynamic, {**given, outputs_shape: [1, 8, 8, 3]})),
        }


def shape_of_the_input():
    """The output's shape out of the input's, with one number changed."""
    inputs = tf.placeholder(tf.float32, shape=[None, None, None, 3])
    de_weight = tf.get_variable("de_weight", shape=[3, 3, 7, 20])
    conv1 = slim.conv2d(inputs, num_outputs=20, kernel_size=3, stride=3)
    inputs_shape = tf.shape(inputs)
    some_value = 7
    outputs_shape = [inputs_shape[0], inputs_shape[1], inputs_shape[2], some_value]
    deconv1 = tf.nn.conv2d_transpose(
        conv1, filter=de_weight, output_shape=outputs_shape, strides=[1, 3, 3, 1], padding="SAME"
    )
    with tf.Session() as sess:
        tf.global_variables_initializer().run()
        return {
            "shape with 7 channels": sess.run(tf.shape(deconv1), {inputs: np.zeros([2, 10, 11, 3])}),
        }


def refused(function):
    try:
        function()
    except (ValueError, tf.errors.OpError):
        return True
    return False


def static_error():
    """Strides of 4 forward and of 3 back, with shapes that the graph knows."""
    with tf.variable_scope("static"):
        inputs = tf.random_normal(shape=[3, 97, 97, 10])
        conv1 = slim.conv2d(inputs, num_outputs=20, kernel_size=3, stride=4)
        de_weight = tf.get_variable("de_weight", shape=[3, 3, 10, 20])
        deconv1 = tf.nn.conv2d_transpose(
            conv1, filter=de_weight, output_shape=tf.shape(inputs), strides=[1, 3, 3, 1], padding="SAME"
        )
        tf.gradients(deconv1, conv1)


def dynamic_error():
    """The same with shapes that are known only when they are fed."""
    with tf.variable_scope("dynamic"):
        inputs = tf.placeholder(tf.float32, shape=[None, None, None, 3])
        conv1 = slim.conv2d(inputs, num_outputs=20, kernel_size=3, stride=4)
        de_weight = tf.get_variable("de_weight", shape=[3, 3, 3, 20])
        deconv1 = tf.nn.conv2d_transpose(
            conv1, filter=de_weight, output_shape=tf.shape(inputs), strides=[1, 3, 3, 1], padding="SAME"
        )
        loss = deconv1 - inputs
        train_op = tf.train.GradientDescentOptimizer(0.001).minimize(loss)
    with tf.Session() as sess:
        tf.global_variables_initializer().run()
        data_in = np.random.normal(size=[3, 97, 97, 3])
        sess.run([train_op, loss], feed_dict={inputs: data_in})


def results():
    found = output_shapes()
    found.update(shape_of_the_input())
    found["strides of 4 and 3, shapes known"] = refused(static_error)
    found["strides of 4 and 3, shapes fed"] = refused(dynamic_error)
    return found


def main(_):
    print(results()["[1, 5, 5, 3]"])
    for wrong in (static_error, dynamic_error):
        try:
            with tf.Graph().as_default():
                wrong()
        except (ValueError, tf.errors.OpError) as error:
            print(type(error).__name__ + ":", str(error).splitlines()[0])


if __name__ == "__main__":
    tf.app.run()
