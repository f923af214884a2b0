"""initializers: what is run, what it sets, and when."""

from tf2notes.legacy import tf1

from tests.examples.parity import assert_results
from tf2notes import legacy


def test_values():
    """Both sides have the initial values, change them, and have them again."""
    for results in assert_results("initializers"):
        assert results["values"].tolist() == [1, 2, 5, 5, 5]
        assert results["changed"].tolist() == [7, 7, 8, 8, 8]
        assert results["initialized again"].tolist() == [1, 2, 5, 5, 5]
        assert results["reading too early is an error"]
        assert results["uninitialized after one"] == 1


def test_the_operation_is_a_group_of_assignments():
    """The notes' conclusion, read from the original's graph."""
    original = legacy.load("initializers")
    with tf1.Graph().as_default():
        tf1.Variable(1.0), tf1.Variable(2.0)
        assert original.is_a_group_of_assignments(tf1.global_variables_initializer())
