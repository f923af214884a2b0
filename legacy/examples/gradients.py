"""tf.gradients: of matrices, with grad_ys, of what is unrelated, past a stop_gradient, and the third derivative.

Notes: section 28.

Repaired: the lost line breaks; the variables are floats, because TF 1.15 gives an integer's gradient as None.
"""

from __future__ import print_function

import tensorflow as tf


def error_of(function):
    try:
        function()
    except Exception as error:
        return type(error).__name__
    return "no error"


def unrelated():
    w1 = tf.Variable([[1.0, 2.0]])
    w2 = tf.Variable([[3.0, 4.0]])
    res = tf.matmul(w1, [[2.0], [1.0]])
    grads = tf.gradients(res, [w1, w2])
    right = tf.gradients(res, [w1])
    with tf.Session() as sess:
        tf.global_variables_initializer().run()
        return {
            "unrelated": str(grads[1]),
            "unrelated, fetched": error_of(lambda: sess.run(grads)),
            "right": sess.run(right),
        }


def grad_ys():
    w1 = tf.get_variable("w1", shape=[3])
    w2 = tf.get_variable("w2", shape=[3])
    w3 = tf.get_variable("w3", shape=[3])
    w4 = tf.get_variable("w4", shape=[3])
    z1 = w1 + w2 + w3
    z2 = w3 + w4
    grads = tf.gradients(
        [z1, z2],
        [w1, w2, w3, w4],
        grad_ys=[tf.convert_to_tensor([2.0, 2.0, 3.0]), tf.convert_to_tensor([3.0, 2.0, 4.0])],
    )
    with tf.Session() as sess:
        tf.global_variables_initializer().run()
        return {"grad_ys": sess.run(grads)}


def stopped():
    w1 = tf.Variable(2.0)
    w2 = tf.Variable(2.0)
    a = tf.multiply(w1, 3.0)
    a_stoped = tf.stop_gradient(a)
    # b = w1 * 3.0 * w2
    b = tf.multiply(a_stoped, w2)
    gradients = tf.gradients(b, xs=[w1, w2])
    with tf.Session() as sess:
        tf.global_variables_initializer().run()
        return {"stopped": [str(gradients[0]), str(sess.run(gradients[1]))]}


def stopped_on_one_way():
    a = tf.Variable(1.0)
    b = tf.Variable(1.0)
    c = tf.add(a, b)
    c_stoped = tf.stop_gradient(c)
    d = tf.add(a, b)
    e = tf.add(c_stoped, d)
    gradients = tf.gradients(e, xs=[a, b])
    with tf.Session() as sess:
        tf.global_variables_initializer().run()
        return {"stopped on one way": sess.run(gradients)}


def applied():
    """An optimizer passes over a gradient of None; a summary of it is an error."""
    w1 = tf.Variable(2.0)
    w2 = tf.Variable(2.0)
    a = tf.multiply(w1, 3.0)
    a_stoped = tf.stop_gradient(a)
    b = tf.multiply(a_stoped, w2)
    opt = tf.train.GradientDescentOptimizer(0.1)
    gradients = tf.gradients(b, xs=[w1, w2])
    train_op = opt.apply_gradients(zip(gradients, [w1, w2]))
    with tf.Session() as sess:
        tf.global_variables_initializer().run()
        sess.run(train_op)
        return {
            "after a step": sess.run([w1, w2]),
            "a summary of None": error_of(lambda: tf.summary.histogram(gradients[0].name, gradients[0])),
            "only gradients of None": error_of(lambda: opt.apply_gradients([(None, w1)])),
        }


def higher_derivatives():
    with tf.device("/cpu:0"):
        a = tf.constant(1.0)
        b = tf.pow(a, 2)
        grad = tf.gradients(ys=b, xs=a)  # first
        grad_2 = tf.gradients(ys=grad[0], xs=a)  # second
        grad_3 = tf.gradients(ys=grad_2[0], xs=a)  # third
        x = tf.constant(2.0)
        cubes = [x**5]
        for _ in range(4):
            cubes.append(tf.gradients(cubes[-1], x)[0])
    with tf.Session() as sess:
        return {"third derivative": sess.run(grad_3)[0], "derivatives of x^5 at 2": sess.run(cubes[1:])}


def results():
    found = {}
    for part in (unrelated, grad_ys, stopped, stopped_on_one_way, applied, higher_derivatives):
        found.update(part())
    return found


def main(_):
    found = results()
    for name in ["unrelated, fetched", "right", "grad_ys", "stopped", "stopped on one way", "third derivative"]:
        print(found[name])


if __name__ == "__main__":
    tf.app.run()
