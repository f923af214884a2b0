"""Replaces: what ``tensorflow.python.framework.test_util`` of TF1 had beyond today's."""

import contextlib
import functools
import unittest

import numpy as np
from tensorflow.python.eager import context
from tensorflow.python.framework import ops, test_util


class TensorFlowTestCase(test_util.TensorFlowTestCase):
    """Replaces: ``tf.test.TestCase``: its sessions put ops on the CPU unless `use_gpu`, which is False by default."""

    def session(self, graph=None, config=None, use_gpu=False, force_gpu=False):
        """A context manager: a session that is closed at its end."""
        return super().session(graph, config, use_gpu, force_gpu)

    def cached_session(self, graph=None, config=None, use_gpu=False, force_gpu=False):
        """A context manager: one session for the whole test method."""
        return super().cached_session(graph, config, use_gpu, force_gpu)

    def test_session(self, graph=None, config=None, use_gpu=False, force_gpu=False):
        """A context manager, deprecated: `cached_session`, or with a `graph` `session`."""
        return super().test_session(graph, config, use_gpu, force_gpu)

    def assertAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        """As unittest's, with the difference taken in double precision where one of the two is Python's number."""
        super().assertAlmostEqual(*_in_double(first, second), places=places, msg=msg, delta=delta)

    def assertNotAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        """As unittest's, with the difference taken in double precision where one of the two is Python's number."""
        super().assertNotAlmostEqual(*_in_double(first, second), places=places, msg=msg, delta=delta)


def _in_double(first, second):
    """The two numbers such that their difference is NumPy 1's: Python's float was double precision to it."""
    numbers = [isinstance(value, (int, float)) and not isinstance(value, np.generic) for value in (first, second)]
    if not any(numbers):
        return first, second
    return tuple(float(value) if _is_low(value) else value for value in (first, second))


def _is_low(value):
    low = isinstance(value, (np.generic, np.ndarray)) and value.dtype in (np.float32, np.float16)
    return low and np.ndim(value) == 0


def run_in_graph_and_eager_modes(func=None, config=None, use_gpu=True, reset_test=True, assert_no_eager_garbage=False):
    """Decorates a test method to run twice, in a session and eagerly; `reset_test` sets it up anew in between."""
    if reset_test:
        return test_util.run_in_graph_and_eager_modes(func, config, use_gpu, assert_no_eager_garbage)

    def decorate(method):
        @functools.wraps(method)
        def twice(self, *args, **kwargs):
            session = self.test_session(use_gpu=use_gpu, config=config)
            with context.graph_mode(), session, contextlib.suppress(unittest.SkipTest):
                method(self, *args, **kwargs)
            eagerly = method
            if assert_no_eager_garbage:
                ops.reset_default_graph()
                eagerly = test_util.assert_no_garbage_created(eagerly)
            device = ops.device(None if use_gpu else "/device:CPU:0")
            with ops.Graph().as_default(), context.eager_mode(), device:
                eagerly(self, *args, **kwargs)

        return twice

    return decorate(func) if func is not None else decorate


def use_deterministic_cudnn(func):
    """Returns `func`: without a GPU there is no cuDNN to tune."""
    return func
