"""What samples in a graph takes the seed that it took: `contrib.seq2seq`'s helpers and `OneHotCategorical`."""

import pytest

from tests.legacy.test_runner import run

pytestmark = pytest.mark.processes

PROGRAM = """
import tensorflow as tf

LINES = '''
distributions.OneHotCategorical(logits=tf.zeros([4, 5])).sample()
distributions.OneHotCategorical(probs=tf.placeholder(tf.float32, [2, 3, 4])).sample(2)
seq2seq.ScheduledEmbeddingTrainingHelper(inputs, [3, 3], embed, 0.5).sample(0, outputs, None)
seq2seq.ScheduledOutputTrainingHelper(inputs, [3, 3], 0.5).sample(0, outputs, None)
seq2seq.SampleEmbeddingHelper(embed, [1, 1], 2).sample(0, outputs, None)
seq2seq.ScheduledEmbeddingTrainingHelper(inputs, [3, 3], embed, 0.5).next_inputs(0, outputs, None, ids)
seq2seq.ScheduledOutputTrainingHelper(inputs, [3, 3], 0.5, next_inputs_fn=embed).next_inputs(0, outputs, None, ids)
'''
seq2seq, distributions = tf.contrib.seq2seq, tf.contrib.distributions


def embed(rows):
    return tf.random_uniform([2, 4], seed=None) * tf.ones([tf.shape(rows)[0], 1])


for line in LINES.strip().splitlines():
    with tf.Graph().as_default() as graph:
        tf.set_random_seed(1)
        inputs, outputs, ids = tf.zeros([2, 3, 4]), tf.zeros([2, 4]), tf.placeholder(tf.int32, [2])
        eval(line)
        tf.random_uniform([])
        print([op.get_attr("seed2") for op in graph.get_operations() if "seed2" in op.node_def.attr])
"""
OF_TF1 = """
[16, 35]
[20, 39]
[54, 91, 113]
[54, 71]
[10, 52, 70]
[71, 97]
[74, 100]
"""


def test_samplers_take_the_seeds_of_tf_1_15(tmp_path):
    """The seeds that the random ops of each line got, as TensorFlow 1.15.5 printed them."""
    (tmp_path / "program.py").write_text(PROGRAM)
    result = run(tmp_path, "program.py")
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == OF_TF1.strip()
