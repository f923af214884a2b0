"""ExtendedLSTMCell: Keras' LSTM where nothing is extended, its bounds, saving; TF1's numbers are in rnn_wrappers."""

import keras
import numpy as np
import pytest

from tf2notes.layers.extended_lstm_cell import ExtendedLSTMCell

X = np.random.default_rng(0).normal(size=(2, 4, 5)).astype(np.float32)


def test_without_extensions_it_is_keras_lstm():
    """The same weights give the same outputs."""
    ours, keras_own = (
        keras.layers.RNN(ExtendedLSTMCell(3), return_sequences=True),
        keras.layers.LSTM(3, return_sequences=True),
    )
    keras_own(X)
    ours(X)
    ours.set_weights(keras_own.get_weights())
    np.testing.assert_allclose(ours(X), keras_own(X), rtol=1e-5, atol=1e-6)


def test_bounds():
    """Memory and projected output stay between their bounds."""
    cell = ExtendedLSTMCell(3, cell_clip=0.1, projection=2, projection_clip=0.01)
    outputs, h, c = keras.layers.RNN(cell, return_sequences=True, return_state=True)(10 * X)
    assert outputs.shape == (2, 4, 2) and h.shape == (2, 2) and c.shape == (2, 3)
    assert float(np.abs(c).max()) == pytest.approx(0.1)
    assert float(np.abs(outputs).max()) <= 0.01 + 1e-7


def test_trains_saves_and_loads(tmp_path):
    """All of it inside a model, one cell upon another."""
    cells = [ExtendedLSTMCell(4, peepholes=True, projection=3), ExtendedLSTMCell(3, cell_clip=1.0)]
    model = keras.Sequential([keras.Input((4, 5)), keras.layers.RNN(cells)])
    model.compile("adam", "mse", jit_compile=False)
    model.fit(X, np.zeros((2, 3)), verbose=0)
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    np.testing.assert_allclose(again.predict(X, verbose=0), model.predict(X, verbose=0), rtol=1e-6)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"units": 0}, "units=0"),
        ({"units": 2, "cell_clip": -1.0}, "positive number"),
        ({"units": 2, "projection_clip": 1.0}, "set projection as well"),
    ],
)
def test_refuses(arguments, message):
    """What makes no sense is said."""
    with pytest.raises(ValueError, match=message):
        ExtendedLSTMCell(**arguments)
