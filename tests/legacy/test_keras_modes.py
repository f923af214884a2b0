"""What TF1's unit tests of Keras lean on: their four modes, and layers as TF1 had them, in a program's own process."""

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.processes
PROGRAM = """
import numpy as np
import tensorflow as tf
from tensorflow.python.keras import keras_parameterized, testing_utils

keras = tf.keras


@keras_parameterized.run_all_keras_modes
class ModesTest(keras_parameterized.TestCase):
    def test_it(self):
        print(self._testMethodName, tf.executing_eagerly(), testing_utils.should_run_eagerly(),
              testing_utils.should_run_tf_function())


for name in sorted(name for name in dir(ModesTest) if name.startswith("test_it")):
    getattr(ModesTest(name), name)()
scale = keras.layers.Lambda(lambda x: x * tf.Variable(2.0, name="scale"))
first, second = scale(tf.ones([2])), scale(tf.ones([2]))
print([variable.name for variable in scale.trainable_weights])
held = tf.Variable(3.0)
model = keras.Sequential([keras.layers.Lambda(lambda x, by: x * by, arguments={"by": held}, input_shape=(2,))])
print(model.predict(np.ones([1, 2])).tolist(), len(model.trainable_weights))
print(keras.layers.Cropping1D(2)(tf.ones([1, 4, 3])).shape, keras.layers.Cropping2D(1)(tf.ones([1, 2, 4, 3])).shape)
"""
# What it prints on TensorFlow 1.15.5.
PRINTED = """
test_it_v1_session False False False
test_it_v2_eager True True True
test_it_v2_funcgraph True False False
test_it_v2_function True False True
['lambda/scale:0']
[[3.0, 3.0]] 0
(1, 0, 3) (1, 0, 2, 3)
"""


def test_modes_and_layers_of_tf_1_15(tmp_path):
    """Names of the methods and what holds in each; variables of Lambda layers; crops that leave nothing."""
    (tmp_path / "program.py").write_text(PROGRAM)
    command = [sys.executable, "-W", "ignore", "-m", "tf2notes.legacy", "program.py"]
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    result = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == PRINTED.strip()
