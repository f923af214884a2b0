"""Mistakes planted on purpose: each fails at its rung, and is called by its name."""

import dataclasses

import keras
import numpy as np
from keras import layers
from tf2notes.legacy import tf1 as tf

from tests.parity import models
from tests.parity.models import mlp_pair, numbers, values_pair
from tf2notes import parity


def diagnosis(pair, rung, cause, **options):
    """The report of a pair that must fail at `rung` because of `cause`; `options` of the climb."""
    report = parity.climb(pair, "planted", **options)
    assert report.first_failure, "the mistake was not noticed"
    assert report.first_failure[1].name == rung, report.explain()
    assert cause in report.causes, report.explain()
    assert report.causes[0] == cause, report.explain()
    return report


# Values -----------------------------------------------------------------------------------------------------------


def lstm_pair(weights, **more):
    def graph(x):
        outputs, _ = tf.nn.dynamic_rnn(tf.nn.rnn_cell.BasicLSTMCell(3), x, dtype=tf.float32)
        return outputs

    model = keras.Sequential([keras.Input([5, 2]), layers.LSTM(3, return_sequences=True, name="lstm")])
    return values_pair(graph, model, weights, numbers(4, 5, 2), **more)


def test_forget_bias():
    """The forget bias, which no variable holds, was forgotten."""
    weights = parity.WeightMap({"lstm/lstm_cell": parity.lstm("rnn/basic_lstm_cell", forget_bias=0.0)})
    report = diagnosis(lstm_pair(weights), "forward", "forget bias")
    assert "lacks 1" in report.explain() and "lstm is the first layer" in report.explain()


def test_gate_order():
    """The columns of an LSTM were copied as they stand: i, j, f, o."""

    def weights(values):
        kernel, bias = values["rnn/basic_lstm_cell/kernel:0"], values["rnn/basic_lstm_cell/bias:0"]
        bias = bias + np.repeat(np.float32([0, 1, 0, 0]), 3)
        cell = "lstm/lstm_cell"
        return {f"{cell}/kernel": kernel[:2], f"{cell}/recurrent_kernel": kernel[2:], f"{cell}/bias": bias}

    diagnosis(lstm_pair(weights), "forward", "gate order")


def gru_pair(model, weights):
    def graph(x):
        outputs, _ = tf.nn.static_rnn(tf.nn.rnn_cell.GRUCell(3), tf.unstack(x, axis=1), dtype=tf.float32)
        return outputs[-1]

    return values_pair(graph, model, weights, numbers(4, 5, 2))


def test_reset_after():
    """Keras' default GRU resets after the product."""
    model = keras.Sequential([keras.Input([5, 2]), layers.GRU(3, name="gru")])
    plain = parity.WeightMap({"gru/gru_cell": parity.gru("rnn/gru_cell")})

    def weights(values):
        found = plain(values)
        return {**found, "gru/gru_cell/bias": np.stack([found["gru/gru_cell/bias"], np.zeros(9, "float32")])}

    diagnosis(gru_pair(model, weights), "forward", "reset_after")


def test_gru_gate_order():
    """TF1's r, u left where Keras has z, r."""
    model = keras.Sequential([keras.Input([5, 2]), layers.GRU(3, reset_after=False, name="gru")])

    def weights(values):
        gates, candidate = values["rnn/gru_cell/gates/kernel:0"], values["rnn/gru_cell/candidate/kernel:0"]
        kernel = np.concatenate([gates, candidate], 1)
        bias = np.concatenate([values["rnn/gru_cell/gates/bias:0"], values["rnn/gru_cell/candidate/bias:0"]])
        cell = "gru/gru_cell"
        return {f"{cell}/kernel": kernel[:2], f"{cell}/recurrent_kernel": kernel[2:], f"{cell}/bias": bias}

    diagnosis(gru_pair(model, weights), "forward", "gate order")


MOVING = ["norm/moving_mean:0", "norm/moving_variance:0"]


def test_batch_norm_epsilon():
    """Another epsilon under the root."""
    model = keras.Sequential([keras.Input([4]), layers.BatchNormalization(epsilon=1e-5, name="norm")])
    pair = values_pair(
        lambda x: tf.layers.batch_normalization(x, name="norm"),
        model,
        parity.WeightMap({"norm": parity.batch_norm("norm")}),
        numbers(6, 4),
        extra_variables=MOVING,
        start={MOVING[1]: np.float32([0.01, 0.02, 0.05, 0.1])},
    )
    assert "TF1's is 0.001" in diagnosis(pair, "forward", "epsilon").explain()


