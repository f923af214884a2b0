"""What TensorFlow 1.15's unit tests of cells, embeddings and debugging hooks meet beyond the public functions."""

import numpy as np
import tensorflow as tf
from tensorflow.contrib.layers.python.layers import embedding_ops
from tensorflow.contrib.rnn.python.ops import rnn_cell as contrib_cells
from tensorflow.python.debug.wrappers import hooks


def _error(call):
    try:
        call()
    except (TypeError, ValueError) as error:
        return type(error).__name__
    return "none"


def case_stacked_cells_in_a_keras_rnn():
    """The layer calls the cells in a scope of its own."""
    cell = tf.nn.rnn_cell.MultiRNNCell([tf.nn.rnn_cell.BasicLSTMCell(3), tf.nn.rnn_cell.GRUCell(2)])
    layer = tf.keras.layers.RNN(cell, return_sequences=True)
    with tf.variable_scope("root", initializer=tf.constant_initializer(0.3)):
        x = tf.constant(np.linspace(-1, 1, 2 * 4 * 5).reshape(2, 4, 5), tf.float32)
        outputs = layer(x)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        return {
            "outputs": session.run(outputs),
            "names": [variable.name for variable in layer.weights],
            "trainable": len(layer.trainable_weights),
            "shape": outputs.shape.as_list(),
        }


def case_partitions_of_different_types():
    """Are refused before anything is looked up."""
    ids = tf.SparseTensor([[0, 0], [1, 1]], tf.constant([0, 1], tf.int64), [2, 2])
    weights = tf.SparseTensor([[0, 0], [1, 1]], tf.constant([1.0, 2.0]), [2, 2])
    mixed = [np.ones((2, 3), np.float32), np.ones((1, 3), np.float64)]
    double = [tf.ones([2, 3], tf.float64)]
    look_up = embedding_ops.safe_embedding_lookup_sparse
    with tf.Session() as session:
        return {
            "mixed": _error(lambda: look_up(mixed, ids)),
            "mixed_tensors": _error(lambda: look_up([tf.constant(part) for part in mixed], ids)),
            "weights": _error(lambda: look_up(double, ids, weights)),
            "arrays_take_the_weights_type": session.run(look_up(mixed, ids, weights)),
            "double": session.run(look_up(double, ids)),
            "none": _error(lambda: look_up(None, ids)),
        }


def case_sharded_variables():
    """The first shards have one row more."""
    with tf.variable_scope("cell"):
        shards = contrib_cells._get_sharded_variable("w", [5, 2], tf.float32, 3)
    return {
        "names": [shard.op.name for shard in shards],
        "shapes": [shard.get_shape().as_list() for shard in shards],
        "too_many": _error(lambda: contrib_cells._get_sharded_variable("v", [2, 2], tf.float32, 3)),
    }


def case_debugging_hooks_take_log_usage():
    """It is without effect outside Google."""
    made = [
        hooks.GrpcDebugHook(["localhost:6064"], log_usage=False),
        hooks.TensorBoardDebugHook("localhost:6064", log_usage=False),
    ]
    return {"made": [isinstance(hook, tf.train.SessionRunHook) for hook in made]}


def case_almost_equal_numbers():
    """A Python number and a float32 of NumPy differ in double precision."""
    case = tf.test.TestCase()
    found = np.float32(2 / 3) - np.float32(2**-24)

    def fails(check, *args):
        try:
            check(*args)
        except AssertionError:
            return True
        return False

    return {
        "two_thirds": fails(case.assertAlmostEqual, 2 / 3, found),
        "other_order": fails(case.assertAlmostEqual, found, 2 / 3),
        "far": fails(case.assertAlmostEqual, 0.5, found),
        "not_almost": fails(case.assertNotAlmostEqual, 2 / 3, found),
    }
