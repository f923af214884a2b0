"""What global_variables_initializer does: it runs the assignment that every variable was made with.

Notes: section 42.

Repaired: the lost line breaks. The section reads TensorFlow's source; here its statements are checked.
"""

from __future__ import print_function

import tensorflow as tf


def is_a_group_of_assignments(init):
    """The notes' conclusion about the operation that global_variables_initializer returns."""
    initializers = [v.initializer for v in tf.global_variables()]
    return (
        init.type == "NoOp"
        and set(init.control_inputs) == set(initializers)
        and all(initializer.type in ("Assign", "AssignVariableOp") for initializer in initializers)
    )


def results():
    v1 = tf.Variable([1.0, 2.0], name="v1")
    v2 = tf.get_variable("v2", shape=[3], initializer=tf.constant_initializer(5.0))
    init = tf.global_variables_initializer()
    change = tf.group(tf.assign(v1, [7.0, 7.0]), tf.assign(v2, [8.0, 8.0, 8.0]))
    found = {"variables": [v.name for v in tf.global_variables()]}
    with tf.Session() as sess:
        try:
            sess.run(v1)
            found["reading too early is an error"] = False
        except tf.errors.FailedPreconditionError as error:
            found["reading too early is an error"] = "uninitialized" in error.message
        found["uninitialized before"] = len(sess.run(tf.report_uninitialized_variables()))
        sess.run(v1.initializer)
        found["uninitialized after one"] = len(sess.run(tf.report_uninitialized_variables()))
        sess.run(init)
        found["uninitialized after all"] = len(sess.run(tf.report_uninitialized_variables()))
        values = sess.run([v1, v2])  # several values of the same run
        found["values"] = sum([value.tolist() for value in values], [])
        sess.run(change)
        found["changed"] = sum([value.tolist() for value in sess.run([v1, v2])], [])
        sess.run(init)
        found["initialized again"] = v1.eval().tolist() + v2.eval().tolist()  # one value each
    with tf.Session() as sess:
        found["uninitialized in another session"] = len(sess.run(tf.report_uninitialized_variables()))
    return found


def main(_):
    for name, value in sorted(results().items()):
        print(name + ":", value)


if __name__ == "__main__":
    tf.app.run()
