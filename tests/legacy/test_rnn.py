"""The RNN surface beside Keras 3, after `disable_v2_behavior`, in 0.x spelling, and by TF1's private names."""

import subprocess
import sys

import numpy as np
import pytest
import tensorflow.compat.v1 as v1
from tf2notes.legacy import tf1 as tf

PROGRAM = """
import numpy as np
import tensorflow.compat.v1 as v1
v1.disable_v2_behavior()
from tf2notes.legacy import tf1 as tf
rnn = tf.contrib.rnn

x = tf.placeholder(tf.float32, [None, 5, 4])
cells = [
    rnn.DropoutWrapper(rnn.BasicLSTMCell(3), output_keep_prob=0.9), rnn.LSTMCell(3, use_peepholes=True, num_proj=2),
    rnn.GRUCell(3), rnn.LayerNormBasicLSTMCell(3), rnn.NASCell(3), rnn.UGRNNCell(3), rnn.LSTMBlockCell(3),
    rnn.GRUBlockCellV2(3), rnn.AttentionCellWrapper(rnn.GRUCell(3), 2), rnn.HighwayWrapper(rnn.GRUCell(3)),
    rnn.CoupledInputForgetGateLSTMCell(3), rnn.IndRNNCell(3), rnn.IndyGRUCell(3), rnn.SRUCell(3), rnn.GLSTMCell(3),
    rnn.OutputProjectionWrapper(rnn.BasicRNNCell(3), 3), rnn.IntersectionRNNCell(3, num_in_proj=3),
    rnn.CompiledWrapper(rnn.BasicRNNCell(3)),
    rnn.GridLSTMCell(1, feature_size=1, frequency_skip=1, num_frequency_blocks=[3]),
]
outputs, state = tf.nn.dynamic_rnn(rnn.MultiRNNCell(cells), x, dtype=tf.float32, sequence_length=[5, 3])
both, _, _ = rnn.stack_bidirectional_dynamic_rnn([rnn.GRUCell(2)], [rnn.BasicLSTMCell(2)], x, dtype=tf.float32)
fused, _ = rnn.LSTMBlockFusedCell(3)(tf.transpose(x, [1, 0, 2]), dtype=tf.float32)
cudnn, _ = tf.contrib.cudnn_rnn.CudnnLSTM(2, 3, direction="bidirectional")(tf.transpose(x, [1, 0, 2]))
image = tf.reshape(x[:, 0], [-1, 2, 2, 1])
conv_cell = rnn.Conv2DLSTMCell(input_shape=[2, 2, 1], output_channels=2, kernel_shape=[2, 2])
conv, _ = conv_cell(image, conv_cell.zero_state(tf.shape(x)[0], tf.float32))
phased = rnn.PhasedLSTMCell(3)
p, _ = phased((tf.ones([2, 1]), x[:, 0]), phased.zero_state(2, tf.float32))
loss = sum(tf.reduce_sum(t) for t in (outputs, both, fused, cudnn, conv, p))
train = tf.train.AdamOptimizer(0.01).minimize(loss)
assert type(tf.trainable_variables()[0]).__name__ == "RefVariable", type(tf.trainable_variables()[0])
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    values = [sess.run([loss, train], {x: np.ones([2, 5, 4])})[0] for _ in range(3)]
assert all(np.isfinite(values)), values
print("fine")
"""


@pytest.mark.processes
def test_program_after_disable_v2_behavior():
    """Every kind of cell builds, trains and has ref variables in a TF1 process."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=300, check=False)
    assert done.stdout.strip().endswith("fine"), done.stderr[-3000:]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_keras_and_eager_mode_stay():
    """After building TF1 cells Keras 3 is Keras 3, its LSTM trains, and eager mode is on."""
    import keras
    import tensorflow

    with v1.Graph().as_default():
        tf.nn.dynamic_rnn(tf.nn.rnn_cell.BasicLSTMCell(2), v1.zeros([1, 2, 3]), dtype=tf.float32)
    assert tensorflow.executing_eagerly()
    assert keras.__version__.startswith("3.")
    assert tensorflow.keras.layers.LSTM is keras.layers.LSTM
    model = keras.Sequential([keras.layers.LSTM(2), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    history = model.fit(np.ones([4, 3, 2]), np.ones([4, 1]), verbose=0)
    assert np.isfinite(history.history["loss"][0])


@pytest.mark.filterwarnings("error")
def test_cells_do_not_warn():
    """The living constructors advise to use Keras at every call; TF1's did not, as Python warnings."""
    with v1.Graph().as_default():
        for cell in ("BasicRNNCell", "GRUCell", "BasicLSTMCell", "LSTMCell"):
            getattr(tf.nn.rnn_cell, cell)(2)


