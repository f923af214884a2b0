"""Debugging: dumps of every tensor, and checks that stop where the first bad number is made.

Legacy: legacy/examples/debugging.py
Parity: tests/examples/test_debugging.py

Eager code is debugged as any other Python. Two switches reach into functions too: `tf.debugging.enable_check_numerics`
raises at the operation that makes an inf or a nan, with the line that called it; `enable_dump_debug_info` writes
what every operation computed to a folder, for TensorBoard's Debugger V2 or for a reader of one's own.
"""

import contextlib
import re
import tempfile

import numpy as np
import tensorflow as tf
from tensorflow.python.debug.lib import debug_events_reader  # TensorBoard's own reader; there is no public one


@contextlib.contextmanager
def dumped(folder):
    """Everything that is computed inside is written to the folder, with the values."""
    writer = tf.debugging.experimental.enable_dump_debug_info(
        folder, tensor_debug_mode="FULL_TENSOR", circular_buffer_size=-1
    )
    try:
        yield
    finally:
        writer.FlushNonExecutionFiles()
        writer.FlushExecutionFiles()
        tf.debugging.experimental.disable_dump_debug_info()


@contextlib.contextmanager
def checked():
    """The first inf or nan that is made inside raises."""
    tf.debugging.enable_check_numerics()
    try:
        yield
    finally:
        tf.debugging.disable_check_numerics()


def entropy(p):
    """p log p, summed: 0 log 0 is nan."""
    return tf.reduce_sum(p * tf.math.log(p))


def values_of(folder):
    """What was computed: [(operation's type, its first output)]."""
    with debug_events_reader.DebugDataReader(folder) as reader:
        reader.update()
        return [
            (execution.op_type, np.asarray(reader.execution_to_tensor_values(execution)[0]))
            for execution in reader.executions()
        ]


def error_of(function):
    """What a check says of a bad number, without where it was."""
    try:
        function()
    except tf.errors.InvalidArgumentError as error:
        return re.search(r"[\w ]+ : Tensor had [\w ]+ values", error.message).group().strip()
    return "no error"


def stops_at():
    """The operation at which the checks stop the computation of the entropy."""
    try:
        with checked():
            entropy(tf.constant([0.0, 1.0]))
    except tf.errors.InvalidArgumentError as error:
        return re.search(r'op "(\w+)"', error.message)[1]
    return "nothing"


def results():
    """All values by the original's names."""
    p = tf.Variable([0.0, 1.0])
    with tempfile.TemporaryDirectory() as folder:
        with dumped(folder), tf.GradientTape() as tape:
            total = entropy(p)
        gradient = tape.gradient(total, p)
        values = [(op_type, value) for op_type, value in values_of(folder) if op_type in ("Log", "Mul", "Sum")]
    check = tf.debugging.check_numerics
    return {
        "runs": 1,
        "operations with inf or nan": [op_type for op_type, value in values if not np.isfinite(value).all()],
        "log": values[0][1],
        "product": values[1][1],
        "the gradient is bad too": not np.isfinite(gradient).all(),
        "check_numerics of log": error_of(lambda: check(tf.math.log(p), "log of 0")),
        "check_numerics of product": error_of(lambda: check(p * tf.math.log(p), "0 log 0")),
        "add_check_numerics_ops": stops_at() != "nothing",
    }
