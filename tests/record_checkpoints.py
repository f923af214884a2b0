"""Records checkpoints and what TensorFlow 1.15 computes from them, into ``tests/goldens/checkpoint``.

    oracle/bin/python tests/record_checkpoints.py [case ...]

Runs under TensorFlow 1.15 and Python 3.7, alone. A case leaves a folder: the checkpoint (without its meta graph), and
``expected.npz`` with the inputs, the outputs, and for a case that trains the losses of the 100 steps that follow.
``--restore FOLDER`` does the way back: it restores what ``tf2notes.checkpoint`` wrote there with a TF1 Saver, trains on
and adds ``restored.npz``.
"""

import os
import shutil
import sys

import numpy as np
import tensorflow as tf
from tensorflow.python.framework import graph_util

GOLDENS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "goldens", "checkpoint")
STEPS_BEFORE, STEPS_AFTER, BATCHES = 20, 100, 5


def image(height=6, width=6, channels=2):
    return tf.placeholder(tf.float32, [None, height, width, channels], "x")


def case_tf_layers():
    """Everything of tf.layers under its default names."""
    x = image()
    y = tf.layers.conv2d(x, 4, 3, padding="same", activation=tf.nn.relu)
    y = tf.layers.batch_normalization(y)
    y = tf.layers.separable_conv2d(y, 4, 3, padding="same", depth_multiplier=2)
    y = tf.layers.conv2d(y, 4, 3, padding="same", use_bias=False)
    y = tf.layers.batch_normalization(y)
    y = tf.layers.conv2d_transpose(y, 3, 3, strides=2, padding="same", activation=tf.nn.relu)
    y = tf.layers.flatten(y)
    y = tf.layers.dense(y, 5, activation=tf.tanh)
    return x, tf.layers.dense(y, 5)


def case_tf_layers_1d_3d():
    """Convolutions over one and three dimensions."""
    x = tf.placeholder(tf.float32, [None, 4, 4, 4, 1], "x")
    y = tf.layers.conv3d(x, 2, 3, padding="same", activation=tf.nn.relu)
    y = tf.layers.conv3d_transpose(y, 3, 2, strides=1, padding="same")
    y = tf.reshape(y, [-1, 16, 12])
    y = tf.layers.conv1d(y, 4, 3, padding="same", activation=tf.nn.relu)
    y = tf.layers.separable_conv1d(y, 3, 3, padding="same")
    return x, y


def case_slim():
    """contrib.layers: weights and biases, batch norm without a scale, a layer norm, a scope for each layer."""
    from tensorflow.contrib import slim

    x = image()
    norm = {"normalizer_fn": slim.batch_norm, "normalizer_params": {"is_training": False}}
    with slim.arg_scope([slim.conv2d, slim.separable_conv2d], **norm):
        y = slim.conv2d(x, 4, 3, scope="conv1")
        y = slim.repeat(y, 2, slim.conv2d, 4, 3, scope="conv2")
        y = slim.separable_conv2d(y, 5, 3, depth_multiplier=1, scope="separable")
    y = slim.flatten(y)
    y = slim.fully_connected(y, 6, scope="fc")
    y = tf.contrib.layers.layer_norm(y, scope="norm")
    return x, slim.fully_connected(y, 3, activation_fn=None, scope="logits")


def case_plain_variables():
    """tf.Variable without a name, as most of the old tutorials have them."""
    x = image()
    normal = tf.zeros_initializer()
    w1, b1 = tf.Variable(normal([3, 3, 2, 4])), tf.Variable(normal([4]))
    w2, b2 = tf.Variable(normal([144, 6])), tf.Variable(normal([6]))
    w3, b3 = tf.Variable(normal([6, 6])), tf.Variable(normal([6]))
    w4, b4 = tf.Variable(normal([6, 6])), tf.Variable(normal([6]))
    y = tf.nn.relu(tf.nn.conv2d(x, w1, [1, 1, 1, 1], "SAME") + b1)
    y = tf.tanh(tf.matmul(tf.reshape(y, [-1, 144]), w2) + b2)
    y = tf.tanh(tf.matmul(y, w3) + b3)
    return x, tf.matmul(y, w4) + b4


