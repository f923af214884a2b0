"""Private attributes of graphs, operations and tensors that TF1's programs reach for, in the runner's process."""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1._private import get_registered_ops

_registered = {}


def install():
    """Name them on the living classes."""
    tf.Operation._inputs = property(_public("inputs"), _refuse_inputs)
    tf.Operation._control_inputs = property(_public("control_inputs"), _set_control_inputs)
    tf.Operation._outputs = property(_public("outputs"))
    tf.Tensor._value_index = property(_public("value_index"))
    for name in ("_last_id", "_version", "_next_id_counter"):  # each counted the operations
        setattr(tf.Graph, name, property(_public("version")))
    tf.Graph._registered_ops = property(_registered_ops)


def _public(name):
    return lambda self: getattr(self, name)


def _refuse_inputs(op, value):
    raise ValueError("Cannot assign _inputs")


def _set_control_inputs(op, value):
    op._remove_all_control_inputs()
    op._add_control_inputs(value)


def _registered_ops(graph):
    if not _registered:
        _registered.update(get_registered_ops())
    return _registered
