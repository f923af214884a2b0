"""Each kind of layer: loaded from a checkpoint of TensorFlow 1.15, it computes what 1.15 computed."""

import shutil

import numpy as np
import pytest

from tests.checkpoint import models, recorded
from tf2notes import checkpoint


@pytest.mark.parametrize("case", models.LAYERS)
def test_computes_what_tf_1_15_computed(case):
    """The map is found without help, the outputs are equal."""
    build, options = models.LAYERS[case]
    model, expected = build(), recorded.expected(case)
    checkpoint.load(model, recorded.path(case), **options)
    got = np.asarray(model(expected["x"]))
    np.testing.assert_allclose(got, expected["y"], rtol=1e-5, atol=2e-6)


def test_moving_averages():
    """With `ema` the weights are the averages."""
    model, expected = models.small(), recorded.expected("ema")
    checkpoint.load(model, recorded.path("ema"), ema=True)
    np.testing.assert_allclose(np.asarray(model(expected["x"])), expected["y_averaged"], rtol=1e-5, atol=1e-6)
    assert np.abs(expected["y_averaged"] - expected["y"]).max() > 1e-3


def test_forget_bias_of_the_meta_graph(tmp_path):
    """It is read from the .meta file; without one it is TF1's default; what is said counts more; damage is named."""
    folder = shutil.copytree(recorded.path("lstm"), tmp_path / "run")
    meta = folder / "model.ckpt.meta"
    model = models.basic_lstm()

    def biases(**options):
        return [entry.forget_bias for entry in checkpoint.load(model, folder, **options).entries]

    assert biases() == [1.5]
    assert biases(forget_bias=0.5) == [0.5]
    meta.write_bytes(meta.read_bytes()[:5000])
    with pytest.raises(checkpoint.CheckpointError, match=r"model\.ckpt\.meta"):
        biases()
    meta.unlink()
    assert biases() == [1.0]
