"""SampledLoss: TF's functions inside a layer that trains, saves and loads."""

import keras
import numpy as np
import pytest

from tf2notes import precision
from tf2notes.layers.sampled_loss import SampledLoss


def model(loss):
    x, y = keras.Input((4,)), keras.Input((1,), dtype="int32")
    net = keras.Model([x, y], SampledLoss(20, 5, loss, seed=1)(x, y))
    net.compile("sgd", jit_compile=False)
    return net


@pytest.mark.parametrize("loss", ["nce", "sampled_softmax"])
def test_fits_saves_and_loads(tmp_path, loss):
    """The loss is the model's, without a loss in compile; a loaded model goes on."""
    keras.utils.set_random_seed(0)
    data = [np.ones((6, 4), np.float32), np.arange(6)[:, None]]
    net = model(loss)
    losses = net.fit(data, epochs=200, verbose=0).history["loss"]
    assert losses[-1] < losses[0]
    net.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    np.testing.assert_array_equal(again.layers[-1].kernel, net.layers[-1].kernel)
    again.fit(data, verbose=0)


def test_finite_in_bfloat16():
    """Draws that hit the true class are masked by a number that bfloat16 does not have: the layer stays in float32."""
    with precision.using("bfloat16"):
        layer = SampledLoss(20, 5, "sampled_softmax", seed=1)
    candidates = [np.arange(5), np.full((2, 1), 0.5, np.float32), np.full(5, 0.5, np.float32)]
    loss = layer(keras.ops.ones((2, 4), "bfloat16"), np.array([[1], [2]]), candidates)
    assert loss.dtype == "float32"
    assert np.isfinite(loss).all()


def test_all_classes_sampled_equals_the_whole_logits():
    """`logits` has every class."""
    layer = SampledLoss(20, 5)
    layer(np.ones((2, 4), np.float32), np.array([[1], [2]]))
    assert layer.logits(np.ones((2, 4), np.float32)).shape == (2, 20)


@pytest.mark.parametrize(
    ("arguments", "message"), [((20, 5, "hinge"), "expected one of"), ((20, 21), "1 to num_classes")]
)
def test_refuses(arguments, message):
    """A wrong loss and too many noise classes are refused."""
    with pytest.raises(ValueError, match=message):
        SampledLoss(*arguments)