def test_batch_norm_mode():
    """TF1's graph was built for training."""
    model = keras.Sequential([keras.Input([4]), layers.BatchNormalization(name="norm")])
    pair = values_pair(
        lambda x: tf.layers.batch_normalization(x, training=True, name="norm"),
        model,
        parity.WeightMap({"norm": parity.batch_norm("norm")}),
        numbers(6, 4),
        extra_variables=MOVING,
        start={MOVING[1]: np.ones(4, "float32")},
    )
    diagnosis(pair, "forward", "batch-norm mode")


def test_layer_norm_axes():
    """tf.contrib's layer_norm takes all axes, Keras' the last."""
    model = keras.Sequential([keras.Input([3, 4]), layers.LayerNormalization(epsilon=1e-12, name="norm")])
    weights = parity.WeightMap({"norm": parity.layer("LayerNorm")})
    pair = values_pair(lambda x: tf.contrib.layers.layer_norm(x), model, weights, numbers(6, 3, 4))
    diagnosis(pair, "forward", "axes of normalization")


def conv_pair(convolution, weights=None, size=6, strides=1, tf1_padding="same"):
    def graph(x):
        return tf.layers.conv2d(x, 2, 3, strides=strides, padding=tf1_padding, name="conv")

    model = keras.Sequential([keras.Input([size, size, 2]), convolution])
    return values_pair(
        graph, model, weights or parity.WeightMap({"conv": parity.conv("conv")}), numbers(2, size, size, 2)
    )


def test_padding():
    """Both ends padded alike, as PyTorch does, where TF1's SAME pads the end alone."""

    convolution = layers.Conv2D(2, 3, strides=2, padding="same", name="conv")
    model = keras.Sequential([keras.Input([6, 6, 2]), layers.ZeroPadding2D(1), layers.Conv2D(2, 3, 2, name="conv")])

    def graph(x):
        return tf.layers.conv2d(x, 2, 3, strides=2, padding="same", name="conv")

    weights = parity.WeightMap({"conv": parity.conv("conv")})
    diagnosis(values_pair(graph, model, weights, numbers(2, 6, 6, 2)), "forward", "padding")
    assert parity.climb(conv_pair(convolution, strides=2)).passed


def test_valid_for_same():
    """VALID where TF1 has SAME: the shapes differ already."""
    diagnosis(conv_pair(layers.Conv2D(2, 3, name="conv")), "forward", "padding")


def test_transposed_kernels():
    """A dense and a convolutional kernel with two axes exchanged, which no shape shows."""
    weights = parity.WeightMap(
        {"hidden/kernel": parity.transposed("hidden/kernel"), "hidden/bias": "hidden/bias", "out": parity.layer("out")}
    )
    report = diagnosis(mlp_pair(weights=weights), "forward", "transposed kernel")
    assert "hidden is the first layer" in report.explain()
    weights = parity.WeightMap(
        {"conv/kernel": parity.transposed("conv/kernel", (1, 0, 2, 3)), "conv/bias": "conv/bias"}
    )
    diagnosis(conv_pair(layers.Conv2D(2, 3, padding="same", name="conv"), weights), "forward", "transposed kernel")


def test_activation():
    """tf.contrib's fully_connected applies a ReLU unasked."""
    diagnosis(
        values_pair(
            lambda x: tf.contrib.layers.fully_connected(x, 4, scope="dense"),
            keras.Sequential([keras.Input([4]), layers.Dense(4, name="dense")]),
            parity.WeightMap({"dense": parity.layer("dense")}),
            numbers(5, 4),
        ),
        "forward",
        "activation",
    )


def test_order_of_axes():
    """TF1 flattened channels first."""

    def graph(x):
        flat = tf.reshape(tf.transpose(x, [0, 3, 1, 2]), [-1, 12])
        return tf.layers.dense(flat, 3, name="dense")

    model = keras.Sequential([keras.Input([2, 2, 3]), layers.Flatten(), layers.Dense(3, name="dense")])
    pair = values_pair(graph, model, parity.WeightMap({"dense": parity.layer("dense")}), numbers(5, 2, 2, 3))
    diagnosis(pair, "forward", "order of axes")


def test_dropout_left_on_in_tf1():
    """keep_prob 0.5 stayed in the TF1 graph."""
    report = diagnosis(mlp_pair({"drop": 0.5}), "forward", "dropout left on")
    assert "TF1 draws random numbers: dropout" in report.explain()


# Loss -------------------------------------------------------------------------------------------------------------


def test_dropout_left_on_in_keras():
    """A Dropout layer where TF1 has none."""
    report = diagnosis(mlp_pair({}, {"drop": 0.5}), "loss", "dropout left on")
    assert "Keras: drop differs from call to call" in report.explain()


def test_reduction():
    """A mean where TF1 sums, and the other way round."""
    diagnosis(mlp_pair({"reduce": False, "rate": 0.01}), "loss", "reduction")
    diagnosis(mlp_pair({}, {"reduction": "sum"}), "loss", "reduction")


