"""TF1Layer as a layer of Keras: variables, models, files, checkpoints, strategies, refusals."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from tf2notes.legacy import tf1
from tf2notes.legacy.layer import TF1Layer

from tests.legacy import layer_functions as functions
from tf2notes import legacy

X = np.random.RandomState(0).uniform(-1, 1, [8, 4]).astype(np.float32)
Y = np.random.RandomState(1).uniform(-1, 1, [8, 2]).astype(np.float32)


def normalized_model():
    inputs = keras.Input((4,))
    model = keras.Model(inputs, TF1Layer(functions.normalized, name="net")(inputs))
    model.compile(keras.optimizers.SGD(0.1), "mse")
    return model


def test_variables_and_values():
    """TF1's names, initial values and regularizer; what is reused is one variable."""
    layer = TF1Layer(functions.dense)
    found = layer(X)
    assert list(layer.tf1_variables) == ["dense/w", "Variable", "scale"]
    assert [v.path for v in layer.trainable_variables] == ["tf1_layer/dense.w", "tf1_layer/Variable"]
    with tf.Graph().as_default(), tf1.Session() as sess:
        w = sess.run(tf1.random_normal_initializer(seed=1)([4, 3]))
    np.testing.assert_allclose(layer.tf1_variables["dense/w"].numpy(), w, rtol=1e-6)
    np.testing.assert_allclose(found, 2 * X @ w + 0.5, rtol=1e-5)
    np.testing.assert_allclose(layer.losses[0], np.sum(w**2) / 2, rtol=1e-6)


def test_second_call_shares_and_other_batches_are_not_traced_each():
    """Calls with many sizes of batch use the same variables and a trace for any size."""
    layer = TF1Layer(functions.dense, arguments={"units": 2})
    assert [layer(X[:n]).shape for n in range(1, 8)] == [(n, 2) for n in range(1, 8)]
    assert len(layer.weights) == 3
    assert len(layer._programs) == 2


def test_moving_averages_move_in_training_alone():
    """Update operations run where training is true; inference reads what they made."""
    layer = TF1Layer(functions.normalized)
    layer(X)
    mean = layer.tf1_variables["norm/moving_mean"]
    np.testing.assert_array_equal(mean.numpy(), 0)
    layer(X, training=True)
    np.testing.assert_allclose(mean.numpy(), X.mean(0) / 2, rtol=1e-5)
    layer(X, training=False)
    np.testing.assert_allclose(mean.numpy(), X.mean(0) / 2, rtol=1e-5)


def test_structures_and_dtypes():
    """Dicts and lists go in and come out; integers stay integers."""
    a, b, c = keras.Input((2,), dtype="int32"), keras.Input((2,)), keras.Input((2,))
    outputs = TF1Layer(functions.structured)({"a": a, "rest": [b, c]})
    assert outputs["sum"].shape == (None, 2) and len(outputs["both"]) == 2
    model = keras.Model([a, b, c], outputs)
    found = model([np.ones([3, 2], np.int32), np.ones([3, 2]), np.full([3, 2], 2.0)])
    np.testing.assert_array_equal(found["both"][1], 2)


def test_several_arguments():
    """A list goes to a function's arguments one by one, a dict by name."""
    layer = TF1Layer(functions.several, arguments={"scale": 2.0})
    np.testing.assert_allclose(layer([X, X], training=True), X + 100, rtol=1e-6)
    np.testing.assert_array_equal(TF1Layer(functions.several)({"b": X, "a": 2 * X}), X)
    with pytest.raises(ValueError, match="Several inputs go into a list"):
        layer(X, X)


def test_output_shapes():
    """Asked for by wrappers such as TimeDistributed, before and after the layer is built."""
    layer = TF1Layer(functions.dense)
    assert layer.compute_output_shape((None, 4)) == (None, 3)
    assert keras.layers.TimeDistributed(layer)(keras.Input((5, 4))).shape == (None, 5, 3)
    assert TF1Layer(functions.structured).compute_output_shape({"a": (2, 3), "rest": [(2, 3), (2, 3)]})["sum"] == (2, 3)


def test_dtypes_of_inputs():
    """Doubles become floats as in every layer, or stay where the layer's dtype is double."""
    assert TF1Layer(functions.dense)(X.astype(np.float64)).dtype == tf.float32
    assert TF1Layer(functions.several, dtype="float64")([X, X]).dtype == tf.float64
    assert TF1Layer(functions.dense, dtype="mixed_bfloat16")(X).dtype == tf.float32


def test_dropout_draws_what_its_seed_says():
    """In training alone, and what TF1 draws in its first run with that seed, then what it draws in its second."""
    with tf.Graph().as_default(), tf1.Session() as sess:
        dropped = functions.dropped(tf1.constant(X), True)
        expected = [sess.run(dropped) for _ in range(2)]
    layer = TF1Layer(functions.dropped)
    np.testing.assert_array_equal(layer(X), X)
    np.testing.assert_array_equal([layer(X, training=True) for _ in range(2)], expected)


