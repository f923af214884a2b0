"""cuDNN's layers, run without a GPU, agree with the cells that TF1 has for their weights."""

import numpy as np
import pytest
import tensorflow.compat.v1 as v1
from tf2notes.legacy import tf1 as tf

cudnn = tf.contrib.cudnn_rnn
TIME, BATCH, DEPTH, UNITS = 4, 2, 3, 5
CELLS = {
    "CudnnLSTM": lambda: cudnn.CudnnCompatibleLSTMCell(UNITS),
    "CudnnGRU": lambda: cudnn.CudnnCompatibleGRUCell(UNITS),
    "CudnnRNNTanh": lambda: tf.nn.rnn_cell.BasicRNNCell(UNITS),
    "CudnnRNNRelu": lambda: tf.nn.rnn_cell.BasicRNNCell(UNITS, activation=tf.nn.relu),
}


def inputs():
    return np.random.RandomState(0).uniform(-1, 1, [TIME, BATCH, DEPTH]).astype(np.float32)


def run_layer(name, direction, path, lengths):
    """Trains nothing, saves what a layer of two layers computes with random biases; (outputs, last h)."""
    with v1.Graph().as_default(), v1.Session() as sess:
        layer = getattr(cudnn, name)(
            2, UNITS, direction=direction, seed=3, bias_initializer=v1.random_uniform_initializer(seed=4)
        )
        outputs, states = layer(v1.constant(inputs()), sequence_lengths=lengths)
        assert [v.op.name for v in layer.trainable_weights] == [f"{layer.scope_name}/opaque_kernel"]
        assert v1.gradients(outputs, layer.trainable_weights)[0] is not None
        sess.run(v1.global_variables_initializer())
        v1.train.Saver().save(sess, path)
        return sess.run([outputs, states[0]]), layer.scope_name


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("name", list(CELLS))
@pytest.mark.parametrize("lengths", [None, [4, 2]])
def test_layer_restores_into_compatible_cells(name, lengths, tmp_path):
    """A stack of compatible cells, restored from the layer's checkpoint, computes what the layer computed."""
    path = str(tmp_path / "model")
    (outputs, h), scope = run_layer(name, "unidirectional", path, lengths)
    with v1.Graph().as_default(), v1.Session() as sess:
        with v1.variable_scope(scope):
            cell = tf.nn.rnn_cell.MultiRNNCell([CELLS[name]() for _ in range(2)])
            got, states = tf.nn.dynamic_rnn(
                cell, v1.constant(inputs()), sequence_length=lengths, dtype=tf.float32, time_major=True
            )
        v1.train.Saver().restore(sess, path)
        got, states = sess.run([got, states])
    np.testing.assert_allclose(got, outputs, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(states[-1].h if name == "CudnnLSTM" else states[-1], h[-1], rtol=1e-5, atol=1e-6)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("name", ["CudnnLSTM", "CudnnGRU"])
def test_bidirectional_layer_restores_into_compatible_cells(name, tmp_path):
    """Both directions of every layer, with sequences of different lengths."""
    path = str(tmp_path / "model")
    (outputs, _), scope = run_layer(name, "bidirectional", path, [4, 2])
    with v1.Graph().as_default(), v1.Session() as sess:
        with v1.variable_scope(scope):
            got, _, _ = tf.contrib.rnn.stack_bidirectional_dynamic_rnn(
                [CELLS[name]() for _ in range(2)],
                [CELLS[name]() for _ in range(2)],
                v1.constant(inputs()),
                sequence_length=[4, 2],
                dtype=tf.float32,
                time_major=True,
            )
        v1.train.Saver().restore(sess, path)
        np.testing.assert_allclose(sess.run(got), outputs, rtol=1e-5, atol=1e-6)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_checkpoint_restores_into_the_layer(tmp_path):
    """What a layer saved, a new layer of another seed computes after restoring; batch-major agrees with time-major."""
    path = str(tmp_path / "model")
    (outputs, _), _ = run_layer("CudnnGRU", "bidirectional", path, None)
    with v1.Graph().as_default(), v1.Session() as sess:
        layer = cudnn.CudnnGRU(2, UNITS, direction="bidirectional", seed=9)
        got, (h,) = layer(v1.constant(inputs().transpose(1, 0, 2)), time_major=False)
        v1.train.Saver([layer.saveable]).restore(sess, path)
        np.testing.assert_allclose(sess.run(got).transpose(1, 0, 2), outputs, rtol=1e-5, atol=1e-6)
        assert sess.run(h).shape == (BATCH, 4, UNITS)


@pytest.mark.parametrize("converter", ["LSTM", "GRU", "Tanh", "Relu"])
@pytest.mark.parametrize("direction", ["unidirectional", "bidirectional"])
def test_converters_go_back_and_forth(converter, direction):
    """Cell variables -> vector -> cell variables is the identity."""
    with v1.Graph().as_default(), v1.Session() as sess:
        made = getattr(cudnn, f"CudnnParamsFormatConverter{converter}")(2, UNITS, DEPTH, direction=direction)
        random = np.random.RandomState(1)
        layout = made._layout
        weights = [random.normal(size=shape).astype(np.float32) for shape in layout.weight_shapes()]
        biases = [random.normal(size=shape).astype(np.float32) for shape in layout.bias_shapes()]
        kernels, shifts = made.opaque_to_tf_canonical(layout.to_opaque(weights, biases))
        again = made.opaque_to_tf_canonical(made.tf_canonical_to_opaque(kernels + shifts))
        for one, other in zip(sess.run(kernels + shifts), sess.run(again[0] + again[1]), strict=True):
            np.testing.assert_allclose(one, other, rtol=1e-6, atol=1e-6)


def test_what_needs_cudnn_raises():
    """Arguments are honoured or refused."""
    with pytest.raises(ValueError, match="Invalid direction"):
        cudnn.CudnnLSTM(1, 2, direction="sideways")
    with pytest.raises(ValueError, match="Invalid input_mode"):
        cudnn.CudnnLSTM(1, 2, input_mode="none")
    with pytest.raises(NotImplementedError, match="skip_input"):
        cudnn.CudnnGRU(1, 2, input_mode="skip_input")
    with pytest.raises(ValueError, match="Only support"):
        cudnn.CudnnGRU(1, 2, dtype=tf.int32)
    with v1.Graph().as_default(), pytest.raises(TypeError, match="expecting tuple"):
        cudnn.CudnnGRU(1, 2)(v1.zeros([TIME, BATCH, DEPTH]), initial_state=v1.zeros([1, BATCH, 2]))