def test_l2_factor():
    """TF1's l2_loss halves."""
    diagnosis(mlp_pair({"l2": 0.1}, {"l2": 0.1}), "loss", "L2 factor")


def test_missing_regularization():
    """No regularizer in Keras."""
    diagnosis(mlp_pair({"l2": 0.1}), "loss", "regularization")


def changed(pair, change):
    """The pair with something done to its Keras model after it is built."""
    build = pair.modern.build

    def make():
        model = build()
        change(model)
        return model

    return dataclasses.replace(pair, modern=dataclasses.replace(pair.modern, build=make))


def test_from_logits():
    """Logits taken for probabilities, or the other way round."""

    def probabilities(model):
        model.compile(keras.optimizers.SGD(0.1), keras.losses.SparseCategoricalCrossentropy(from_logits=False))

    diagnosis(changed(mlp_pair(), probabilities), "loss", "from_logits")


# Gradients --------------------------------------------------------------------------------------------------------


def test_frozen_layer():
    """A layer that Keras does not train."""
    diagnosis(changed(mlp_pair(), lambda m: setattr(m.layers[0], "trainable", False)), "gradients", "frozen layer")


def test_stopped_gradient():
    """A stop_gradient between the layers, on the Keras side."""

    def stop(model):
        call = model.layers[1].call
        model.layers[1].call = lambda x, **more: call(keras.ops.stop_gradient(x), **more)

    diagnosis(changed(mlp_pair(), stop), "gradients", "stopped gradient")


# First step -------------------------------------------------------------------------------------------------------


def test_learning_rate():
    """Off by a thousandth."""
    modern = {"optimizer": lambda: keras.optimizers.SGD(0.1001)}
    assert "Keras' 0.1001" in diagnosis(mlp_pair({}, modern), "first_step", "learning rate").explain()


def test_adam_epsilon():
    """Keras' own epsilon is ten times TF1's; with one of 1e-3 the first step shows it."""
    modern = {"optimizer": lambda: keras.optimizers.Adam(0.1, epsilon=1e-3)}
    diagnosis(mlp_pair({"optimizer": "AdamOptimizer"}, modern), "first_step", "epsilon")


def test_adagrad_epsilon():
    """Keras' Adagrad adds 1e-7 to the root; double precision alone shows it."""
    pair = mlp_pair({"optimizer": "AdagradOptimizer"}, {"optimizer": lambda: keras.optimizers.Adagrad(0.1)})
    parity.climb(pair, "float32").raise_for_failure()
    diagnosis(pair, "first_step", "epsilon", float64=True)


def test_single_precision():
    """A cast to float32 is found out by float64, and not taken for one of the causes that would fit as well."""

    def tanh(x):
        return keras.ops.cast(keras.ops.tanh(keras.ops.cast(x, "float32")), x.dtype)

    report = diagnosis(mlp_pair({}, {"activation": tanh}), "forward", "single precision", float64=True)
    assert list(report.causes) == ["single precision"]


def test_another_optimizer():
    """Adam for plain descent."""
    diagnosis(mlp_pair({}, {"optimizer": lambda: keras.optimizers.Adam(0.1)}), "first_step", "optimizer")


def test_rmsprop_starts_elsewhere():
    """TF1's mean square starts at one."""
    modern = {"optimizer": lambda: keras.optimizers.RMSprop(0.1, epsilon=1e-10)}
    diagnosis(mlp_pair({"optimizer": "RMSPropOptimizer"}, modern), "first_step", "initial accumulator")


def test_clipping():
    """Each variable by its own norm, where TF1 clips by the norm of all."""
    modern = {"optimizer": lambda: keras.optimizers.SGD(0.1, clipnorm=0.1)}
    report = diagnosis(mlp_pair({"clip": 0.1}, modern), "first_step", "gradient clipping")
    assert "global_clipnorm in Keras" in report.explain()


def table_graph():
    ids = tf.placeholder(tf.int32, [None, 3], name="ids")
    table = tf.get_variable("table", [5, 4])
    loss = tf.reduce_mean(tf.square(tf.nn.embedding_lookup(table, ids)))
    return {"ids": ids, "loss": loss, "train": tf.train.AdamOptimizer(0.1).minimize(loss)}


def table_model():
    model = keras.Sequential([keras.Input([3], dtype="int32"), layers.Embedding(5, 4, name="words")])
    model.compile(keras.optimizers.Adam(0.1, epsilon=1e-8), "mse", jit_compile=False)
    return model


def test_sparse_gradients():
    """Ids that repeat within a batch, which Keras 3 squares one by one."""
    pair = parity.Pair(
        parity.tf1(table_graph, "loss", "train", 0.1),
        parity.keras(table_model, data=lambda b: (b["ids"], np.zeros([2, 3, 4], "float32"))),
        parity.WeightMap({"words/embeddings": parity.embedding("table")}),
        batches=[{"ids": np.int32([[0, 1, 1], [2, 1, 3]])}],
        steps=3,
    )
    assert "sum_repeated_ids" in diagnosis(pair, "first_step", "sparse gradients").explain()


