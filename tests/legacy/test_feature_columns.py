"""Feature columns in a program's own process: what TensorFlow 1.15 checked, made and called otherwise than today's."""

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.processes
PROGRAM = """
import tensorflow as tf
from tensorflow.python.feature_column import feature_column_v2 as fc
from tensorflow.python.feature_column import sequence_feature_column as sfc


def seed_after(make):
    with tf.Graph().as_default() as graph:
        make()
        tf.set_random_seed(1)
        tf.random_uniform([])
        return [op.get_attr("seed2") for op in graph.get_operations() if op.type == "RandomUniform"][-1]


def ids(column, values):
    with tf.Graph().as_default(), tf.Session() as session:
        dense = tf.feature_column.input_layer({"a": tf.constant(values)}, [fc.indicator_column(column)])
        try:
            return session.run(dense).tolist()
        except tf.errors.InvalidArgumentError as reason:
            return [part for part in ("exceeds number of buckets", "Negative bucket index") if part in str(reason)]


def linear(make=tf.feature_column.linear_model):
    return make({"a": tf.placeholder(tf.float32, [None, 2])}, [tf.feature_column.numeric_column("a", 2)])


identity = tf.feature_column.categorical_column_with_identity
print(ids(identity("a", 3), [[0], [2]]))
print(ids(identity("a", 3), [[0], [3]]))
print(ids(identity("a", 3), [[-1], [0]]))
print(ids(identity("a", 3, 1), [[-1], [9]]))
with tf.Graph().as_default():
    linear()
    print([(v.name, v.op.type) for v in tf.trainable_variables()])
with tf.Graph().as_default():
    model = fc.LinearModel([fc.numeric_column("a", 2), identity("b", 3)])
    model({"a": tf.zeros([1, 2]), "b": tf.zeros([1, 1], tf.int64)})
    print([v.name for v in model.variables], model.bias.name)
for column in (
    fc.numeric_column("a"),
    fc.bucketized_column(fc.numeric_column("a"), [0.0, 1.0]),
    fc.crossed_column(["a", "b"], 5),
    fc.embedding_column(identity("a", 3), 2),
    sfc.sequence_numeric_column("a"),
):
    config = column._get_config()
    same = type(column)._from_config(config)
    print(*sorted(set(config) - {"use_safe_embedding_lookup"}))
    print(type(same).__name__, same.name)
placeholder = lambda: tf.placeholder(tf.int32, [None])
columns = lambda: [fc.embedding_column(identity("a", 5), 3)]
print(seed_after(lambda: tf.feature_column.input_layer({"a": placeholder()}, columns())))
print(seed_after(lambda: tf.keras.layers.DenseFeatures(columns())({"a": placeholder()})))
print(seed_after(linear))
print(seed_after(lambda: tf.contrib.layers.embedding_lookup_unique(tf.zeros([4, 2]), placeholder())))
for kind in (tf.contrib.opt.AdamWOptimizer, tf.contrib.opt.LazyAdamOptimizer):
    table = lambda: tf.get_variable("table", [4, 2])
    rows = lambda: kind(0.1).minimize(tf.reduce_sum(tf.nn.embedding_lookup(table(), placeholder())))
    whole = lambda: kind(0.1).minimize(tf.reduce_sum(table()))
    print(seed_after(rows), seed_after(whole))
"""
OF_TF1 = """
[[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]
['exceeds number of buckets']
[[0.0, 0.0, 0.0], [1.0, 0.0, 0.0]]
[[0.0, 0.0, 0.0], [0.0, 1.0, 0.0]]
[('linear_model/a/weights:0', 'VarHandleOp'), ('linear_model/bias_weights:0', 'VarHandleOp')]
['linear_model/a/weights:0', 'linear_model/b/weights:0', 'linear_model/bias_weights:0'] linear_model/bias_weights:0
default_value dtype key normalizer_fn shape
NumericColumn a
boundaries source_column
BucketizedColumn a_bucketized
hash_bucket_size hash_key keys
CrossedColumn a_X_b
categorical_column ckpt_to_load_from combiner dimension initializer max_norm tensor_name_in_ckpt trainable
EmbeddingColumn a_embedding
default_value dtype key normalizer_fn shape
SequenceNumericColumn a
125
126
27
23
103 55
105 51
"""


def test_feature_columns_are_those_of_tf_1_15(tmp_path):
    """Each line that the program prints, as TensorFlow 1.15.5 printed it."""
    path = tmp_path / "program.py"
    path.write_text(PROGRAM)
    command = [sys.executable, "-W", "ignore", "-m", "tf2notes.legacy", str(path)]
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    result = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip().splitlines() == OF_TF1.strip().splitlines()
