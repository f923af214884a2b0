"""Each kind of layer: loaded from a checkpoint of TensorFlow 1.15, it computes what 1.15 computed."""

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