def norm_pair(momentum=0.99, updates=True):
    """A convolutional batch norm in training, its moving statistics compared."""

    def build():
        x = tf.placeholder(tf.float32, [None, 3, 3, 2], name="x")
        y = tf.layers.batch_normalization(x, training=True, name="norm")
        loss = tf.reduce_mean(tf.square(y - 1))
        with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS) if updates else []):
            return {"x": x, "loss": loss, "train": tf.train.GradientDescentOptimizer(0.1).minimize(loss)}

    def model():
        model = keras.Sequential([keras.Input([3, 3, 2]), layers.BatchNormalization(momentum=momentum, name="norm")])
        model.compile(keras.optimizers.SGD(0.1), "mse", jit_compile=False)
        return model

    return parity.Pair(
        parity.tf1(build, "loss", "train", 0.1, extra_variables=MOVING),
        parity.keras(model, data=lambda b: (b["x"], np.ones([4, 3, 3, 2], "float32"))),
        parity.WeightMap({"norm": parity.batch_norm("norm")}),
        batches=[{"x": numbers(4, 3, 3, 2)}],
        start={MOVING[1]: np.ones(2, "float32")},
        steps=2,
    )


def test_batch_norm_variance():
    """TF1's fused batch norm keeps the unbiased variance."""
    assert "N = 36" in diagnosis(norm_pair(), "first_step", "batch-norm variance").explain()


def test_batch_norm_momentum():
    """tf.contrib's decay of 0.999 on one side."""
    diagnosis(norm_pair(momentum=0.999), "first_step", "batch-norm momentum")


def test_batch_norm_updates():
    """UPDATE_OPS that nobody runs."""
    diagnosis(norm_pair(updates=False), "first_step", "batch-norm updates")


# Trajectory -------------------------------------------------------------------------------------------------------


def test_momentum():
    """The first step knows no momentum."""
    diagnosis(mlp_pair({"optimizer": "MomentumOptimizer", "momentum": 0.9}), "trajectory", "momentum")


def test_learning_rate_schedule():
    """A rate that decays on one side only."""
    schedule = lambda: keras.optimizers.SGD(keras.optimizers.schedules.ExponentialDecay(0.1, 2, 0.5))  # noqa: E731
    diagnosis(mlp_pair({}, {"optimizer": schedule}), "trajectory", "learning rate schedule")


def test_state_not_carried():
    """The state of an RNN fed back on one side, forgotten on the other."""

    def build():
        x = tf.placeholder(tf.float32, [4, 5, 2], name="x")
        state = tf.placeholder(tf.float32, [4, 3], name="state")
        cell = tf.nn.rnn_cell.BasicRNNCell(3)
        outputs, last = tf.nn.static_rnn(cell, tf.unstack(x, axis=1), initial_state=state)
        loss = tf.reduce_mean(tf.square(outputs[-1] - 1))
        train = tf.train.GradientDescentOptimizer(0.1).minimize(loss)
        return {"x": x, "state": state, "last": last, "out": outputs[-1], "loss": loss, "train": train}

    def model():
        model = keras.Sequential([keras.Input([5, 2]), layers.SimpleRNN(3, name="rnn")])
        model.compile(keras.optimizers.SGD(0.1), "mse", jit_compile=False)
        return model

    def weights(values):
        kernel, bias = values["rnn/basic_rnn_cell/kernel:0"], values["rnn/basic_rnn_cell/bias:0"]
        cell = "rnn/simple_rnn_cell"
        return {f"{cell}/kernel": kernel[:2], f"{cell}/recurrent_kernel": kernel[2:], f"{cell}/bias": bias}

    first = {"x": numbers(4, 5, 2), "state": np.zeros([4, 3], "float32")}
    pair = parity.Pair(
        parity.tf1(build, "loss", "train", 0.1, outputs="out", carry={"state": "last"}),
        parity.keras(model, data=lambda b: (b["x"], np.ones([4, 3], "float32")), outputs="out"),
        weights,
        batches=[first],
        steps=3,
    )
    diagnosis(pair, "trajectory", "state not carried")


def test_models_are_right_without_mistakes():
    """What the mistakes are planted in agrees without them."""
    weights = parity.WeightMap({"lstm/lstm_cell": parity.lstm("rnn/basic_lstm_cell")})
    for pair in (mlp_pair(), lstm_pair(weights), mlp_pair({"l2": 0.1}, {"l2": 0.05})):
        parity.climb(pair).raise_for_failure()
    assert models.mlp_batches(1)[0]["x"].shape == (6, 4)
