"""Where Keras 3 silently computes other numbers than TF1: each difference is shown, then its remedy.

TF1's numbers were recorded on TensorFlow 1.15 (tests/legacy/cases/silent_differences.py). Optimizers are compared in
tests/optimizers, moving averages in tests/callbacks, LSTM weights in tests/examples/test_lstm_mnist.py.
"""

from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

from tests.legacy.cases.silent_differences import pictures

GOLDEN = np.load(Path(__file__).parent / "goldens" / "legacy" / "silent_differences.npz")


def tf1(case, name):
    return GOLDEN[f"case_{case}/{name}"]


def off(got, expected):
    """The largest difference."""
    return float(np.abs(np.asarray(got) - expected).max())


def test_batch_norm_of_contrib():
    """slim keeps 0.999 of its averages and has no gamma; Keras' defaults, 0.99 and a gamma, are those of tf.layers."""
    assert "slim/gamma:0" not in tf1("batch_norm", "names")
    assert "layers/gamma:0" in tf1("batch_norm", "names")
    default = keras.layers.BatchNormalization()
    remedy = keras.layers.BatchNormalization(momentum=0.999, scale=False)
    for layer in (default, remedy):
        layer(pictures(), training=True)
    expected = tf1("batch_norm", "slim/moving_mean")
    assert off(default.moving_mean, expected) > 1e-4
    assert off(remedy.moving_mean, expected) < 1e-7
    assert off(remedy(pictures(), training=True), tf1("batch_norm", "slim")) < 1e-5


def test_moving_variance_of_fused_batch_norm():
    """On pictures, TF1 averages the unbiased variance, n / (n - 1) of what Keras averages; the outputs are equal."""
    layer = keras.layers.BatchNormalization()
    assert off(layer(pictures(), training=True), tf1("batch_norm", "layers")) < 1e-5
    expected = tf1("batch_norm", "layers/moving_variance")
    assert off(layer.moving_variance, expected) > 1e-4
    n = 2 * 4 * 4
    kept = np.float32(0.99)
    remedy = kept + (layer.moving_variance.numpy() - kept) * n / (n - 1)
    assert off(remedy, expected) < 1e-6


def test_layer_norm():
    """contrib normalizes over all axes but the first, with epsilon 1e-12; Keras over the last one, with 1e-3."""
    x, expected = pictures()[:, 0], tf1("layer_norm", "output")
    assert off(keras.layers.LayerNormalization()(x), expected) > 0.1
    assert off(keras.layers.LayerNormalization(axis=[1, 2])(x), expected) > 1e-5
    remedy = keras.layers.LayerNormalization(
        axis=[1, 2], epsilon=1e-12, center=False, scale=False
    )  # contrib's gamma is 1
    assert off(remedy(x), expected) < 1e-5


def test_initializers():
    """contrib's normal initializers are 0.3 % wider than Keras' namesakes: TF1 rounds the correction for truncation."""
    for name, default, variance in [
        ("xavier_normal", keras.initializers.GlorotNormal, 1 / 500),
        ("variance_scaling", keras.initializers.HeNormal, 2 / 600),
    ]:
        shape = (6000, 4000)  # ten times the recorded [600, 400]: deviations are sqrt(10) times as small
        ours = np.std(default(seed=0)(shape)) * np.sqrt(10)
        remedy = np.std(keras.initializers.TruncatedNormal(stddev=np.sqrt(1.3 * variance), seed=0)(shape))
        assert ours == pytest.approx(np.sqrt(variance), rel=5e-4)
        assert tf1("initializers", name) / ours == pytest.approx(1.003, abs=1.5e-3)
        assert remedy == pytest.approx(tf1("initializers", name), rel=1.5e-3)
    ours = np.std(keras.initializers.TruncatedNormal(stddev=1.0, seed=0)((3000, 3000)))
    assert ours == pytest.approx(
        float(tf1("initializers", "truncated_normal")), rel=1.5e-3
    )  # neither corrects this one


