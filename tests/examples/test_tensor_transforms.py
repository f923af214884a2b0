"""tensor_transforms: the arrays printed in the notes, and where keras.ops means something else."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from tf2notes.legacy import tf1

from tests.examples.parity import assert_results

GOLDEN = {
    "concat axis 0": [[1, 2, 3], [4, 5, 6], [7, 8, 9], [10, 11, 12]],
    "concat axis 1": [[1, 2, 3, 7, 8, 9], [4, 5, 6, 10, 11, 12]],
    "np.concatenate axis 0": [6, 4, 5],
    "np.concatenate axis 1": [3, 8, 5],
    "shape of split0": [5, 10],
    "embedding_lookup": [[[4, 5, 6], [7, 8, 9]], [[1, 2, 3], [4, 5, 6]]],
    "expand_dims t 0": [1, 2],
    "expand_dims t 1": [2, 1],
    "expand_dims t -1": [2, 1],
    "expand_dims t2 0": [1, 2, 3, 5],
    "expand_dims t2 2": [2, 3, 1, 5],
    "expand_dims t2 3": [2, 3, 5, 1],
    "slice [1, 1, 3]": [[[3, 3, 3]]],
    "slice [1, 2, 3]": [[[3, 3, 3], [4, 4, 4]]],
    "slice [2, 1, 3]": [[[3, 3, 3]], [[5, 5, 5]]],
    "stack": [[1, 4], [2, 5], [3, 6]],
    "stack axis 1": [[1, 2, 3], [4, 5, 6]],
    "gather [0, 2]": [[[1, 1, 1], [2, 2, 2]], [[5, 5, 5], [6, 6, 6]]],
    "pad": [[0, 0, 0, 0], [0, 1, 2, 0], [0, 1, 2, 0], [0, 0, 0, 0]],
    "pad reflect": [[6, 5, 4, 5, 6, 5, 4], [3, 2, 1, 2, 3, 2, 1], [6, 5, 4, 5, 6, 5, 4], [3, 2, 1, 2, 3, 2, 1]],
}


def test_golden_values():
    """Both sides give the printed arrays."""
    for results in assert_results("tensor_transforms"):
        for name, value in GOLDEN.items():
            np.testing.assert_array_equal(results[name], value, err_msg=name)


def test_split_takes_positions():
    """tf.split(value, [4, 15, 11]) gives pieces of these sizes; ops.split cuts at these positions."""
    value = np.zeros((5, 30))
    assert [piece.shape[1] for piece in keras.ops.split(value, [4, 15], axis=1)] == [4, 11, 15]


def test_the_argument_orders_of_the_notes():
    """TF 0.x had the axis first: the surface takes both orders, TensorFlow refuses the old one."""
    t1, t2 = [[1, 2, 3], [4, 5, 6]], [[7, 8, 9], [10, 11, 12]]
    for name, arguments in (("concat axis 0", (0, [t1, t2])), ("concat axis 1", (1, [t1, t2]))):
        np.testing.assert_array_equal(tf1.concat(*arguments), GOLDEN[name])
    split0, _, _ = tf1.split(1, 3, np.zeros((5, 30)))
    assert split0.shape == (5, 10)
    with pytest.raises((ValueError, TypeError, tf.errors.InvalidArgumentError)):
        tf.concat(0, [t1, t2])