def test_inside_a_subclassed_model():
    """Built when fit begins, inside a tf.function and a loop."""

    class Model(keras.Model):
        def __init__(self):
            super().__init__()
            self.net = TF1Layer(functions.recurrent)
            self.out = keras.layers.Dense(2)

        def call(self, x):
            return self.out(self.net(x)[:, -1])

    model = Model()
    model.compile("sgd", "mse")
    model.fit(X.reshape(8, 2, 2), Y, verbose=0)
    assert len(model.trainable_variables) == 6
    assert tf.function(model)(X.reshape(8, 2, 2)).shape == (8, 2)


def test_frozen_layer_has_no_trainable_weights():
    """`trainable` means what it means for every layer."""
    model = normalized_model()
    model.layers[1].trainable = False
    assert model.trainable_variables == []


def test_files(tmp_path):
    """`.keras`, `.weights.h5` and a SavedModel give the same numbers."""
    model = normalized_model()
    model.fit(X, Y, verbose=0)
    expected = model.predict(X, verbose=0)
    model.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras")
    np.testing.assert_array_equal(loaded.predict(X, verbose=0), expected)
    loaded.fit(X, Y, verbose=0)
    model.save_weights(tmp_path / "model.weights.h5")
    loaded.load_weights(tmp_path / "model.weights.h5")
    np.testing.assert_array_equal(loaded.predict(X, verbose=0), expected)
    model.export(tmp_path / "exported", verbose=False)
    exported = tf.saved_model.load(tmp_path / "exported")
    np.testing.assert_allclose(exported.serve(X), expected, rtol=1e-6)


def test_decorator():
    """A factory; the function itself stays reachable, also by a file."""
    layer = functions.decorated()
    assert layer.name == "made"
    np.testing.assert_array_equal(layer(X), 3 * X)
    again = TF1Layer.from_config(functions.decorated(name="other").get_config())
    np.testing.assert_array_equal(again(X), 3 * X)


def test_checkpoints(tmp_path):
    """Written by name and read again; a partitioned variable is one in the file."""
    layer, other = TF1Layer(functions.partitioned), TF1Layer(functions.partitioned)
    layer(X), other(X)
    layer.set_weights([np.full([2, 2], 5.0), np.full([2, 2], 6.0)])
    path = layer.save_tf1(tmp_path / "model.ckpt")
    assert tf.train.list_variables(path) == [("w", [4, 2])]
    other.load_tf1(tmp_path / "model.ckpt")
    np.testing.assert_array_equal(other.tf1_variables["w/part_1"].numpy(), 6)
    assert list(other.tf1_variables) == ["w/part_0", "w/part_1"]


def test_checkpoint_that_does_not_fit(tmp_path):
    """Every missing and misshapen variable is named, and nothing is loaded."""
    layer = TF1Layer(functions.dense)
    layer(X)
    wrong = TF1Layer(functions.dense, arguments={"units": 2})
    wrong(X)
    path = wrong.save_tf1(tmp_path / "model.ckpt")
    before = layer.get_weights()
    with pytest.raises(
        ValueError, match=r"missing +weights \[4, 3\](?s:.)*misshapen +Variable \[2\], the layer has \[3\]"
    ):
        layer.load_tf1(path, names={"dense/w": "weights"})
    np.testing.assert_equal(layer.get_weights(), before)
    with pytest.raises(FileNotFoundError, match="no checkpoint"):
        layer.load_tf1(tmp_path / "absent")


def test_mirrored_strategy_equals_one_device():
    """Two replicas train as one device does; each keeps its own moving averages, read as their mean."""
    one = normalized_model()
    start = one.get_weights()
    strategy = tf.distribute.MirroredStrategy(["cpu:0", "cpu:1"], tf.distribute.ReductionToOneDevice())
    with strategy.scope():
        two = normalized_model()
        dense_one, dense_two = TF1Layer(functions.recurrent), TF1Layer(functions.recurrent)
        model = keras.Sequential([keras.Input((2, 2)), dense_two])
        model.compile(keras.optimizers.SGD(0.1), "mse")
    two.set_weights(start)
    two.fit(X, Y, batch_size=8, shuffle=False, verbose=0)
    halves = [X[:4].mean(0), X[4:].mean(0)]
    mean = two.layers[1].tf1_variables["norm/moving_mean"]
    np.testing.assert_allclose(mean.numpy(), np.mean(halves, 0) / 2, rtol=1e-5)
    assert two.predict(X, verbose=0).shape == (8, 2)

    target = np.ones([8, 2, 3], np.float32)
    single = keras.Sequential([keras.Input((2, 2)), dense_one])
    single.compile(keras.optimizers.SGD(0.1), "mse")
    single.set_weights(model.get_weights())
    losses = [m.fit(X.reshape(8, 2, 2), target, batch_size=8, epochs=3, verbose=0).history for m in (single, model)]
    np.testing.assert_allclose(losses[0]["loss"], losses[1]["loss"], rtol=1e-5)
    for a, b in zip(single.get_weights(), model.get_weights(), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-6)


