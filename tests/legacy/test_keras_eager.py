"""Keras models of a TF1 program in eager mode: what they refuse, and the names of their metrics."""

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.processes
PROGRAM = """
import json

import numpy as np
import tensorflow as tf

tf.enable_eager_execution()
keras = tf.keras
source = keras.Input((3,), name="input_a")
model = keras.Model(source, [keras.layers.Dense(1, name="a")(source), keras.layers.Dense(1, name="b")(source)])
inputs = np.ones((4, 3), np.float32)
targets = [np.ones((4, 1), np.float32)] * 2


def error(method, *args, **kwargs):
    try:
        return sorted(method(*args, **kwargs).history)
    except (TypeError, ValueError) as reason:
        return str(reason)[:90].strip()


for arguments in (
    {"loss": {"nowhere": "mse"}},
    {"loss": "mse", "loss_weights": [1.0, 2.0, 3.0]},
    {"loss": "mse", "loss_weights": {"nowhere": 1.0}},
    {"loss": "nope"},
    {"loss": "mse", "metrics": ["nope"]},
):
    print(error(model.compile, "adam", **arguments))
model.compile("adam", "mse", ["acc"], [1.0, 2.0], None, ["mae"])
print(model.metrics_names, len(model.loss_functions))
print(error(model.fit, inputs, targets, verbose=0))
print(error(model.train_on_batch, inputs, targets[0]))
print(error(model.fit, inputs[:3], targets, verbose=0))
print(error(model.fit, inputs[:, :2], targets, verbose=0))
print(error(model.fit, inputs, targets, verbose=0, sample_weight=[np.ones(3), np.ones(3)]))
data = tf.data.Dataset.from_tensors((inputs, inputs))
print(error(model.fit, data, batch_size=2)[:80])
print(error(model.evaluate, data, targets)[:40])
print(error(model.evaluate, data, sample_weight=np.ones(4))[:80])
print(error(model.fit_generator, (each for each in ()), None))
weighed = keras.Sequential([keras.layers.Dense(2, input_shape=(3,))])
weighed.compile("sgd", "mse", metrics=["acc"], weighted_metrics=["mae"])
print(error(weighed.fit, inputs, np.eye(2)[[0, 1, 0, 1]], verbose=0, class_weight={0: 1.0, 1: 2.0}))


class Penalty(keras.layers.Layer):
    def call(self, x):
        self.add_loss(tf.reduce_sum(x), x)
        self.add_metric(tf.reduce_sum(x), "mean", "total")
        return x


penalty = Penalty()
penalty(tf.ones([2]))
print([float(loss) for loss in penalty.losses], json.loads(weighed.to_json())["keras_version"])
source, wanted = keras.Input((1,)), keras.Input((1,))
guess = keras.layers.Dense(1, kernel_initializer="zeros")(source)
twice = keras.Model([source, wanted], guess)
twice.add_loss(keras.losses.MeanAbsoluteError()(wanted, guess))
twice.compile("sgd", keras.losses.MeanAbsoluteError())
print(twice.fit([np.ones((2, 1), np.float32)] * 2, np.ones((2, 1), np.float32), verbose=0).history["loss"])
"""
# What it prints on TensorFlow 1.15.5.
PRINTED = """
Unknown entries in loss dictionary: ['nowhere']. Only expected following keys: ['a', 'b']
When passing a list as loss_weights, it should have one entry per model output. The model
Unknown entries in loss_weights dictionary: ['nowhere']. Only expected following keys: ['a
Unknown loss function:nope
Unknown metric function:nope
['loss', 'a_loss', 'b_loss', 'a_acc', 'a_weighted_mean_absolute_error', 'b_acc', 'b_weighted_mean_absolute_error'] 2
['a_acc', 'a_loss', 'a_weighted_mean_absolute_error', 'b_acc', 'b_loss', 'b_weighted_mean_absolute_error', 'loss']
Error when checking model target: the list of Numpy arrays that you are passing to your mo
Input arrays should have the same number of samples as target arrays. Found 3 input sample
Error when checking input: expected input_a to have shape (3,) but got array with shape (2
Found a sample_weight array with shape (3,) for an input with shape (4, 1). sample_weight
The `batch_size` argument must not be specified for the given input type. Receiv
You passed a dataset or dataset iterator
`sample_weight` argument is not supported when input `x` is a dataset or a datas
Please specify the number of steps via the `steps_per_epoch` argument.
['acc', 'loss', 'weighted_mean_absolute_error']
[2.0] 2.2.4-tf
[2.0]
"""


def test_models_of_eager_mode_ask_as_tf_1_15(tmp_path):
    """Losses, weights, metrics and arrays that do not fit are refused, in its words; weighted metrics are called so."""
    (tmp_path / "program.py").write_text(PROGRAM)
    command = [sys.executable, "-W", "ignore", "-m", "tf2notes.legacy", "program.py"]
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    result = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == PRINTED.strip()
