"""tfdbg: a session in a wrapper that dumps every tensor of a run, and checks for bad numbers.

Notes: section 40.

Repaired: the lost line breaks. The notes' wrapper asks for commands in the terminal (`--cli`); the one that dumps to
files shows the same without anybody there. What is debugged is an entropy whose gradient meets the logarithm of 0.
"""

from __future__ import print_function

import os
import re
import shutil
import tempfile

import tensorflow as tf
from tensorflow.python import debug as tf_debug

FLAGS = tf.app.flags.FLAGS


def build():
    p = tf.Variable([0.0, 1.0], name="p")
    log = tf.log(p, name="log")
    product = tf.multiply(p, log, name="product")
    entropy = tf.reduce_sum(product, name="entropy")
    train_op = tf.train.GradientDescentOptimizer(0.1).minimize(entropy)
    return {"log": log, "product": product, "entropy": entropy, "train_op": train_op}


def error_of(function):
    """What a check says, without what versions add to it."""
    try:
        function()
    except tf.errors.InvalidArgumentError as error:
        return re.search(r"[\w ]+ : Tensor had [\w ]+ values", error.message).group().strip()
    return "no error"


def results():
    folder = tempfile.mkdtemp()
    try:
        return debugged(folder)
    finally:
        shutil.rmtree(folder)


def debugged(folder):
    t = build()
    # the session that initializes needs no wrapper
    sess = tf.Session()
    sess.run(tf.global_variables_initializer())
    debug_sess = tf_debug.DumpingDebugWrapperSession(sess, session_root=folder)
    debug_sess.run([t["train_op"], t["entropy"]])
    sess.run(tf.global_variables_initializer())

    runs = [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.startswith("run_")]
    dump = tf_debug.DebugDumpDir(runs[0])
    names = ["log", "product", "entropy"]
    bad = {datum.node_name for datum in dump.find(tf_debug.has_inf_or_nan)}
    return {
        "runs": len(runs),
        "operations with inf or nan": [dump.node_op_type(name) for name in names if name in bad],
        "log": dump.get_tensors("log", 0, "DebugIdentity")[0],
        "product": dump.get_tensors("product", 0, "DebugIdentity")[0],
        "the gradient is bad too": any(name.startswith("gradients/") for name in bad),
        "check_numerics of log": error_of(lambda: sess.run(tf.check_numerics(t["log"], "log of 0"))),
        "check_numerics of product": error_of(lambda: sess.run(tf.check_numerics(t["product"], "0 log 0"))),
        "add_check_numerics_ops": error_of(lambda: sess.run(tf.add_check_numerics_ops())) != "no error",
    }


def main(_):
    if FLAGS.cli:
        t = build()
        sess = tf.Session()
        sess.run(tf.global_variables_initializer())
        debug_sess = tf_debug.LocalCLIDebugWrapperSession(sess=sess)
        debug_sess.run(t["train_op"])
        return
    for name, value in sorted(results().items()):
        print(name + ":", value)


if __name__ == "__main__":
    tf.app.flags.DEFINE_boolean("cli", False, "debug in the terminal, as the notes do")
    tf.app.run()
