"""dropout: scaling, share and mean; keep_prob is not rate; TF1's own mask given to Keras."""

import keras
import numpy as np
from tf2notes.legacy import tf1

from tests.examples.parity import assert_results


def test_scaling():
    """Both sides scale what is kept by 1 / (1 - rate)."""
    for results in assert_results("dropout"):
        np.testing.assert_allclose(results["values at keep_prob 0.5"], [0, 2])
        np.testing.assert_allclose(results["values at rate 0.25"], [0, 4 / 3], rtol=1e-6)
        assert results["the mean stays"]
        assert not results["two runs drop the same"]


def test_keep_prob_taken_for_rate_is_seen():
    """A keep_prob of 0.9 written as a rate drops 90 %."""
    kept = np.asarray(keras.layers.Dropout(0.9, seed=0)(np.ones((100, 100)), training=True)) > 0
    assert abs(kept.mean() - 0.1) < 0.02


def test_the_original_with_a_seed_is_reproducible():
    """The mask of a seed is TF 1.15's, bit for bit: uniform numbers, floored."""
    with tf1.Graph().as_default(), tf1.Session() as sess:
        x = tf1.random_uniform([8], seed=1)
        drop = tf1.nn.dropout(tf1.ones([8]), keep_prob=0.5, seed=1)
        uniform, dropped = sess.run([x, drop])
    np.testing.assert_array_equal(dropped, np.where(uniform >= 0.5, 2, 0))