def words():
    return tf.placeholder(tf.int32, [None, 5], "x")


def frames(features=3):
    return tf.placeholder(tf.float32, [None, 5, features], "x")


def case_embedding_lstm():
    """The language model: an embedding, a MultiRNNCell of BasicLSTMCells, a softmax of plain variables."""
    x = words()
    with tf.variable_scope("Model"):
        embedding = tf.get_variable("embedding", [7, 4])
        cell = tf.nn.rnn_cell.MultiRNNCell([tf.nn.rnn_cell.BasicLSTMCell(4, forget_bias=0.0) for _ in range(2)])
        y, _ = tf.nn.dynamic_rnn(cell, tf.nn.embedding_lookup(embedding, x), dtype=tf.float32)
        softmax_w, softmax_b = tf.get_variable("softmax_w", [4, 7]), tf.get_variable("softmax_b", [7])
        return x, tf.tensordot(y, softmax_w, [[2], [0]]) + softmax_b


def run(cell, x=None):
    x = frames() if x is None else x
    return x, tf.nn.dynamic_rnn(cell, x, dtype=tf.float32)[0]


def case_basic_lstm():
    return run(tf.nn.rnn_cell.BasicLSTMCell(4))


def case_lstm():
    """With its meta graph, the only place that the forget bias is in."""
    return (*run(tf.nn.rnn_cell.LSTMCell(4, forget_bias=1.5)), {"meta": True})


def case_lstm_peepholes_projection():
    return run(tf.nn.rnn_cell.LSTMCell(4, use_peepholes=True, num_proj=3))


def case_gru():
    return run(tf.nn.rnn_cell.GRUCell(4))


def case_multi_gru():
    return run(tf.nn.rnn_cell.MultiRNNCell([tf.nn.rnn_cell.GRUCell(3) for _ in range(3)]))


def case_basic_rnn():
    return run(tf.nn.rnn_cell.BasicRNNCell(4))


def case_bidirectional():
    """A bidirectional LSTM, and above it a bidirectional GRU."""
    x = frames()
    lstm, gru = tf.nn.rnn_cell.BasicLSTMCell, tf.nn.rnn_cell.GRUCell
    with tf.variable_scope("lower"):
        y, _ = tf.nn.bidirectional_dynamic_rnn(lstm(4), lstm(4), x, dtype=tf.float32)
    with tf.variable_scope("upper"):
        y, _ = tf.nn.bidirectional_dynamic_rnn(gru(2), gru(2), tf.concat(y, 2), dtype=tf.float32)
    return x, tf.concat(y, 2)


def case_stack_bidirectional():
    x = frames()
    cells = [[tf.nn.rnn_cell.BasicLSTMCell(3) for _ in range(2)] for _ in range(2)]
    return x, tf.contrib.rnn.stack_bidirectional_dynamic_rnn(cells[0], cells[1], x, dtype=tf.float32)[0]


def case_lstm_block():
    return run(tf.contrib.rnn.LSTMBlockCell(4))


def case_lstm_block_peepholes():
    return run(tf.contrib.rnn.LSTMBlockCell(4, use_peephole=True))


def case_lstm_fused():
    x = frames()
    y, _ = tf.contrib.rnn.LSTMBlockFusedCell(4)(tf.transpose(x, [1, 0, 2]), dtype=tf.float32)
    return x, tf.transpose(y, [1, 0, 2])


def case_gru_block():
    return run(tf.contrib.rnn.GRUBlockCellV2(4))


def case_gru_block_first():
    return run(tf.contrib.rnn.GRUBlockCell(4))


def case_cudnn_lstm():
    """The names and the layout that a CudnnLSTM of two layers saves; it has no forget bias."""
    with tf.variable_scope("cudnn_lstm"):
        cells = [tf.contrib.cudnn_rnn.CudnnCompatibleLSTMCell(4) for _ in range(2)]
        return run(tf.nn.rnn_cell.MultiRNNCell(cells))


