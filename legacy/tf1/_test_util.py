"""Replaces: what ``tensorflow.python.framework.test_util`` of TF1 had beyond today's."""

import contextlib
import functools
import unittest

from tensorflow.python.eager import context
from tensorflow.python.framework import ops, test_util


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
