"""Programs of TensorFlow 0.12 that TF 1.15 no longer ran."""

import subprocess
import sys

import pytest
import tensorflow.compat.v1 as v1
from tf2notes.legacy import tf1 as tf


def test_one_cell_for_several_buckets():
    """A cell that was made once is called for each bucket: weights of the encoder and of the decoder are shared."""
    seq2seq = tf.contrib.legacy_seq2seq
    with v1.Graph().as_default():
        cell = tf.nn.rnn_cell.GRUCell(3)
        inputs = [v1.placeholder(v1.int32, [None]) for _ in range(2)]

        def model(x, y):
            return seq2seq.embedding_attention_seq2seq(
                x, y, cell, num_encoder_symbols=4, num_decoder_symbols=4, embedding_size=2
            )

        weights = [v1.ones_like(x, dtype=v1.float32) for x in inputs]
        seq2seq.model_with_buckets(inputs, inputs, inputs, weights, [(1, 1), (2, 2)], model)
        names = [variable.op.name for variable in v1.trainable_variables()]
        assert sum(name.endswith("gru_cell/gates/kernel") for name in names) == 2
        with pytest.raises((TypeError, NotImplementedError)):
            built = tf.nn.rnn_cell.GRUCell(3)
            built(v1.zeros([1, 2]), v1.zeros([1, 3]))
            seq2seq.basic_rnn_seq2seq([v1.zeros([1, 2])], [v1.zeros([1, 2])], built)


PROGRAM = """
import numpy as np
import tensorflow as tf

sparse = tf.SparseTensor(indices=[[i, 0] for i in range(3)], values=np.array(["a", "b", "c"]), shape=[3, 1])
value = tf.SparseTensorValue(indices=[[0, 0]], values=[1.0], shape=[1, 1])
try:
    tf.SparseTensor([[0, 0]], [1.0], [1, 1], shape=[1, 1])
except TypeError as error:
    print(error)
with tf.Session() as sess:
    print(sess.run(tf.sparse_tensor_to_dense(sparse, default_value="")).ravel().tolist())
    fed = tf.sparse_placeholder(tf.float32)
    print(sess.run(tf.sparse_reduce_sum(fed), {fed: value}), value.dense_shape)
"""


def test_sparse_tensors_take_a_shape(tmp_path):
    """As before 1.0, where `dense_shape` is its name; in a process of the program's own."""
    (tmp_path / "program.py").write_text(PROGRAM)
    command = [sys.executable, "-m", "tf2notes.legacy", str(tmp_path / "program.py")]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    lines = run.stdout.splitlines()
    assert "shape" in lines[0] and "dense_shape" in lines[0]
    assert lines[1:] == ["[b'a', b'b', b'c']", "1.0 [1, 1]"]
