"""The class of a graph's tensors in the runner's process: ``type(x) is tf.Tensor``, as in TF1.

Today a graph's tensors are of a subclass of ``tf.Tensor``, as only eager ones were in TF1. Programs compare classes
(``type(x) is tf.Tensor``) and print them, so here one class is both: what the graph makes, and what ``tf.Tensor`` is.
"""

import sys

import tensorflow.compat.v1 as _v1
from tensorflow.python.framework import ops
from tensorflow.python.ops import ref_variable


class _EveryTensor(type):
    """Eager tensors are instances of ``tf.Tensor``, too."""

    def __instancecheck__(cls, instance):
        return isinstance(instance, _v1.Tensor)

    def __subclasscheck__(cls, kind):
        return issubclass(kind, _v1.Tensor)


def install():
    """Let graphs make tensors of the one class; a second call does nothing."""
    symbolic = ops.SymbolicTensor
    if type(symbolic) is _EveryTensor:
        return

    class Tensor(symbolic, metaclass=_EveryTensor):
        __doc__ = _v1.Tensor.__doc__
        __module__ = "tensorflow.python.framework.ops"
        __qualname__ = "Tensor"

    ops.SymbolicTensor = ops.Tensor = Tensor
    ops.is_symbolic_tensor = lambda tensor: type(tensor) is Tensor or type(tensor) is symbolic
    sys.modules["tf2notes.legacy.tf1"].Tensor = Tensor
    ref_variable.RefVariable.__module__ = "tensorflow.python.ops.variables"
