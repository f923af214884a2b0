"""Repeated ids in a batch: Keras' own update, ours, and TensorFlow 1.15's."""

from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

from tests.legacy.cases.sparse_optimizers import IDS
from tf2notes.optimizers import sum_repeated_ids
from tf2notes.optimizers.repeated_ids import VARIANTS, summed

GOLDEN = Path(__file__).parents[1] / "goldens" / "legacy" / "sparse_optimizers.npz"
WEIGHTS = np.float32([[1.0, -2.0, 0.5], [0.3, 0.1, -1.0], [2.0, 1.0, 0.2], [-0.7, 0.4, 0.9]])
TF1 = {
    "adam": lambda: keras.optimizers.Adam(0.1),
    # TF1 has no epsilon in Adagrad; with Keras' 1e-7 the first steps differ by less than 1e-6.
    "adagrad": lambda: keras.optimizers.Adagrad(0.1),
    "gradient_descent": lambda: keras.optimizers.SGD(0.1),
}


def tables(optimizer):
    """The table after each of three steps, as the case file trains it."""
    table = keras.Variable(np.arange(15, dtype=np.float32).reshape(5, 3) / 10)
    found = []
    for ids in IDS:
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(tf.tanh(tf.gather(table.value, ids)) * WEIGHTS)
        gradient = tape.gradient(loss, table.value)
        assert isinstance(gradient, tf.IndexedSlices)
        optimizer.apply([gradient], [table])
        found.append(table.numpy())
    return np.stack(found)


@pytest.mark.parametrize("name", TF1)
def test_equals_tf_1_15(name):
    """With the repeated rows added up, three steps equal TensorFlow 1.15's."""
    expected = np.load(GOLDEN)[f"case_{name}/table"]
    np.testing.assert_allclose(
        tables(sum_repeated_ids(TF1[name]())), expected, rtol=1e-5, atol=1e-5
    )  # Keras' Adam adds increments: 1.4e-6


@pytest.mark.parametrize("name", ["adam", "adagrad"])
def test_keras_alone_does_not(name):
    """The trap itself: Keras' optimizers as they are end elsewhere (should this fail one day, Keras has mended it)."""
    expected = np.load(GOLDEN)[f"case_{name}/table"]
    assert np.abs(tables(TF1[name]()) - expected).max() > 0.01


@pytest.mark.parametrize("name", VARIANTS)
def test_equals_the_dense_gradient(name):
    """For every optimizer, the sparse gradient gives the step of the dense one."""

    def step(convert):
        table = keras.Variable(np.ones((5, 3), np.float32))
        optimizer = sum_repeated_ids(getattr(keras.optimizers, name)(0.1))
        rows = tf.constant([[1.0, 2, 3], [4, 5, 6], [-1, 0.5, 2]])
        optimizer.apply([convert(tf.IndexedSlices(rows, tf.constant([2, 2, 0]), tf.constant([5, 3])))], [table])
        return table.numpy()

    np.testing.assert_allclose(step(lambda g: g), step(tf.convert_to_tensor), rtol=1e-6)


def test_summed_stays_sparse():
    """The result lists each id once and is still a list of rows; a dense gradient passes through."""
    slices = tf.IndexedSlices(tf.constant([[1.0], [2.0], [4.0]]), tf.constant([7, 3, 7]), tf.constant([9, 1]))
    found = summed(slices)
    assert found.indices.numpy().tolist() == [7, 3]
    assert found.values.numpy().tolist() == [[5.0], [2.0]]
    dense = tf.ones([2])
    assert summed(dense) is dense


@pytest.mark.parametrize("jit_compile", [False, True])
def test_one_line_in_a_users_model(tmp_path, jit_compile):
    """compile(optimizer=sum_repeated_ids("adam")) works in fit, with XLA too, and survives save and load."""
    model = keras.Sequential(
        [keras.Input((4,)), keras.layers.Embedding(5, 2), keras.layers.Flatten(), keras.layers.Dense(1)]
    )
    model.compile(optimizer=sum_repeated_ids("adam"), loss="mse", jit_compile=jit_compile)
    x, y = np.array([[0, 1, 1, 3], [4, 4, 4, 4]]), np.array([[1.0], [2.0]])
    model.fit(x, y, verbose=0)
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    assert type(again.optimizer) is VARIANTS["Adam"]
    again.fit(x, y, verbose=0)


def test_refuses_what_it_cannot_change():
    """A used optimizer and a foreign one are refused by name."""
    used = keras.optimizers.Adam()
    used.build([keras.Variable([1.0])])
    with pytest.raises(ValueError, match="has state already"):
        sum_repeated_ids(used)

    class Mine(keras.optimizers.Optimizer):
        def __init__(self):
            super().__init__(0.1)

    with pytest.raises(ValueError, match="got Mine; expected one of"):
        sum_repeated_ids(Mine())