def test_cells_work_eagerly():
    """Called outside any graph a cell makes its variables once."""
    cell = tf.contrib.rnn.BasicLSTMCell(2)
    x = v1.ones([1, 3])
    state = cell.zero_state(1, tf.float32)
    output, state = cell(x, state)
    again, _ = cell(x, cell.zero_state(1, tf.float32))
    np.testing.assert_array_equal(output, again)
    assert len(cell.trainable_weights) == 2


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_spellings_of_tf_0_x(caplog):
    """tf.nn.rnn and friends, input_size, linear with bias_start and scope."""
    cells = tf.nn.rnn_cell
    with v1.Graph().as_default(), v1.Session() as sess:
        xs = [v1.ones([2, 3])] * 2
        with caplog.at_level("WARNING", logger="tensorflow"):  # other tests make it quieter
            outputs, _ = tf.nn.rnn(cells.BasicLSTMCell(4, input_size=3), xs, dtype=tf.float32)
        assert "input_size parameter is deprecated" in caplog.text
        both, _, _ = tf.nn.bidirectional_rnn(cells.GRUCell(2), cells.GRUCell(2), xs, dtype=tf.float32)
        line = cells._linear([xs[0], outputs[0]], 5, True, 2.0, scope="here")
        old = cells.linear(xs[0], 5, True)
        assert v1.trainable_variables("here")[0].op.name == "here/kernel"
        assert [len(outputs), both[0].shape[1], line.shape[1], old.shape[1]] == [2, 4, 5, 5]
        sess.run(v1.global_variables_initializer())
        np.testing.assert_array_equal(sess.run(v1.trainable_variables("here"))[1], [2.0] * 5)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_state_saving_rnn():
    """The state is read from the saver and written back."""

    class Saver:
        written = None

        def state(self, name):
            return v1.ones([2, 3])

        def save_state(self, name, value):
            Saver.written = value
            return v1.identity(value)

    with v1.Graph().as_default(), v1.Session() as sess:
        outputs, state = tf.nn.state_saving_rnn(tf.nn.rnn_cell.GRUCell(3), [v1.ones([2, 2])] * 3, Saver(), "h")
        sess.run(v1.global_variables_initializer())
        last, kept = sess.run([state, Saver.written])
        np.testing.assert_array_equal(last, kept)
        assert len(outputs) == 3


def test_private_names():
    """The modules behind the public names, as programs import them."""
    from tf2notes.legacy.tf1.contrib.rnn import core_rnn, core_rnn_cell, rnn_cell
    from tf2notes.legacy.tf1.nn import recurrent

    assert core_rnn_cell._linear is tf.nn.rnn_cell._linear
    assert rnn_cell._Linear is core_rnn_cell._Linear
    assert core_rnn.static_rnn is recurrent.static_rnn
    assert recurrent.static_rnn.__wrapped__ is v1.nn.static_rnn
    for name in ("_concat", "_zero_state_tensors", "assert_like_rnncell", "_LayerRNNCell", "LayerRNNCell"):
        assert hasattr(tf.nn.rnn_cell, name)
    with pytest.raises(TypeError, match=tf.nn.rnn_cell.ASSERT_LIKE_RNNCELL_ERROR_REGEXP):
        tf.nn.rnn_cell.assert_like_rnncell("cell", object())


def test_everything_else_of_tf_nn_lives_on():
    """What is not overridden is TensorFlow's own object."""
    assert tf.nn.relu is v1.nn.relu
    with pytest.raises(AttributeError):
        tf.nn.no_such_function
