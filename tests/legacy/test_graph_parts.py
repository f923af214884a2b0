"""Private attributes of graphs, the classes of data sets' parts, and TF1's argument orders in a program's process."""

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.processes

PARTS = """
import tensorflow as tf
from tensorflow.python.framework import ops

graph = tf.get_default_graph()
a = tf.constant(1.0)
first = tf.no_op()
with tf.control_dependencies([first]):
    b, c = tf.split(tf.stack([a, a]), 2)
op = b.op
assert list(op._inputs) == list(op.inputs) and op._outputs == op.outputs == [b, c] and not op._control_inputs
assert list(op.inputs[1].op._control_inputs) == [first]
op._control_inputs = [a.op]
assert list(op.control_inputs) == [a.op]
assert [a._value_index, b._value_index, c._value_index] == [0, 0, 1]
count = len(graph.get_operations())
assert graph._last_id == graph._version == graph._next_id_counter == graph.version == count
assert tf.Graph()._version == 0
assert graph._registered_ops["MatMul"].name == "MatMul" and len(graph._registered_ops) > 500
try:
    op._inputs = []
except ValueError as error:
    print(error)
"""
DATA = """
import tensorflow as tf

data = tf.data.Dataset.from_tensors(([1, 2], {"a": 3}))
both = (tf.Tensor, {"a": tf.Tensor})
assert data.output_classes == tf.data.get_output_classes(data) == both
rows = data.make_one_shot_iterator()
assert rows.output_classes == tf.data.get_output_classes(rows) == both
same = tf.data.Iterator.from_structure(data.output_types, data.output_shapes, output_classes=data.output_classes)
start = same.make_initializer(data)
assert same.output_classes == both
sparse = tf.data.Dataset.from_tensors(tf.SparseTensor([[0]], [1], [2]))
assert sparse.output_classes == tf.SparseTensor
parts = tf.data.Dataset.from_tensor_slices([1, 2, 3])
for wrong in (lambda: parts.padded_batch(2), lambda: data.padded_batch(2, None), lambda: parts.padded_batch(2, None)):
    try:
        wrong()
    except (TypeError, ValueError) as error:
        print(type(error).__name__)
batches = parts.map(lambda n: tf.fill([n], n)).padded_batch(3, [None], 9, True)
with tf.Session() as session:
    session.run(start)
    print(session.run([same.get_next()[0], batches.make_one_shot_iterator().get_next()]))
"""
ORDER = """
import inspect
import tensorflow as tf
from tensorflow.keras.initializers import he_normal
from tensorflow.keras.preprocessing.text import one_hot
from tensorflow.math import top_k
from tensorflow.python.keras.initializers import he_normal as private

assert private is he_normal and inspect.isfunction(he_normal) and tf.math.top_k is top_k and one_hot("a", 3)
assert tf.linalg.matmul([[1.0]], [[2.0]], False, False, False, False, False, False, "a").name == "a:0"
assert top_k([1, 2], 1, True, "b")[0].name == "b:0" and callable(tf.math.log)

@tf.function
def loop(n):
    i = tf.constant(0)
    while i < n:
        tf.autograph.experimental.set_loop_options(5, True, False)
        i += 1
    return i

mixed = tf.keras.mixed_precision.experimental
mixed.set_policy("infer")
assert mixed.global_policy().name == "infer" and isinstance(mixed.global_policy(), mixed.Policy)
assert callable(mixed.LossScaleOptimizer(tf.keras.optimizers.SGD(), 2.0).get_scaled_loss)
try:
    mixed.set_policy("mixed_float16")
except ValueError as error:
    assert "non-infer policy in TensorFlow 2" in str(error)
else:
    raise AssertionError
device = tf.config.experimental.list_physical_devices("CPU")[0]
half = tf.config.experimental.VirtualDeviceConfiguration()
tf.config.experimental.set_virtual_device_configuration(device, virtual_devices=[half, half])
model = tf.keras.Sequential([tf.keras.layers.Dense(1, input_shape=(2,), kernel_initializer=he_normal(1))])
model.compile("sgd", "mse")
model.save("with.h5", True, True)
model.save("without.h5", True, False)
print([tf.keras.models.load_model(f"{name}.h5").optimizer is not None for name in ("with", "without")])
with tf.Session() as session:
    print(session.run(loop(4)))
"""


def _run(folder, source):
    (folder / "program.py").write_text(source)
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    command = [sys.executable, "-W", "ignore", "-m", "tf2notes.legacy", "program.py"]
    result = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_private_attributes(tmp_path):
    """Inputs, outputs, control inputs, the index of a tensor, and what counts a graph's operations."""
    assert _run(tmp_path, PARTS) == "Cannot assign _inputs\n"


def test_data_sets(tmp_path):
    """``output_classes`` holds ``tf.Tensor`` itself; a padded batch needs shapes."""
    batch = "[array([1, 2], dtype=int32), array([[1, 9, 9],\n       [2, 2, 9],\n       [3, 3, 3]], dtype=int32)]"
    assert _run(tmp_path, DATA) == f"TypeError\nTypeError\nValueError\n{batch}\n"


def test_argument_orders(tmp_path):
    """By position, as in 1.15; the cases of ``argument_order`` say so of `load`."""
    assert _run(tmp_path, ORDER) == "[True, False]\n4\n"
