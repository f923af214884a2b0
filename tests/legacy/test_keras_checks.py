"""What Keras refuses, and its regularizers, in a TF1 program's own process."""

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.processes
PROGRAM = """
import tensorflow as tf

keras = tf.keras
pair = [keras.layers.Input((3,)), keras.layers.Input((3,))]


def error(make):
    try:
        return make()
    except ValueError as reason:
        return str(reason)


print(error(lambda: keras.metrics.AUC(num_thresholds=-1)))
print(error(lambda: keras.metrics.AUC(curve="Invalid")))
print(error(lambda: keras.metrics.FalsePositives(thresholds=[-1, 0.5, 2])))
print(error(lambda: keras.layers.ReLU(max_value=-10)))
print(error(lambda: keras.layers.add(pair[:1])))
print(error(lambda: keras.layers.concatenate(pair[:1])))
print(keras.layers.add(pair).shape)
print(keras.regularizers.serialize(keras.regularizers.l2(0.5)))
print(keras.Sequential([keras.layers.Dense(2, input_dim=5)])(tf.zeros([4, 6, 5])).shape)
print(type(keras.layers.Dense(2, kernel_regularizer="l1").kernel_regularizer).__name__)
steps = keras.layers.Input((4, 3))
keras.layers.Bidirectional(keras.layers.GRU(2))(steps)
keras.layers.RNN([keras.layers.LSTMCell(2), keras.layers.GRUCell(2)], name="two")(steps)
keras.layers.ConvLSTM2D(2, 3)(keras.layers.Input((3, 8, 8, 1)))
print(*(variable.op.name for variable in tf.global_variables()[-15:]), sep="\\n")
with tf.Session() as session:
    losses = keras.losses.Huber(reduction="none")(tf.constant([[0.0, 3.0]]), tf.constant([[0.5, 0.0]]))
    print(session.run(losses).tolist())
"""
# What it prints on TensorFlow 1.15.5.
PRINTED = """
`num_thresholds` must be > 1.
Invalid AUC curve value "Invalid".
Threshold values must be in [0, 1]. Invalid values: [-1, 2]
max_value of Relu layer cannot be negative value: -10
A merge layer should be called on a list of at least 2 inputs. Got 1 inputs.
A `Concatenate` layer should be called on a list of at least 2 inputs
(?, 3)
{'class_name': 'L1L2', 'config': {'l1': 0.0, 'l2': 0.5}}
(4, 6, 2)
L1L2
bidirectional/forward_gru/kernel
bidirectional/forward_gru/recurrent_kernel
bidirectional/forward_gru/bias
bidirectional/backward_gru/kernel
bidirectional/backward_gru/recurrent_kernel
bidirectional/backward_gru/bias
two/kernel
two/recurrent_kernel
two/bias
two/kernel_1
two/recurrent_kernel_1
two/bias_1
conv_lst_m2d/kernel
conv_lst_m2d/recurrent_kernel
conv_lst_m2d/bias
[[0.125, 2.5]]
"""


def test_tf_1_15s_words_and_values(tmp_path):
    """Errors, regularizers of one class, a Huber loss for each value."""
    (tmp_path / "program.py").write_text(PROGRAM)
    command = [sys.executable, "-W", "ignore", "-m", "tf2notes.legacy", "program.py"]
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    result = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == PRINTED.strip()
