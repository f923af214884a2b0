"""The class of tensors in a TF1 program's process: what a graph makes is of ``tf.Tensor`` itself."""

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.processes

PROGRAM = """
import copy
import numpy as np
import tensorflow as tf
from tensorflow.python.framework import ops
from tensorflow.python.ops import variables

x = tf.placeholder(tf.float32, [2], name="x")
y = copy.copy(x + 1)
assert type(x) is tf.Tensor and type(y) == tf.Tensor and ops.Tensor is tf.Tensor
assert isinstance(x, tf.Tensor) and issubclass(type(x), tf.Tensor) and not isinstance(np.zeros(2), tf.Tensor)
assert not isinstance(tf.Variable(1.0), tf.Tensor) and type(tf.Variable(1.0)) is not tf.Tensor
print(type(x), type(tf.Variable(1.0)))
w = tf.placeholder(tf.float32)
assert w._shape.ndims is None and x._shape[0] == 2 and isinstance(x._shape[0], tf.Dimension)
w.set_shape([None, 3])
assert w._shape.as_list() == w.shape.as_list() == [None, 3]
try:
    w._shape = [1]
except ValueError as error:
    assert "cannot be assigned" in str(error)
else:
    raise AssertionError
with tf.variable_scope("scope", regularizer=tf.contrib.layers.l2_regularizer(0.1)):
    held = tf.get_variable("held", [2]) * 2
(loss,) = tf.get_collection(tf.GraphKeys.REGULARIZATION_LOSSES)
assert type(loss) is tf.Tensor and loss.op.name == "scope/held/Regularizer/l2_regularizer", loss
assert held.op.name == "scope/mul", held


def seen(value):
    assert isinstance(value, tf.Tensor) and type(value) is not tf.Tensor and value.numpy().sum() == 3
    return value


with tf.Session() as sess:
    print(sess.run(tf.py_function(seen, [x], tf.float32), {x: [1, 2]}))
"""
EAGER = """
import tensorflow as tf

tf.enable_eager_execution()
x = tf.ones([2])
assert isinstance(x, tf.Tensor) and type(x) is not tf.Tensor and not isinstance(3, tf.Tensor)
print((x + 1).numpy(), tf.contrib.eager.defun(lambda a: a * int(type(a) is tf.Tensor))(x).numpy())
"""


def _run(folder, source):
    (folder / "program.py").write_text(source)
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    command = [sys.executable, "-W", "ignore", "-m", "tf2notes.legacy", "program.py"]
    result = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_a_graphs_tensors(tmp_path):
    """By class, by comparison of classes, in print, and of eager values inside ``tf.py_function``, as on TF 1.15."""
    names = "<class 'tensorflow.python.framework.ops.Tensor'> <class 'tensorflow.python.ops.variables.RefVariable'>"
    assert _run(tmp_path, PROGRAM) == f"{names}\n[1. 2.]\n"


def test_eager_tensors(tmp_path):
    """They are tensors of a class of their own; those of a function's graph are not."""
    assert _run(tmp_path, EAGER) == "[2. 2.] [1. 1.]\n"
