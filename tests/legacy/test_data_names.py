"""Words and private names of tf.data in a program's own process, as TensorFlow 1.15 had them."""

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.processes
PROGRAM = """
import tensorflow as tf
from tensorflow.python.data.ops import optional_ops
from tensorflow.python.data.util import nest


def error(make):
    try:
        return make()
    except (TypeError, RuntimeError) as reason:
        return str(reason)


numbers = tf.data.Dataset.range(2)
print(nest.is_sequence([1]), nest.is_sequence((1,)))
print(error(lambda: tf.data.Dataset.zip((1, 2))))
print(error(lambda: tf.data.Dataset.zip([numbers, numbers])))
print(error(lambda: iter(numbers)))
with tf.Session() as session:
    print(session.run(optional_ops.Optional.none_from_structure(tf.TensorSpec([], tf.int32)).has_value()))
"""
OF_TF1 = """
False True
The argument to `Dataset.zip()` must be a nested structure of `Dataset` objects.
The argument to `Dataset.zip()` must be a nested structure of `Dataset` objects. Nested structures do not support \
Python lists; please use a tuple instead.
__iter__() is only supported inside of tf.function or when eager execution is enabled.
False
"""


def test_data_sets_say_what_tf_1_15_said(tmp_path):
    """Each line that the program prints."""
    path = tmp_path / "program.py"
    path.write_text(PROGRAM)
    command = [sys.executable, "-W", "ignore", "-m", "tf2notes.legacy", str(path)]
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    result = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip().splitlines() == OF_TF1.strip().splitlines()
