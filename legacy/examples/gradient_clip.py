"""Clipping gradients: by value, by norm, by the norm of all of them together.

Notes: section 20.

Repaired: the frame's placeholders (`<list of variables>`, `MyCapper`, `self.learning_rate`) have values: two variables
with the gradients (3, 4) and (12), whose norms are 5, 12 and 13, and a learning rate of 0.1.
"""

from __future__ import print_function

import tensorflow as tf

LEARNING_RATE = 0.1


def create(name):
    """Two variables and a loss whose gradients are (3, 4) and (12)."""
    with tf.variable_scope(name):
        w = tf.get_variable("w", initializer=[1.0, 1.0])
        b = tf.get_variable("b", initializer=[2.0])
    return [w, b], tf.reduce_sum(w * [3.0, 4.0]) + tf.reduce_sum(tf.square(b) * 3.0)


def train_with(name, process):
    """The variables after one step with processed gradients."""
    variables, loss = create(name)
    # the optimizer stands on the variables' device
    opt = tf.train.GradientDescentOptimizer(learning_rate=LEARNING_RATE)
    grads_and_vars = opt.compute_gradients(loss, variables)
    capped_grads_and_vars = process(grads_and_vars)
    train_op = opt.apply_gradients(capped_grads_and_vars)
    with tf.Session() as sess:
        tf.global_variables_initializer().run()
        sess.run(train_op)
        return sum([value.tolist() for value in sess.run(variables)], [])


def by_global_norm(name, max_gradient_norm):
    variables, loss = create(name)
    params = [v for v in tf.trainable_variables() if v.op.name.startswith(name + "/")]
    opt = tf.train.GradientDescentOptimizer(LEARNING_RATE)
    gradients = tf.gradients(loss, params)
    clipped_gradients, norm = tf.clip_by_global_norm(gradients, max_gradient_norm)
    train_op = opt.apply_gradients(zip(clipped_gradients, params))
    with tf.Session() as sess:
        tf.global_variables_initializer().run()
        norm = sess.run(norm)
        sess.run(train_op)
        return norm, sum([value.tolist() for value in sess.run(variables)], [])


def results():
    norm, after = by_global_norm("global", 6.5)
    _, unclipped = by_global_norm("large", 100.0)
    with tf.Session() as sess:
        clipped, _ = tf.clip_by_global_norm([tf.constant([3.0, 4.0]), None, tf.constant([12.0])], 6.5)
        return {
            "not clipped": train_with("plain", lambda gv: gv),
            "by value": train_with("value", lambda gv: [(tf.clip_by_value(g, -3.5, 3.5), v) for g, v in gv]),
            "by norm": train_with("norm", lambda gv: [(tf.clip_by_norm(g, 2.5), v) for g, v in gv]),
            "by global norm": after,
            "by a larger global norm": unclipped,
            "global norm": norm,
            "clip_by_value": sess.run(tf.clip_by_value([-7.0, 0.5, 7.0], -5.0, 5.0)),
            "clip_by_norm": sess.run(tf.clip_by_norm([3.0, 4.0], 2.5)),
            "clip_by_norm of zeros": sess.run(tf.clip_by_norm([0.0, 0.0], 2.5)),
            "clip_by_norm of rows": sess.run(tf.clip_by_norm([[3.0, 4.0], [0.3, 0.4]], 1.0, axes=[1])),
            "clip_by_average_norm": sess.run(tf.clip_by_average_norm([3.0, 4.0], 2.0)),
            "clip_by_global_norm": sess.run([clipped[0][0], clipped[0][1], clipped[2][0]]),
            "a gradient of None stays": clipped[1] is None,
        }


def main(_):
    for name, value in results().items():
        print(name + ":", value)


if __name__ == "__main__":
    tf.app.run()
