"""summaries: everything written is read back."""

import numpy as np

from tests.examples.parity import assert_results


def test_events_read_back():
    """Both sides write the same scalars, images, histogram, sound and text, and keep them queued until flush."""
    for results in assert_results("summaries"):
        np.testing.assert_allclose(results["loss"], [1, 1 / 2, 1 / 3], rtol=1e-6)
        assert results["loss: steps"].tolist() == [0, 1, 2]
        assert results["images of a step"] == 3
        assert results["histogram: count, min, max"].tolist() == [9, -4, 4]
        assert not results["all are on the disk before flush"]
        assert results["on the disk after flush"].tolist() == [0, 1, 2]
