"""The class of a graph's tensors in the runner's process: ``type(x) is tf.Tensor``, as in TF1.

Today a graph's tensors are of a subclass of ``tf.Tensor``, as only eager ones were in TF1. Programs compare classes
(``type(x) is tf.Tensor``) and print them, so here one class is both: what the graph makes, and what ``tf.Tensor`` is.
"""

import contextlib
import sys
import threading

import tensorflow.compat.v1 as _v1
from tensorflow.python.framework import ops, tensor_shape
from tensorflow.python.framework.tensor import DenseSpec
from tensorflow.python.ops import ref_variable
from tensorflow.python.platform import tf_logging as logging

_hidden = threading.local()


@contextlib.contextmanager
def opaque_to_numpy():
    """Let NumPy take a graph's tensors for objects like any other, as NumPy 1 took those inside a list."""
    _hidden.is_on = True
    try:
        yield
    finally:
        _hidden.is_on = False


class _Array:
    """A tensor's ``__array__``, which `opaque_to_numpy` hides."""

    def __init__(self, living):
        self.living = living

    def __get__(self, tensor, kind=None):
        if getattr(_hidden, "is_on", False):
            raise AttributeError("__array__")
        return self.living.__get__(tensor, kind)


class _EveryTensor(type):
    """Eager tensors are instances of ``tf.Tensor``, too."""

    def __instancecheck__(cls, instance):
        return isinstance(instance, _v1.Tensor)

    def __subclasscheck__(cls, kind):
        return issubclass(kind, _v1.Tensor)


def _class_in_data_sets(spec):
    """The class of a data set's component, ``output_classes``: ``tf.Tensor`` is the one class there, too."""
    return ops.Tensor if spec.value_type is _v1.Tensor else spec.value_type


def install():
    """Let graphs make tensors of the one class; a second call does nothing."""
    symbolic = ops.SymbolicTensor
    if type(symbolic) is _EveryTensor:
        return

    dimensions = symbolic._shape

    class Tensor(symbolic, metaclass=_EveryTensor):
        __doc__ = _v1.Tensor.__doc__
        __module__ = "tensorflow.python.framework.ops"
        __qualname__ = "Tensor"
        __array__ = _Array(symbolic.__array__)

        @property
        def shape(self):
            """What is known of its shape."""
            if self._shape_val is None:
                known, is_unknown = dimensions.__get__(self)
                self._shape_val = tensor_shape.TensorShape(None if is_unknown else known)
            return self._shape_val

        @property
        def _shape(self):
            """The shape; today a pair of a list and a bool."""
            logging.warning(
                "Tensor._shape is private: use Tensor.shape, since Tensor._shape is to be removed some day."
            )
            return self.shape

        @_shape.setter
        def _shape(self, value):
            raise ValueError(f"Tensor._shape cannot be assigned ({value}), use Tensor.set_shape instead.")

    ops.SymbolicTensor = ops.Tensor = Tensor
    DenseSpec._to_legacy_output_classes = _class_in_data_sets
    ops.is_symbolic_tensor = lambda tensor: type(tensor) is Tensor or type(tensor) is symbolic
    sys.modules["tf2notes.legacy.tf1"].Tensor = Tensor
    ref_variable.RefVariable.__module__ = "tensorflow.python.ops.variables"