@pytest.mark.parametrize("size", [3, 7])
@pytest.mark.parametrize("method", ["bilinear", "nearest_neighbor", "bicubic", "area"])
def test_resize(method, size):
    """TF1 samples at the corners of pixels, today's TensorFlow and Keras at their centres; areas are the same."""
    keras_name = {"nearest_neighbor": "nearest"}.get(method, method)
    x, expected = pictures(), tf1("resize", f"{method}_{size}")
    if method == "area":
        assert off(tf.image.resize(x, [size, size], method), expected) < 1e-6
    else:
        today = tf.image.resize(x, [size, size], keras_name)
        assert off(today, expected) > 0.05
        assert off(keras.layers.Resizing(size, size, keras_name)(x), today) < 1e-5
    v1 = getattr(tf.compat.v1.image.ResizeMethod, method.upper())
    assert off(tf.compat.v1.image.resize_images(x, [size, size], v1), expected) < 1e-6  # the remedy


def test_l2():
    """TF1's l2_regularizer(s) is s / 2 times the sum of squares, Keras' L2(s) the whole; l1 is equal."""
    x = np.float32([0.5, -2.0, 3.0])
    assert float(keras.regularizers.L2(0.1)(x)) == pytest.approx(2 * float(tf1("l2", "l2")), rel=1e-6)
    assert float(keras.regularizers.L2(0.1 / 2)(x)) == pytest.approx(float(tf1("l2", "l2")), rel=1e-6)
    assert float(keras.regularizers.L1(0.1)(x)) == pytest.approx(float(tf1("l2", "l1")), rel=1e-6)


def test_reduction_of_losses():
    """tf.losses divides by how many weights are not zero; no reduction of Keras does."""
    y, p, w = np.float32([[1], [2], [3]]), np.float32([[2], [4], [1]]), np.float32([0, 0.5, 2])
    reductions = ("sum_over_batch_size", "mean_with_sample_weight", "sum")
    got = {name: float(keras.losses.MeanSquaredError(reduction=name)(y, p, w)) for name in reductions}
    expected = float(tf1("losses", "default"))
    assert expected == tf1("losses", "sum_by_nonzero_weights") == pytest.approx(5.0)
    assert all(abs(value - expected) > 0.5 for value in got.values())
    assert got["sum"] / np.count_nonzero(w) == pytest.approx(expected)  # the remedy
    same = {"sum_over_batch_size": "sum_over_batch_size", "mean_with_sample_weight": "mean", "sum": "sum"}
    for ours, theirs in same.items():
        assert got[ours] == pytest.approx(float(tf1("losses", theirs)), rel=1e-6)


def test_dropout():
    """Both scale what they keep by 1 / (1 - rate); TF1's keep_prob of 0.8 is a rate of 0.2, and its layer's default
    is to do nothing, where Keras' layer follows the training flag."""
    kept = tf1("dropout", "nn")
    assert set(np.unique(kept)) == {0.0, 1.25}
    layer = keras.layers.Dropout(0.2, seed=0)
    assert set(np.unique(layer(np.ones(1000, np.float32), training=True))) == {0.0, 1.25}
    assert np.mean(kept > 0) == pytest.approx(0.8, abs=0.05)
    assert off(layer(np.ones(1000, np.float32)), tf1("dropout", "layers")) == 0


@pytest.mark.parametrize(
    ("name", "layer"),
    [
        ("dense", lambda **k: keras.layers.Dense(2, **k)),
        ("conv", lambda **k: keras.layers.Conv2D(2, 3, padding="same", **k)),
    ],
)
def test_activation_of_contrib(name, layer):
    """contrib's layers apply a ReLU by default; tf.layers' and Keras' apply nothing."""
    minus = {"kernel_initializer": keras.initializers.Constant(-1.0)}
    contrib = tf1("activations", f"contrib_{name}")
    assert off(layer(**minus)(pictures()), tf1("activations", f"layers_{name}")) < 1e-5
    assert off(layer(**minus)(pictures()), contrib) > 1
    assert off(layer(**minus, activation="relu")(pictures()), contrib) < 1e-5
