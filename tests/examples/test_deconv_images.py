"""deconv_images: both sides against TensorFlow 1.15, and the two shape errors of the notes."""

import numpy as np
import pytest

from tests.examples.metrics import assert_learns
from tests.examples.parity import assert_parity, first_failure
from tf2notes import legacy
from tf2notes.examples import deconv_images


def test_all_rungs():
    """100 steps on noise."""
    assert_parity("deconv_images")


def test_mean_over_an_image_fails_at_loss():
    """A plain mean squared error."""

    def build():
        model = deconv_images.build(deconv_images.Config(channels=3))
        model.compile(model.optimizer, "mse", jit_compile=False)
        return model

    assert first_failure("deconv_images", build=build) == "loss"


def test_exchanged_channels_fail_before_anything_is_computed():
    """[height, width, in, out] for a transposed convolution's kernel is refused by its shape."""

    def exchanged(values):
        weights = deconv_images.weights_from_legacy(values)
        return {**weights, "deconv/kernel": weights["deconv/kernel"].swapaxes(2, 3)}

    with pytest.raises(ValueError, match="misshapen"):
        first_failure("deconv_images", weights_from_legacy=exchanged)


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_shape_errors_of_the_notes():
    """TensorFlow 1.15 raises a ValueError that names (3, 25, 25, 20) and (3, 33, 33, 20), and an InvalidArgumentError
    "Size of out_backprop doesn't match computed: actual = 25, computed = 33". So does the original here; for the second
    one TensorFlow has other words where oneDNN does its convolutions, as it does by default on many CPUs.
    """
    known, unknown = legacy.load("deconv_images").shape_errors()
    assert known.startswith("ValueError: ")
    assert "(3, 25, 25, 20)" in known
    assert "(3, 33, 33, 20)" in known
    plain = unknown.startswith("InvalidArgumentError: ") and "actual = 25, computed = 33" in unknown
    assert plain or (unknown.startswith("AbortedError: ") and "primitive descriptor" in unknown)


@pytest.mark.parametrize("size", [28, 97])
def test_output_has_the_inputs_shape(size):
    """28 pixels, and the notes' 97; other remainders are refused."""
    model = deconv_images.build(deconv_images.Config(size=size))
    assert model.output_shape == (None, size, size, 1)
    with pytest.raises(ValueError, match=f"size={size + 1}"):
        deconv_images.build(deconv_images.Config(size=size + 1))


@pytest.mark.slow
def test_learns(tmp_path):
    """The test digits' error is no larger than the original's under TensorFlow 1.15; a picture is drawn.

    Three seeds there: 0.0027 to 0.0037.
    """
    metrics = assert_learns("deconv_images", folder=tmp_path)
    assert np.isfinite(metrics["mse"])
    assert (tmp_path / "reconstruction.png").stat().st_size > 5_000
