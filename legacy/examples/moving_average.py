"""ExponentialMovingAverage: of a counter, of a tensor, with a growing decay, and the names of the averages.

Notes: section 31.

Repaired: the lost line breaks. Where the notes say that two lines cannot change places, the result shows what happens
then: there is no average yet.
"""

from __future__ import print_function

import tensorflow as tf


def of_a_counter():
    w = tf.Variable(1.0, name="w")
    ema = tf.train.ExponentialMovingAverage(0.9)
    update = tf.assign_add(w, 1.0)
    too_early = ema.average(w)
    with tf.control_dependencies([update]):
        # an operation that moves the average, i.e. the shadow value
        ema_op = ema.apply([w])
    # w is the key to its shadow value
    ema_val = ema.average(w)
    with tf.Session() as sess:
        tf.global_variables_initializer().run()
        values = []
        for _ in range(3):
            sess.run(ema_op)
            values.append(sess.run(ema_val))
        return {
            "counter": values,
            "asked too early": str(too_early),
            "average_name": ema.average_name(w),
            "trainable": ema_val in tf.trainable_variables(),
            "variables_to_restore": sorted(ema.variables_to_restore([w])),
        }


def of_a_tensor():
    """A variable's average starts from its initial value, a tensor's from 0."""
    w = tf.Variable(1.0)
    ema = tf.train.ExponentialMovingAverage(0.9)
    update = tf.assign_add(w, 1.0)
    ema_op = ema.apply([update])
    with tf.Session() as sess:
        tf.global_variables_initializer().run()
        values = []
        for _ in range(3):
            sess.run(ema_op)
            values.append(sess.run(ema.average(update)))
        return {"tensor": values}


def with_num_updates():
    """The decay is (1 + n) / (10 + n) while that is less."""
    w = tf.Variable(0.0)
    n = tf.Variable(0, trainable=False)
    ema = tf.train.ExponentialMovingAverage(0.99, num_updates=n)
    with tf.control_dependencies([tf.assign(w, 1.0)]):
        ema_op = ema.apply([w])
    with tf.Session() as sess:
        tf.global_variables_initializer().run()
        values = []
        for _ in range(5):
            sess.run(ema_op)
            values.append(sess.run(ema.average(w)))
            sess.run(tf.assign_add(n, 1))
        return {"with num_updates": values}


def in_training():
    """The frame of the documentation: averages are maintained after each step of training."""
    var0 = tf.Variable([1.0, 2.0])
    var1 = tf.Variable(3.0)
    my_loss = tf.reduce_sum(tf.square(var0)) + tf.square(var1)
    opt = tf.train.GradientDescentOptimizer(0.1)
    opt_op = opt.minimize(my_loss, var_list=[var0, var1])
    ema = tf.train.ExponentialMovingAverage(decay=0.5)
    with tf.control_dependencies([opt_op]):
        maintain_averages_op = ema.apply([var0, var1])
    training_op = tf.group(maintain_averages_op)
    with tf.Session() as sess:
        tf.global_variables_initializer().run()
        for _ in range(3):
            sess.run(training_op)
        return {
            "trained": sum([sess.run(var0).tolist(), [sess.run(var1)]], []),
            "averaged": sum([sess.run(ema.average(var0)).tolist(), [sess.run(ema.average(var1))]], []),
        }


def results():
    found = {}
    for part in (of_a_counter, of_a_tensor, with_num_updates, in_training):
        found.update(part())
    return found


def main(_):
    for value in results()["counter"]:
        print(value)


if __name__ == "__main__":
    tf.app.run()
