"""Threads that share one operation: the example's wish, the user's, and TensorFlow already running."""

import subprocess
import sys
import types

import pytest
import tensorflow as tf

from tf2notes import threads

WISH = types.SimpleNamespace(THREADS_PER_OP=1)
FRESH = """
import types
from tf2notes import threads
wish = types.SimpleNamespace(THREADS_PER_OP=1)
print(threads.use({asked}, wish), threads.use(None, object()))
"""


def fresh(asked, **variables):
    """What a process says that has not started TensorFlow."""
    found = subprocess.run(
        [sys.executable, "-c", FRESH.format(asked=asked)], env=variables, capture_output=True, text=True, check=True
    )
    return found.stdout.split()


def test_the_example_wishes_and_the_user_decides():
    assert fresh(None) == ["1", "1"]
    assert fresh(3) == ["3", "3"]
    assert fresh(None, TF_NUM_INTRAOP_THREADS="2") == ["0", "0"]  # TensorFlow reads the variable itself


def test_a_running_tensorflow_keeps_its_threads():
    tf.constant(1) + 1
    before = tf.config.threading.get_intra_op_parallelism_threads()
    assert threads.use(None, WISH) == before
    with pytest.raises(ValueError, match="threads_per_op=63: it is set before TensorFlow starts"):
        threads.use(63, WISH)


def test_zero_is_refused():
    with pytest.raises(ValueError, match="threads_per_op=0: expected at least 1"):
        threads.use(0, WISH)
