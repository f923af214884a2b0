"""TF1-faithful RMSprop and Momentum against numbers from TensorFlow 1.15."""

from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

from tests.legacy.cases import optimizer_moves
from tf2notes.optimizers import tf1

GOLDEN = np.load(Path(__file__).parents[1] / "goldens" / "legacy" / "optimizer_moves.npz")
OPTIMIZERS = {
    "rmsprop": lambda rate: tf1.RMSprop(rate),
    "rmsprop_momentum": lambda rate: tf1.RMSprop(rate, momentum=0.9),
    "rmsprop_centered": lambda rate: tf1.RMSprop(rate, momentum=0.5, centered=True),
    "momentum": lambda rate: tf1.Momentum(rate, 0.9),
    "nesterov": lambda rate: tf1.Momentum(rate, 0.9, nesterov=True),
}
IDS = ([0, 0, 1, 2], [1, 1, 1, 3], [0, 2, 0, 2], [3, 3, 0, 1])


def moves(optimizer, rates):
    """Where the vector of the TF1 case is after each step."""
    variable, found = keras.Variable(np.ones(6, np.float32)), []
    for gradient, rate in zip(optimizer_moves.gradients(), rates, strict=True):
        optimizer.learning_rate = rate
        optimizer.apply([tf.constant(gradient)], [variable])
        found.append(variable.numpy())
    return np.array(found)


def table_moves(optimizer, ids=IDS):
    """Where the embedding table of the TF1 case is after each step."""
    table, found = keras.Variable(np.float32(np.arange(10).reshape(5, 2)) / 10), []
    for chosen in ids:
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(tf.square(tf.gather(table.value, chosen) - 1.0))
        optimizer.apply([tape.gradient(loss, table.value)], [table])
        found.append(table.numpy())
    return np.array(found)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_constant_rate(name):
    """Eight steps of gradients from 1 down to 1e-7."""
    expected = GOLDEN[f"case_constant_rate/{name}"]
    np.testing.assert_allclose(moves(OPTIMIZERS[name](0.1), [0.1] * 8), expected, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("name", ["momentum", "nesterov", "rmsprop_momentum"])
def test_changing_rate(name):
    """The rate is halved twice on the way."""
    expected = GOLDEN[f"case_changing_rate/{name}"]
    np.testing.assert_allclose(moves(OPTIMIZERS[name](0.1), optimizer_moves.rates()), expected, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_table(name):
    """Repeated rows are added up, unseen ones stay with their slots."""
    got = table_moves(OPTIMIZERS[name](0.05))
    np.testing.assert_allclose(got, GOLDEN[f"case_table/{name}"], rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_saved_and_loaded(name, tmp_path):
    """A model compiled with it goes on after loading as if nothing had happened."""
    x = np.random.default_rng(0).random((8, 3), np.float32)

    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    model.compile(OPTIMIZERS[name](0.1), "mse")
    model.fit(x, x[:, :2], batch_size=4, verbose=0)
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    for m in (model, again):
        m.fit(x, x[:, :2], batch_size=8, verbose=0)
    np.testing.assert_allclose(again.get_weights()[0], model.get_weights()[0], rtol=1e-6)


def test_under_a_strategy():
    """Two replicas take the step that one takes with both halves of the batch, also for an embedding's rows."""

    def trained(strategy):
        with strategy.scope():
            model = keras.Sequential(
                [keras.Input((2,), dtype="int32"), keras.layers.Embedding(5, 2), keras.layers.Flatten()]
            )
            model.compile(tf1.RMSprop(0.1, momentum=0.9), "mse")
        model.set_weights([np.float32(np.arange(10).reshape(5, 2)) / 10])
        x, y = np.int32([[0, 0], [1, 2], [1, 1], [3, 0]]), np.ones((4, 4), np.float32)
        model.fit(tf.data.Dataset.from_tensor_slices((x, y)).batch(4).repeat(3), shuffle=False, verbose=0)
        return model.get_weights()[0]

    two = trained(tf.distribute.MirroredStrategy(["cpu:0", "cpu:1"], tf.distribute.ReductionToOneDevice()))
    np.testing.assert_allclose(two, trained(tf.distribute.get_strategy()), rtol=1e-5)


def test_momentum_needs_momentum():
    """Zero is refused with a hint."""
    with pytest.raises(ValueError, match="momentum=0"):
        tf1.Momentum(0.1, 0.0)


def test_keras_rmsprop_differs():
    """Keras' defaults take another way, and equal epsilons do not repair it: the mean square starts from zeros."""
    expected = GOLDEN["case_constant_rate/rmsprop"]
    assert np.abs(moves(keras.optimizers.RMSprop(0.1), [0.1] * 8) - expected).max() > 0.1
    assert np.abs(moves(keras.optimizers.RMSprop(0.1, epsilon=1e-10), [0.1] * 8) - expected).max() > 0.1


def test_keras_momentum_differs_once_the_rate_changes():
    """SGD with momentum equals TF1's as long as the rate is constant, and no longer."""
    got = moves(keras.optimizers.SGD(0.1, momentum=0.9), [0.1] * 8)
    np.testing.assert_allclose(got, GOLDEN["case_constant_rate/momentum"], rtol=1e-5, atol=1e-6)
    got = moves(keras.optimizers.SGD(0.1, momentum=0.9), optimizer_moves.rates())
    assert np.abs(got - GOLDEN["case_changing_rate/momentum"]).max() > 0.01
    assert np.abs(table_moves(keras.optimizers.SGD(0.05, momentum=0.9)) - GOLDEN["case_table/momentum"]).max() > 0.05


def test_adam_adagrad_adadelta_ftrl():
    """Adam and Adadelta need TF1's epsilon, 1e-8; Adagrad has none in TF1, which shows below 1e-7; Ftrl is equal."""
    made = {
        "adam": (keras.optimizers.Adam(0.1, epsilon=1e-8), 1e-5),
        "adadelta": (keras.optimizers.Adadelta(0.1, epsilon=1e-8), 1e-6),
        "adagrad": (keras.optimizers.Adagrad(0.1), 1e-6),
        "ftrl": (keras.optimizers.Ftrl(0.1), 1e-6),
    }
    for name, (optimizer, tolerance) in made.items():
        expected = GOLDEN[f"case_constant_rate/{name}"]
        np.testing.assert_allclose(moves(optimizer, [0.1] * 8), expected, rtol=0, atol=tolerance, err_msg=name)
    assert np.abs(moves(keras.optimizers.Adam(0.1), [0.1] * 8) - GOLDEN["case_constant_rate/adam"]).max() > 0.01
