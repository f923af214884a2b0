"""saver: names and values in the files, swapped names, and the way from a TF1 checkpoint to Keras."""

import keras
import numpy as np
import tensorflow as tf

from tests.examples.parity import assert_results
from tf2notes import legacy


def test_golden_values():
    """Both sides print what the notes print, and 2.0 1.0 with the names swapped."""
    for results in assert_results("saver"):
        assert results["printed of the dict"].tolist() == [
            *("tensor_name: variable_1", "1.0"),
            *("tensor_name: variable_2", "2.0"),
        ]
        assert results["printed of the list"].tolist() == ["tensor_name: v1", "1.0", "tensor_name: v2", "2.0"]
        assert results["restored with names swapped"].tolist() == [2.0, 1.0]
        assert results["a subset restored"].tolist() == [1.0, -2.0]
        assert results["kept"].tolist() == ["model-30", "model-40"]


def test_a_tf1_checkpoint_into_keras_variables(tmp_path):
    """tf.train.load_checkpoint reads what a Saver wrote; a Checkpoint does not know its names."""
    original = legacy.load("saver")
    path = original.save(str(tmp_path / "model"), original.by_list)
    reader = tf.train.load_checkpoint(path)
    variable = keras.Variable(0.0)
    variable.assign(reader.get_tensor("v2"))
    assert float(variable) == 2.0
    fresh = tf.Variable(0.0)
    tf.train.Checkpoint(other=fresh).read(path).expect_partial()
    assert fresh.numpy() == 0.0


def test_restoring_is_silent_about_what_it_did_not_find(tmp_path):
    """A Saver raises for a name that the file lacks; a Checkpoint leaves the variable as it is unless asked."""
    path = tf.train.Checkpoint(a=tf.Variable(1.0)).write(tmp_path / "one")
    missing = tf.Variable(5.0)
    status = tf.train.Checkpoint(b=missing).read(path)
    assert missing.numpy() == 5.0
    with np.testing.assert_raises(AssertionError):
        status.assert_existing_objects_matched()
    status.expect_partial()


def test_weights_of_a_model(tmp_path):
    """The Keras way for a whole model: a .weights.h5 file."""
    first, second = (keras.Sequential([keras.Input((2,)), keras.layers.Dense(3)]) for _ in range(2))
    first.save_weights(tmp_path / "model.weights.h5")
    second.load_weights(tmp_path / "model.weights.h5")
    np.testing.assert_array_equal(first.get_weights()[0], second.get_weights()[0])
