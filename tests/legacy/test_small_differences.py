"""Words, shapes, imports and counts of ops that differed from TensorFlow 1.15 in a program's own process."""

import os
import re
import subprocess
import sys

import pytest

pytestmark = pytest.mark.processes
PROGRAM = """
import numpy as np
import tensorflow as tf
from tensorflow.python.ops import nn_ops, rnn_cell_impl
from tensorflow.python.saved_model import nested_structure_coder
from tensorflow.contrib.seq2seq.python.ops import attention_wrapper


def error(make):
    try:
        return make()
    except ValueError as reason:
        return str(reason)


def seed_after(make):
    with tf.Graph().as_default() as graph:
        make()
        tf.set_random_seed(1)
        tf.random_uniform([])
        return [op.get_attr("seed2") for op in graph.get_operations() if op.type == "RandomUniform"][-1]


def fused(**options):
    return lambda: tf.contrib.rnn.LSTMBlockFusedCell(4, **options)(tf.zeros([3, 2, 5]), dtype=tf.float32)


def unbatched(*batch):
    data = tf.data.Dataset.from_tensors(batch).unbatch()
    with tf.Session() as session:
        return [part.tolist() for part in session.run(tf.data.make_one_shot_iterator(data).get_next())]


@tf.function
def count(counter):
    counter.assign_add(1.0)


def counted():
    counter = tf.get_variable("counter", [], initializer=tf.zeros_initializer(), use_resource=True)
    op = count(counter)
    with tf.Session() as session:
        session.run(counter.initializer)
        return type(op).__name__, session.run([op, count(counter)]), session.run(counter)


def softmax():
    with tf.Graph().as_default() as graph, tf.Session() as session:
        tf.set_random_seed(1)
        x = tf.constant(np.arange(72).reshape(1, 2, 3, 2, 2, 3) % 7, tf.float32)
        y = tf.nn.softmax(x)
        tf.random_uniform([])
        seed = [op.get_attr("seed2") for op in graph.get_operations() if op.type == "RandomUniform"]
        sums = [tf.reduce_sum(y[..., 0]), tf.reduce_sum(tf.abs(tf.gradients(y[..., 0], x)[0]))]
        return y.name, y.shape.as_list(), seed, ["%.3f" % number for number in session.run(sums)]


x = tf.constant(1.0)
numbers = tf.data.Dataset.range(4)
keras = tf.keras
print(error(lambda: tf.summary.scalar("", x)))
print(tf.contrib.image.connected_components(tf.constant([[True, False]])).dtype)
print(numbers.apply(tf.contrib.data.map_and_batch(lambda x: x, 2)))
print(numbers.apply(tf.contrib.data.enumerate_dataset()))
print(tf.contrib.data.CsvDataset(["x"], [tf.float32]))
print(error(lambda: tf.layers.Conv2D(3, 3).apply(tf.zeros([2, 3, 3]))))
print(error(lambda: keras.layers.DepthwiseConv2D(3)(tf.zeros([2, 3, 3]))))
print(error(lambda: keras.Sequential([keras.layers.Dense(3, input_shape=(4,))])(tf.zeros([2, 5]))))
print(seed_after(fused()), seed_after(fused(use_peephole=True)))
print(rnn_cell_impl.base_layer.Layer.__name__, rnn_cell_impl.vs is rnn_cell_impl.vs, nn_ops.math_ops.add.__name__)
print(attention_wrapper.layers_core.Dense is tf.layers.Dense, attention_wrapper.nest.flatten([1, [2]]))
print(unbatched(np.ones([2, 3]), np.ones([2, 0])))
print(counted(), nested_structure_coder.StructureCoder().can_encode([1, None]))
print(keras.layers.Flatten().apply(tf.zeros([2, 3, 4])).shape)
print(softmax())
"""
# What it prints on TensorFlow 1.15.5; a line that starts with blanks goes on with the one before.
PRINTED = """
'' is not a valid node name
<dtype: 'int32'>
<DatasetV1Adapter shapes: (?,), types: tf.int64>
<DatasetV1Adapter shapes: ((), ()), types: (tf.int64, tf.int64)>
<CsvDataset shapes: ((),), types: (tf.float32,)>
Input 0 of layer conv2d_1 is incompatible with the layer: expected ndim=4, found ndim=3. Full shape received:
    [2, 3, 3]
Input 0 of layer depthwise_conv2d is incompatible with the layer: expected ndim=4, found ndim=3. Full shape
    received: [2, 3, 3]
Input 0 of layer sequential is incompatible with the layer: expected axis -1 of input shape to have value 4
    but received input with shape [2, 5]
33 62
Layer True add
True [1, 2]
[[1.0, 1.0, 1.0], []]
('Operation', [None, None], 2.0) True
(2, 12)
('Softmax:0', [1, 2, 3, 2, 2, 3], [5], ['6.299', '4.036'])
"""


def test_a_program_prints_what_it_printed(tmp_path):
    """Each line of the program as TensorFlow 1.15.5 printed it."""
    (tmp_path / "program.py").write_text(PROGRAM)
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    command = [sys.executable, "-m", "tf2notes.legacy", "program.py"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().splitlines() == re.sub(r"\n +", " ", PRINTED.strip()).splitlines()


def test_what_is_left_out_may_be_imported(tmp_path):
    """By a program that does not use it."""
    lines = ["import tensorflow.contrib.tensorrt as trt", "from tensorflow.contrib import quantize", "print(quantize)"]
    lines += ["try:", "    trt.create_inference_graph()", "except NotImplementedError as error:", "    print(error)"]
    (tmp_path / "program.py").write_text("\n".join(lines))
    command = [sys.executable, "-m", "tf2notes.legacy", "program.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert "tf.contrib.tensorrt.create_inference_graph is not supported" in done.stdout
