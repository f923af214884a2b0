"""conv2d_transpose: both output shapes, and the notes' two errors."""

import pytest
import tensorflow as tf
from tf2notes.legacy import tf1

from tests.examples.parity import assert_results
from tf2notes import legacy


def test_shapes_and_refusals():
    """3 pixels become 5 or 6 with the same values inside; strides of 4 and 3 do not fit."""
    for results in assert_results("conv2d_transpose"):
        assert results["[1, 5, 5, 3]"].shape == (1, 5, 5, 3)
        assert results["[1, 6, 6, 3]"].shape == (1, 6, 6, 3)
        assert results["forward"].tolist() == [[1, 3, 3, 1]] * 2
        assert results["strides of 4 and 3, shapes known"]
        assert results["strides of 4 and 3, shapes fed"]


def test_the_first_error():
    """The original's gradient is 33 wide where the convolution is 25 wide, as the notes print it."""
    original = legacy.load("conv2d_transpose")
    with tf1.Graph().as_default(), pytest.raises(ValueError, match=r"\(3, 25, 25, 20\).*\(3, 33, 33, 20\)"):
        original.static_error()


def test_the_second_error():
    """With sizes that are fed it is an error of the kernel, when it runs."""
    original = legacy.load("conv2d_transpose")
    with tf1.Graph().as_default(), pytest.raises(tf.errors.OpError):
        original.dynamic_error()
