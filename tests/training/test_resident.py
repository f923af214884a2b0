"""fit_resident: what model.fit computes, with the data inside the loop."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from tf2notes.training.nonfinite import NonFiniteError
from tf2notes.training.resident import fit_resident

X = np.random.RandomState(0).randn(12, 3).astype("float32")
Y = X @ np.float32([[1], [2], [3]])


def model_of(seed=1):
    keras.utils.set_random_seed(seed)
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
    model.compile(keras.optimizers.Adam(0.1), "mse", metrics=["mae"])
    return model


def test_as_keras_fit_in_the_rows_order():
    """Weights and history are those of model.fit without shuffling, validation included."""
    theirs, ours = model_of(), model_of()
    expected = theirs.fit(X, Y, batch_size=4, epochs=3, shuffle=False, verbose=0, validation_data=(X, Y))
    held_out = tf.data.Dataset.from_tensors((X, Y))
    found = fit_resident(ours, X, Y, batch_size=4, epochs=3, validation_data=held_out)
    assert found.history.keys() == expected.history.keys()
    for name, values in expected.history.items():
        np.testing.assert_allclose(found.history[name], values, rtol=1e-5)
    np.testing.assert_allclose(ours.get_weights()[0], theirs.get_weights()[0], rtol=1e-5)


def test_passes_go_on_over_epochs_and_the_order_has_a_seed():
    """Steps that are no whole pass; the same seed trains the same weights."""
    runs = [model_of() for _ in range(3)]
    for model, seed in zip(runs, (5, 5, 6), strict=True):
        fit_resident(model, X, Y, batch_size=5, epochs=2, steps_per_epoch=3, seed=seed)
    first, second, other = (model.get_weights()[0] for model in runs)
    np.testing.assert_array_equal(first, second)
    assert not np.allclose(first, other)


def test_refusals():
    """Too large a batch, a callback for every batch, a loss that is not finite."""
    with pytest.raises(ValueError, match="expected 1 to 12"):
        fit_resident(model_of(), X, Y, batch_size=13)
    each = keras.callbacks.LambdaCallback(on_train_batch_end=lambda batch, logs: None)
    with pytest.raises(ValueError, match="wants every batch"):
        fit_resident(model_of(), X, Y, batch_size=4, callbacks=[each])
    with pytest.raises(NonFiniteError, match="epoch 0"):
        fit_resident(model_of(), X * np.nan, Y, batch_size=4)
