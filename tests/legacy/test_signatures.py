"""A program compares TensorFlow's signatures with its own functions', as tensorflow_probability does on import."""

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.processes
PROGRAM = """
import inspect
import gast
import tensorflow as tf
import tensorflow.compat.v2 as tf2
from tensorflow.python.autograph.core import naming
from tensorflow.python.autograph.pyct import compiler
from tensorflow.python.util import tf_inspect

pairs = [
    (tf.equal, lambda x, y, name=None: 0),
    (tf.greater, lambda x, y, name=None: 0),
    (tf.ones, lambda shape, dtype=tf.float32, name=None: 0),
    (tf.zeros, lambda shape, dtype=tf.float32, name=None: 0),
    (tf.fill, lambda dims, value, name=None: 0),
    (tf.ones_like, lambda tensor, dtype=None, name=None, optimize=True: 0),
    (tf2.zeros_like, lambda input, dtype=None, name=None: 0),
    (tf2.size, lambda input, out_type=tf.int32, name=None: 0),
    (tf2.shape, lambda input, out_type=tf.int32, name=None: 0),
    (tf.gather_nd, lambda params, indices, name=None, batch_dims=0: 0),
    (tf.concat, lambda values, axis, name="concat": 0),
    (tf.reshape, lambda tensor, shape, name=None: 0),
]
for function, own in pairs:
    assert tf_inspect.getfullargspec(function) == tf_inspect.getfullargspec(own), function
with tf.Session() as session:
    print(session.run([tf2.size(tf.ones([2, 3])), tf.shape(tf.zeros_like(tf.fill([1, 2], 3.0)))]))
print(isinstance(gast.parse("1").body[0].value, gast.Num), callable(naming.Namer), callable(compiler.load_ast))
"""


def test_signatures_are_those_of_tf1(tmp_path):
    """By ``tf_inspect``; calling the functions still works."""
    (tmp_path / "program.py").write_text(PROGRAM)
    command = [sys.executable, "-W", "ignore", "-m", "tf2notes.legacy", "program.py"]
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    result = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stderr
    assert result.stdout == "[6, array([1, 2], dtype=int32)]\nTrue True True\n"