def case_cudnn_gru():
    with tf.variable_scope("cudnn_gru"):
        return run(tf.nn.rnn_cell.MultiRNNCell([tf.contrib.cudnn_rnn.CudnnCompatibleGRUCell(4)]))


def case_names_of_0_12():
    """Cells as TensorFlow 0.12 named their variables."""
    x = words()
    embedding = tf.get_variable("embedding", [7, 4])
    cell = tf.nn.rnn_cell.MultiRNNCell([tf.nn.rnn_cell.BasicLSTMCell(4), tf.nn.rnn_cell.GRUCell(3)])
    y, _ = tf.nn.dynamic_rnn(cell, tf.nn.embedding_lookup(embedding, x), dtype=tf.float32)
    names = {
        "embedding": "embedding",
        "rnn/multi_rnn_cell/cell_0/basic_lstm_cell/kernel": "RNN/MultiRNNCell/Cell0/BasicLSTMCell/Linear/Matrix",
        "rnn/multi_rnn_cell/cell_0/basic_lstm_cell/bias": "RNN/MultiRNNCell/Cell0/BasicLSTMCell/Linear/Bias",
        "rnn/multi_rnn_cell/cell_1/gru_cell/gates/kernel": "RNN/MultiRNNCell/Cell1/GRUCell/Gates/Linear/Matrix",
        "rnn/multi_rnn_cell/cell_1/gru_cell/gates/bias": "RNN/MultiRNNCell/Cell1/GRUCell/Gates/Linear/Bias",
        "rnn/multi_rnn_cell/cell_1/gru_cell/candidate/kernel": "RNN/MultiRNNCell/Cell1/GRUCell/Candidate/Linear/Matrix",
        "rnn/multi_rnn_cell/cell_1/gru_cell/candidate/bias": "RNN/MultiRNNCell/Cell1/GRUCell/Candidate/Linear/Bias",
    }
    return x, y, {"names": names}


def case_names_of_1_0():
    """Cells as TensorFlow 1.0 and 1.1 named their variables: weights and biases."""
    x = frames()
    peepholes = tf.nn.rnn_cell.LSTMCell(4, use_peepholes=True, num_proj=3)
    y, _ = tf.nn.dynamic_rnn(tf.nn.rnn_cell.MultiRNNCell([peepholes, tf.nn.rnn_cell.GRUCell(3)]), x, dtype=tf.float32)
    names = {v.op.name: v.op.name.replace("kernel", "weights").replace("bias", "biases") for v in tf.global_variables()}
    return x, y, {"names": names}


def small_network():
    x = tf.placeholder(tf.float32, [None, 4], "x")
    y = tf.layers.dense(x, 5, activation=tf.tanh, name="hidden")
    return x, tf.layers.dense(y, 3, name="out")


def case_ema():
    """Weights, and their moving averages, trained for a few steps."""
    x, y = small_network()
    target = tf.placeholder(tf.float32, [None, 3], "target")
    step = tf.train.get_or_create_global_step()
    loss = tf.reduce_mean(tf.squared_difference(y, target))
    move = tf.train.GradientDescentOptimizer(0.1).minimize(loss, step)
    average = tf.train.ExponentialMovingAverage(0.9, step)
    with tf.control_dependencies([move]):
        train = average.apply(tf.trainable_variables())
    return x, y, {"train": train, "loss": loss, "average": average}


def case_partitioned():
    with tf.variable_scope("net", partitioner=tf.fixed_size_partitioner(3)):
        x = tf.placeholder(tf.float32, [None, 4], "x")
        y = tf.layers.dense(x, 5, activation=tf.tanh, name="hidden")
        y = tf.layers.dense(y, 3, name="out")
    target = tf.placeholder(tf.float32, [None, 3], "target")
    loss = tf.reduce_mean(tf.squared_difference(y, target))
    step = tf.train.get_or_create_global_step()
    return x, y, {"train": tf.train.AdamOptimizer(0.05).minimize(loss, step), "loss": loss}


def case_v1_format():
    """The format from before TensorFlow 1.0."""
    x, y = small_network()
    return x, y, {"format": 1}


def case_v1_partitioned():
    x, y, options = case_partitioned()
    return x, y, dict(options, format=1)


