"""Saver: by list, by dict, a subset, swapped names, several checkpoints, and what a file holds.

Notes: sections 13 and 32.

Repaired: the lost line breaks. Every program of the sections is a graph of its own; they write to a temporary folder.
"""

from __future__ import print_function

import contextlib
import io
import os
import re
import shutil
import tempfile

import tensorflow as tf
from tensorflow.python.tools.inspect_checkpoint import print_tensors_in_checkpoint_file


def create_variables(one=1.0, two=2.0):
    v1 = tf.Variable(one, name="v1")
    v2 = tf.Variable(two, name="v2")
    return v1, v2


def save(path, make_saver):
    """Save the variables 1 and 2 with a saver, in a graph of their own."""
    with tf.Graph().as_default():
        saver = make_saver(*create_variables())
        with tf.Session() as sess:
            tf.global_variables_initializer().run()
            return saver.save(sess, path)


def restore(path, make_saver):
    """The variables' values after restoring over -1 and -2."""
    with tf.Graph().as_default():
        v1, v2 = create_variables(-1.0, -2.0)
        saver = make_saver(v1, v2)
        with tf.Session() as sess:
            tf.global_variables_initializer().run()
            saver.restore(sess, path)
            return sess.run([v1, v2])


def names(path):
    return [name for name, _ in tf.train.list_variables(path)]


def printed(path):
    """What the official tool prints of a checkpoint, in the notes' words: versions word it differently."""
    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        print_tensors_in_checkpoint_file(path, None, True)
    lines = [line for line in text.getvalue().splitlines() if line and not line.startswith("#")]
    return [re.sub(r"^tensor(_name)?: +(\w+).*", r"tensor_name: \2", line) for line in lines]


def by_dict(v1, v2):
    return tf.train.Saver({"variable_1": v1, "variable_2": v2})


def by_list(v1, v2):
    return tf.train.Saver([v1, v2])


def by_op_name(v1, v2):
    return tf.train.Saver({v.op.name: v for v in [v1, v2]})


def of_all(v1, v2):
    return tf.train.Saver()


def swapped(v1, v2):
    return tf.train.Saver({"variable_1": v2, "variable_2": v1})


def subset(v1, v2):
    return tf.train.Saver([v1])


def names_and_values(folder):
    model2 = os.path.join(folder, "test-ckpt", "model-2")
    listed = os.path.join(folder, "list", "model-2")
    save(model2, by_dict)
    save(listed, by_list)
    return {
        "saved by dict": names(model2),
        "saved by list": names(listed),
        "saved by op name": names(save(os.path.join(folder, "op", "model"), by_op_name)),
        "saved without a list": names(save(os.path.join(folder, "all", "model"), of_all)),
        "printed of the dict": printed(model2),
        "printed of the list": printed(listed),
        "restored": restore(listed, of_all),
        "restored with names swapped": restore(model2, swapped),
        "a subset restored": restore(listed, subset),
        "a name that the file lacks": error_of(lambda: restore(listed, by_dict)),
    }


def error_of(function):
    try:
        function()
    except tf.errors.NotFoundError as error:
        return "not found in checkpoint" in str(error)
    return False


def latest(folder):
    """Four checkpoints, of which two are kept, and the quick way to the last one."""
    ckpt_dir = os.path.join(folder, "many")
    with tf.Graph().as_default():
        step = tf.Variable(0, name="step")
        add = tf.assign_add(step, 10)
        saver = tf.train.Saver(max_to_keep=2)
        with tf.Session() as sess:
            tf.global_variables_initializer().run()
            for _ in range(4):
                saver.save(sess, os.path.join(ckpt_dir, "model"), global_step=sess.run(add))
            ckpt = tf.train.get_checkpoint_state(ckpt_dir)
            if ckpt and ckpt.model_checkpoint_path:
                sess.run(tf.global_variables_initializer())
                saver.restore(sess, ckpt.model_checkpoint_path)
            return {
                "latest": os.path.basename(tf.train.latest_checkpoint(ckpt_dir)),
                "kept": [os.path.basename(path) for path in ckpt.all_model_checkpoint_paths],
                "step of the latest": sess.run(step),
            }


def results():
    folder = tempfile.mkdtemp()
    try:
        found = names_and_values(folder)
        found.update(latest(folder))
        return found
    finally:
        shutil.rmtree(folder)


def main(_):
    found = results()
    print("\n".join(found["printed of the dict"] + found["printed of the list"]))
    print(*found["restored with names swapped"])
    print(found["latest"])


if __name__ == "__main__":
    tf.app.run()
