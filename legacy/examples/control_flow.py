"""Control flow: cond, case, group, tuple, identity, while_loop.

Notes: section 33.

Repaired: the lost line breaks; `tf.mul` is `tf.multiply`; the dict of `tf.case` is the notes' own, in which both
predicates hold, so that the order decides (by the predicates' names).
"""

from __future__ import print_function

import tensorflow as tf


def error_of(function):
    try:
        function()
    except Exception as error:
        return type(error).__name__
    return "no error"


def not_a_tensor():
    """What cond says to a Python bool."""
    return error_of(lambda: tf.cond(True, lambda: tf.constant(1), lambda: tf.constant(2)))


def conditions():
    x = tf.placeholder(tf.float32, [])
    y = tf.constant(5.0)
    a, b = tf.constant(3.0), tf.constant(4.0)
    z = tf.multiply(a, b)
    result = tf.cond(x < y, lambda: tf.add(x, z), lambda: tf.square(y))
    gradient = tf.gradients(result, x)[0]
    with tf.Session() as sess:
        return {
            "cond, x = 2": sess.run(result, {x: 2.0}),
            "cond, x = 7": sess.run(result, {x: 7.0}),
            "gradient of cond, x = 2": sess.run(gradient, {x: 2.0}),
            "gradient of cond, x = 7": sess.run(gradient, {x: 7.0}),
        }


def cases():
    x = tf.constant(0)
    y = tf.constant(1)
    z = tf.constant(2)

    def f1():
        return tf.constant(17)

    def f2():
        return tf.constant(23)

    def f3():
        return tf.constant(-1)

    r = tf.case({tf.less(x, y): f2, tf.less(x, z): f1}, default=f3, exclusive=False)
    first = tf.case([(tf.less(x, z), f1), (tf.less(x, y), f2)], default=f3)
    default = tf.case([(tf.less(y, x), f1), (tf.less(z, x), f2)], default=f3)
    one = tf.case([(tf.less(x, y), f1), (tf.less(z, x), f2)], default=f3, exclusive=True)
    two = tf.case([(tf.less(x, y), f1), (tf.less(x, z), f2)], default=f3, exclusive=True)
    with tf.Session() as sess:
        tf.global_variables_initializer().run()
        return {
            "case": sess.run(r),
            "case of a list": sess.run(first),
            "case, none holds": sess.run(default),
            "case, exclusive, one holds": sess.run(one),
            "case, exclusive, two hold": error_of(lambda: sess.run(two)),
        }


def groups():
    w = tf.Variable(1)
    mul = tf.multiply(w, 2)
    add = tf.add(w, 2)
    group = tf.group(mul, add)
    tuple = tf.tuple([mul, add])
    # both compute add and mul; only the tuple returns them
    with tf.Session() as sess:
        tf.global_variables_initializer().run()
        sess.run(group)
        return {"tuple": sess.run(tuple)}


def identities():
    """A variable's name stands for its memory; identity makes an operation that waits for another."""
    w = tf.Variable(1.0)
    update = tf.assign_add(w, 1.0)
    with tf.control_dependencies([update]):
        waits = tf.identity(w)
    with tf.Session() as sess:
        tf.global_variables_initializer().run()
        return {"identity": [sess.run(waits), sess.run(waits)]}


def loops():
    a = tf.get_variable("a", dtype=tf.int32, shape=[], initializer=tf.ones_initializer())
    b = tf.constant(2)
    f = tf.constant(6)

    # Definition of condition and body
    def cond(a, b, f):
        return a < 3

    def body(a, b, f):
        # do some stuff with a, b
        a = a + 1
        return a, b, f

    # Loop, returns the tensors a, b, f after the while loop
    a, b, f = tf.while_loop(cond, body, [a, b, f])

    x = tf.constant(1.5)
    _, power = tf.while_loop(lambda i, p: i < 4, lambda i, p: (i + 1, p * x), [tf.constant(0), tf.constant(1.0)])
    gradient = tf.gradients(power, x)[0]
    _, grown = tf.while_loop(
        lambda i, t: i < 4,
        lambda i, t: (i + 1, tf.concat([t, [i * i]], 0)),
        [tf.constant(0), tf.zeros([0], tf.int32)],
        shape_invariants=[tf.TensorShape([]), tf.TensorShape([None])],
    )
    with tf.Session() as sess:
        tf.global_variables_initializer().run()
        res = sess.run([a, b, f])
        return {
            "while_loop": res,
            "power": sess.run(power),
            "gradient of the power": sess.run(gradient),
            "a tensor that grows": sess.run(grown),
        }


def results():
    found = {}
    for part in (conditions, cases, groups, identities, loops):
        found.update(part())
    return found


def main(_):
    found = results()
    print(found["case"])
    print(found["while_loop"])


if __name__ == "__main__":
    tf.app.run()
