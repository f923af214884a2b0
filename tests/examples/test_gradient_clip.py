"""gradient_clip: each way of clipping by its arithmetic, and the one that is taken for another."""

import numpy as np

from tests.examples.parity import assert_results
from tf2notes.examples import gradient_clip


def test_arithmetic():
    """The gradients (3, 4) and (12) have the norms 5 and 12, together 13."""
    for results in assert_results("gradient_clip"):
        np.testing.assert_allclose(results["not clipped"], [0.7, 0.6, 0.8], rtol=1e-6)
        np.testing.assert_allclose(results["by value"], [0.7, 0.65, 1.65], rtol=1e-6)
        np.testing.assert_allclose(results["by norm"], [0.85, 0.8, 1.75], rtol=1e-6)
        np.testing.assert_allclose(results["by global norm"], [0.85, 0.8, 1.4], rtol=1e-6)
        np.testing.assert_allclose(results["by a larger global norm"], results["not clipped"], rtol=1e-6)
        np.testing.assert_allclose(results["clip_by_average_norm"], [2.4, 3.2], rtol=1e-6)


def test_clipnorm_is_not_clip_by_global_norm():
    """clipnorm, the nearest name, clips each variable by itself: another step, in silence."""
    together = gradient_clip.train_with(global_clipnorm=6.5)
    each = gradient_clip.train_with(clipnorm=6.5)
    assert np.abs(np.subtract(together, each)).max() > 0.1