def case_frozen():
    x, y = small_network()
    return x, y, {"frozen": True}


def case_frozen_resource():
    with tf.variable_scope("", use_resource=True):
        x, y = small_network()
    return x, y, {"frozen": True}


def case_saved_model():
    x, y = small_network()
    return x, y, {"saved_model": True}


def trains(optimizer, network=small_network, **options):
    x, y = network()
    target = tf.placeholder(tf.float32, [None, *y.shape.as_list()[1:]], "target")
    loss = tf.reduce_mean(tf.squared_difference(y, target))
    step = tf.train.get_or_create_global_step()
    optimizer = optimizer(step) if callable(optimizer) else optimizer
    return x, y, dict(options, train=optimizer.minimize(loss, step), loss=loss)


def case_sgd():
    return trains(lambda step: tf.train.GradientDescentOptimizer(tf.train.exponential_decay(0.5, step, 10, 0.9)))


def case_adam():
    return trains(tf.train.AdamOptimizer(0.01))


def case_adam_decay():
    """A rate that falls with global_step, momenta of one's own, and an optimizer with another name in a scope."""
    with tf.variable_scope("train"):
        found = trains(
            lambda step: tf.train.AdamOptimizer(
                tf.train.exponential_decay(0.05, step, 30, 0.5), 0.8, 0.99, 1e-4, name="Mine"
            )
        )
    return found


def case_adam_lstm():
    """Slots of weights that change their layout: an LSTM with a forget bias, an embedding with repeated ids."""

    def network():
        x = words()
        embedding = tf.get_variable("embedding", [7, 4])
        y = tf.nn.embedding_lookup(embedding, x)
        y, _ = tf.nn.dynamic_rnn(tf.nn.rnn_cell.BasicLSTMCell(4), y, dtype=tf.float32)
        return x, tf.layers.dense(y[:, -1], 3, name="out")

    return trains(tf.train.AdamOptimizer(0.01), network)


def case_adagrad():
    return trains(tf.train.AdagradOptimizer(0.1))


def case_rmsprop():
    return trains(tf.train.RMSPropOptimizer(0.01))


def case_rmsprop_centered():
    return trains(tf.train.RMSPropOptimizer(0.005, momentum=0.5, centered=True))


def case_momentum():
    return trains(tf.train.MomentumOptimizer(0.05, 0.9))


def case_nesterov():
    """With a rate that falls."""
    return trains(
        lambda step: tf.train.MomentumOptimizer(
            tf.train.piecewise_constant(step, [40, 80], [0.05, 0.02, 0.01]), 0.9, use_nesterov=True
        )
    )


def case_adadelta():
    return trains(tf.train.AdadeltaOptimizer(1.0))


def case_ftrl():
    return trains(tf.train.FtrlOptimizer(0.1, l1_regularization_strength=0.001, l2_regularization_strength=0.01))


def start_values(session):
    """Give every variable numbers that depend on nothing but its place; variances and the like are positive."""
    random = np.random.RandomState(0)
    for variable in sorted(tf.global_variables(), key=lambda v: v.op.name):
        if variable.dtype.base_dtype != tf.float32 or "beta1_power" in variable.name or "beta2_power" in variable.name:
            continue
        if variable not in tf.trainable_variables() and "moving" not in variable.op.name:
            continue
        value = random.uniform(-0.6, 0.6, variable.shape.as_list()).astype(np.float32)
        variable.load(np.abs(value) + 0.5 if "variance" in variable.op.name else value, session)


def batches(x, y, steps):
    """The batches of a run, the same five over and over: {"x": ..., "target": ...} each."""
    made = []
    for i in range(BATCHES):
        random = np.random.RandomState(100 + i)
        shape = [6, *x.shape.as_list()[1:]]
        inputs = random.randint(0, 7, shape) if x.dtype == tf.int32 else random.uniform(-1, 1, shape)
        target = random.uniform(-1, 1, [6, *y.shape.as_list()[1:]])
        made.append({"x": inputs.astype(x.dtype.as_numpy_dtype), "target": target.astype(np.float32)})
    return [made[i % BATCHES] for i in range(steps)]


