"""What Keras refuses, word for word, its configurations and its summary, in a TF1 program's own process."""

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.processes
PROGRAM = r"""
import tensorflow as tf
from tensorflow.python.keras.optimizer_v2 import adam, ftrl, gradient_descent, learning_rate_schedule

keras = tf.keras
layers = keras.layers
model = keras.Sequential([layers.Dense(2, input_shape=(3,))])


def refused(make, *args, **kwargs):
    try:
        print(make(*args, **kwargs))
    except (OSError, TypeError, ValueError) as reason:
        print(type(reason).__name__, str(reason)[:90].strip())


refused(adam.Adam, decay=-1.0)
refused(adam.Adam, nope=1)
refused(gradient_descent.SGD, momentum=-1.0)
refused(ftrl.Ftrl, initial_accumulator_value=-1.0)
refused(learning_rate_schedule.PiecewiseConstantDecay, [1], [2])
refused(layers.Input)
refused(layers.Input, (2,), sparse=True, ragged=True)
refused(layers.Dense, 2, kernel_initializer="nope")
refused(layers.Dense, 2, activation="nope")
refused(layers.Dense, 2, kernel_constraint="nope")
refused(model.get_layer, "nope")
refused(model.get_layer)
refused(model.add, 3)
refused(keras.Sequential([layers.Dense(2)]).summary)
refused(model.save_weights, "weights", save_format="nope")
refused(keras.models.load_model, "nope")
refused(keras.metrics.get, 3.2)
refused(layers.Permute, (0, 1))
refused(layers.Bidirectional, layers.LSTM(2), merge_mode="nope")
refused(layers.TimeDistributed, 3)
refused(layers.add, [layers.Input((2, 3)), layers.Input((2, 4))])
refused(layers.dot, [layers.Input((2, 3)), layers.Input((4, 4))], axes=-1)
refused(layers.BatchNormalization(axis=7), layers.Input((2,)))
refused(layers.LayerNormalization(axis=7), layers.Input((2,)))
refused(layers.ZeroPadding2D, (1, 1, 1))
print(keras.losses.MeanSquaredError(name="a").get_config(), sorted(keras.metrics.AUC().get_config()))
lines = []
model.summary(print_fn=lines.append)
print("\n".join(line.rstrip() for line in lines))
"""
# What it prints on TensorFlow 1.15.5.
PRINTED = """
ValueError Expected decay >= 0, received: -1.0
TypeError Unexpected keyword argument passed to optimizer: nope
ValueError `momentum` must be between [0, 1].
ValueError initial_accumulator_value -1.000000 needs to be positive or zero
ValueError The length of boundaries should be 1 less than the length of values
ValueError Please provide to Input either a `shape` or a `tensor` argument. Note that `shape` does no
ValueError Cannot set both sparse and ragged to True in a Keras input.
ValueError Unknown initializer:nope
ValueError Unknown activation function:nope
ValueError Unknown constraint: nope
ValueError No such layer: nope
ValueError Provide either a layer name or layer index.
TypeError The added layer must be an instance of class Layer. Found: 3
ValueError This model has not yet been built. Build the model first by calling `build()` or calling `
ValueError Unknown format "nope". Was expecting one of {"tf", "h5"}.
OSError SavedModel file does not exist at: nope/{saved_model.pbtxt|saved_model.pb}
ValueError Could not interpret metric function identifier: 3.2
ValueError Invalid permutation `dims` for Permute Layer: (0, 1). The set of indices in `dims` must be
ValueError Invalid merge mode. Merge mode should be one of {"sum", "mul", "ave", "concat", None}
ValueError Please initialize `TimeDistributed` layer with a `Layer` instance. You passed: 3
ValueError Operands could not be broadcast together with shapes (2, 3) (2, 4)
ValueError Dimension incompatibility 3 != 4. Layer shapes: (None, 2, 3), (None, 4, 4)
ValueError Invalid axis: 7
ValueError Invalid axis: 7
ValueError `padding` should have two elements. Found: (1, 1, 1)
{'reduction': 'auto', 'name': 'a'} ['curve', 'dtype', 'name', 'num_thresholds', 'summation_method', 'thresholds']
Model: "sequential"
_________________________________________________________________
Layer (type)                 Output Shape              Param #
=================================================================
dense (Dense)                (None, 2)                 8
=================================================================
Total params: 8
Trainable params: 8
Non-trainable params: 0
_________________________________________________________________
"""


def test_keras_speaks_as_tf_1_15(tmp_path):
    """Layers, optimizers, models and names that it does not know."""
    (tmp_path / "program.py").write_text(PROGRAM)
    command = [sys.executable, "-W", "ignore", "-m", "tf2notes.legacy", "program.py"]
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    result = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == PRINTED.strip()
