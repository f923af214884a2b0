"""What of living classes behaves as in TF1 again in the runner's process, which belongs to the TF1 program."""

import functools

import tensorflow.compat.v1 as tf
from tensorflow.python.framework import ops, tensor_shape
from tensorflow.python.ops import variable_scope, variables


def install():
    """Change the classes, once."""
    tensor_shape.Dimension.__init__ = _dimension(tensor_shape.Dimension.__init__)
    variables.Variable.__iter__ = _not_iterable(variables.Variable.__iter__)
    variable_scope._VariableStore.get_variable = _named(variable_scope._VariableStore.get_variable)
    ops.name_scope_v2.__exit__ = _twice(ops.name_scope_v2.__exit__)


def _dimension(living):
    """``Dimension(12.5)`` and ``Dimension("a")`` are ValueErrors."""

    @functools.wraps(living)
    def init(self, value):
        if isinstance(value, (float, str)):
            if int(value) != value:
                raise ValueError(f"Ambiguous dimension: {value}")
            value = int(value)
        living(self, value)

    return init


def _not_iterable(living):
    """A variable of a graph cannot be iterated over, as the text says."""

    @functools.wraps(living)
    def iterate(self):
        if not tf.executing_eagerly():
            raise TypeError("'Variable' object is not iterable.")
        return living(self)

    return iterate


def _named(living):
    """A graph's variable needs a name."""

    @functools.wraps(living)
    def get_variable(self, name, *args, **kwargs):
        if name == "" and not tf.executing_eagerly():
            raise ValueError("'' is not a valid node name")
        return living(self, name, *args, **kwargs)

    return get_variable


def _twice(living):
    """A name scope of eager mode may be left once more, after leaving it went wrong."""

    @functools.wraps(living)
    def leave(self, *error):
        return living(self, *error) if self._exit_fns else False

    return leave