def test_an_integer_counts_training_steps():
    """Updates of what is no moving average."""
    layer = TF1Layer(functions.counting)
    model = keras.Sequential([keras.Input((4,)), layer, keras.layers.Dense(2)])
    model.compile("sgd", "mse")
    model.fit(X, Y, batch_size=2, epochs=2, verbose=0)
    assert layer.tf1_variables["steps"].numpy() == 8


def test_seed():
    """`seed` fixes what has no seed of its own; `keras.utils.set_random_seed` fixes it where it is not given."""

    def function(x):
        return x @ tf1.get_variable("w", [4, 2])

    def value(**kwargs):
        layer = TF1Layer(function, **kwargs)
        layer(X)
        return layer.get_weights()[0]

    np.testing.assert_array_equal(value(seed=1), value(seed=1))
    assert np.any(value(seed=1) != value(seed=2))
    keras.utils.set_random_seed(5)
    first = value()
    assert np.any(first != value())
    keras.utils.set_random_seed(5)
    np.testing.assert_array_equal(first, value())


def _session(x):
    with tf1.Session() as sess:
        sess.run(tf1.constant(1.0))
    return x


def _placeholder(x):
    return x * tf1.placeholder(tf.float32, [], name="keep_prob")


def _queue(x):
    return x + tf1.FIFOQueue(2, tf.float32, [[]]).dequeue()


def _iterator(x):
    return x + tf1.data.make_one_shot_iterator(tf1.data.Dataset.from_tensors(1.0)).get_next()


def _table(x):
    keys = tf1.constant([1], tf.int64)
    table = tf1.lookup.StaticHashTable(tf1.lookup.KeyValueTensorInitializer(keys, keys), 0)
    return x + tf1.cast(table.lookup(tf1.constant([1], tf.int64)), tf.float32)


def _operation(x):
    return tf1.train.GradientDescentOptimizer(0.1).minimize(tf1.reduce_sum(tf1.get_variable("w", [4]) * x))


def _nothing(x):
    return None


@pytest.mark.parametrize(
    ("function", "error", "message"),
    [
        (_session, RuntimeError, "ran a session"),
        (_placeholder, ValueError, "placeholder 'keep_prob'.*from_graph"),
        (_queue, ValueError, "a queue .*tf.data"),
        (_iterator, ValueError, "an iterator .*tf.data"),
        (_table, ValueError, "a lookup table"),
        (_operation, ValueError, "returned the operation .*compile"),
        (_nothing, ValueError, "returned None"),
    ],
)
def test_what_cannot_be_wrapped(function, error, message):
    """Refused when the layer is built, with what to do instead."""
    with pytest.raises(error, match=message):
        TF1Layer(function)(X)


def test_wrong_names_are_answered_with_the_nearest():
    """Arguments, tensors of a graph and of a meta graph."""
    with pytest.raises(ValueError, match=r"no argument 'unit'. Did you mean 'units'"):
        TF1Layer(functions.dense, arguments={"unit": 3})
    layer = TF1Layer.from_graph(legacy.load("cnn_mnist").build, inputs="x", outputs="y_predicted")
    with pytest.raises(LookupError, match=r"'y_predicted'.*Did you mean 'y_predict'"):
        layer.build()
    with pytest.raises(FileNotFoundError, match=r"no meta graph absent\.meta"):
        TF1Layer.from_meta_graph("absent", "x", "y")
    with pytest.raises(TypeError, match="expected a function"):
        TF1Layer(3)


def test_saving_what_has_no_name(tmp_path):
    """A lambda is refused with the reason; it works as long as it is not saved."""
    model = keras.Sequential([keras.Input((4,)), TF1Layer(lambda x: x + 1)])
    np.testing.assert_array_equal(model(X), X + 1)
    with pytest.raises(ValueError, match="not a lambda"):
        model.save(tmp_path / "model.keras")


def test_safe_mode_refuses_installed_functions():
    """A file cannot make the program run a function of the library or of an installed package."""
    config = TF1Layer(functions.dense).get_config()
    for module, name in [("os", "makedirs"), ("numpy.lib", "tracemalloc_domain"), ("shutil", "rmtree")]:
        with pytest.raises(ValueError, match="safe mode refuses"):
            TF1Layer.from_config({**config, "build_fn": {"module": module, "name": name}})
    original = TF1Layer.from_graph(legacy.load("lstm_mnist").build, "x", "pred").get_config()
    assert original["build_fn"] == {"file": "lstm_mnist", "name": "build"}
    TF1Layer.from_config(original)
