"""Iteration over a ``tf.data.Dataset`` in eager execution."""

import tensorflow.compat.v1 as tf
from tensorflow.python.data.ops import iterator_ops


class Iterator(iterator_ops.OwnedIterator):
    """Replaces: ``tfe.Iterator``."""

    def __init__(self, dataset):
        if not tf.executing_eagerly():
            raise RuntimeError(
                "tf.contrib.eager.Iterator only works when eager execution is enabled; use "
                "dataset.make_one_shot_iterator() in graphs"
            )
        super().__init__(dataset._apply_debug_options() if hasattr(dataset, "_apply_debug_options") else dataset)