def fed(batch):
    """A batch as what to feed, whatever scope the placeholders are in."""
    operations = tf.get_default_graph().get_operations()
    found = {op.name.split("/")[-1]: op.outputs[0] for op in operations if op.type == "Placeholder"}
    return {found[name]: value for name, value in batch.items()}


def save(session, folder, x, y, options):
    """Write the checkpoint (or the frozen graph, or the SavedModel)."""
    if options.get("frozen"):
        frozen = graph_util.convert_variables_to_constants(session, session.graph_def, [y.op.name])
        with open(os.path.join(folder, "frozen.pb"), "wb") as file:
            file.write(frozen.SerializeToString())
        return
    if options.get("saved_model"):
        tf.saved_model.simple_save(session, os.path.join(folder, "saved_model"), {"x": x}, {"y": y})
        return
    variables = None
    if "names" in options:
        variables = {options["names"][v.op.name]: v for v in tf.global_variables()}
    version = options.get("format", 2)
    saver = tf.train.Saver(variables, write_version=version, save_relative_paths=True)
    step = tf.train.get_global_step()
    saver.save(session, os.path.join(folder, "model.ckpt"), step, write_meta_graph=options.get("meta", False))


def record(name):
    """Run one case and write its folder."""
    folder = os.path.join(GOLDENS, name)
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    with tf.Graph().as_default(), tf.Session() as session:
        x, y, options = (*globals()["case_" + name](), {})[:3]
        session.run(tf.global_variables_initializer())
        start_values(session)
        if "average" in options:  # averages start where their variables do
            for variable in tf.trainable_variables():
                options["average"].average(variable).load(session.run(variable), session)
        run_of = batches(x, y, STEPS_BEFORE + STEPS_AFTER)
        if "train" in options:
            for batch in run_of[:STEPS_BEFORE]:
                session.run(options["train"], fed(batch))
        save(session, folder, x, y, options)
        probe = run_of[0]["x"]
        expected = {"x": probe, "y": session.run(y, {x: probe})}
        if "average" in options:
            restored = {v: session.run(options["average"].average(v)) for v in tf.trainable_variables()}
            kept = {v: session.run(v) for v in restored}
            for variable, value in restored.items():
                variable.load(value, session)
            expected["y_averaged"] = session.run(y, {x: probe})
            for variable, value in kept.items():
                variable.load(value, session)
        if "train" in options:
            after = run_of[STEPS_BEFORE:]
            losses = [session.run([options["loss"], options["train"]], fed(batch))[0] for batch in after]
            expected.update(losses=np.array(losses), y_after=session.run(y, {x: probe}))
            expected.update(batches_x=np.array([b["x"] for b in after[:BATCHES]]))
            expected.update(batches_target=np.array([b["target"] for b in after[:BATCHES]]))
    np.savez_compressed(os.path.join(folder, "expected.npz"), **expected)


def restore(folder):
    """Restore what was written from Keras 3, in the graph of the case that the folder is named after, and train on."""
    name = os.path.basename(os.path.normpath(folder))
    with tf.Graph().as_default(), tf.Session() as session:
        x, y, options = (*globals()["case_" + name](), {})[:3]
        tf.train.Saver().restore(session, tf.train.latest_checkpoint(folder))
        run_of = batches(x, y, STEPS_BEFORE + STEPS_AFTER)[STEPS_BEFORE:]
        found = {"y": session.run(y, {x: run_of[0]["x"]}), "global_step": session.run(tf.train.get_global_step())}
        losses = [session.run([options["loss"], options["train"]], fed(batch))[0] for batch in run_of]
        found.update(losses=np.array(losses), y_after=session.run(y, {x: run_of[0]["x"]}))
    np.savez_compressed(os.path.join(folder, "restored.npz"), **found)


def main(arguments):
    if arguments[:1] == ["--restore"]:
        for folder in arguments[1:]:
            restore(folder)
        return
    for name in arguments or sorted(n[5:] for n in globals() if n.startswith("case_")):
        record(name)
        print(name)


if __name__ == "__main__":
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    main(sys.argv[1:])
