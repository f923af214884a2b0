"""graph_collections: the nested list, the mistake with merge_all and its cure."""

import pytest
import tensorflow as tf

from tests.examples.parity import assert_results
from tf2notes import legacy


def test_values():
    """Both sides keep [[a, b]], and report each model's own loss: 4 times the mean of the squares."""
    for results in assert_results("graph_collections"):
        assert results["haha"].tolist() == [[1, 2]]
        assert results["summaries of train"].tolist() == [1, pytest.approx(4 * 14 / 3)]
        assert results["summaries of test"].tolist() == [1, pytest.approx(4 * 5 / 2)]
        assert results["variables"] == 1


def test_the_error_of_the_notes():
    """The original fails at the second model as the notes print it, then runs with merge."""
    original = legacy.load("graph_collections")
    with pytest.raises(tf.errors.InvalidArgumentError, match=r"train/var1/Placeholder(_1)?' with dtype float"):
        original.wrong()
    assert len(original.right()) == 3
