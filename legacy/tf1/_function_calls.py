"""Calls of ``tf.function`` in a graph, in the runner's process."""

import functools
import threading

import tensorflow.compat.v1 as tf
from tensorflow.python.eager.polymorphic_function import atomic_function, concrete_function

_made = threading.local()


def install():
    """A function that returns nothing gives the op of its call, which a session runs; today it gives None."""
    atomic_function.partitioned_call_op = _remembered(atomic_function.partitioned_call_op)
    kind = concrete_function.ConcreteFunction
    kind._call_flat = _or_its_op(kind._call_flat)


def _remembered(living):
    @functools.wraps(living)
    def make(*args, **kwargs):
        _made.op = living(*args, **kwargs)
        return _made.op

    return make


def _or_its_op(living):
    @functools.wraps(living)
    def call(self, *args, **kwargs):
        _made.op = None
        result = living(self, *args, **kwargs)
        op, _made.op = _made.op, None
        return op if result is None and not tf.executing_eagerly() else result

    return call
