"""Leaving a strategy's scope for a while, which ``tf.distribute`` lets nobody do by public means."""

import contextlib

from tensorflow.python.distribute import distribute_lib
from tensorflow.python.framework import ops


@contextlib.contextmanager
def outside():
    """While the block runs, no strategy's scope is open, whatever the caller has opened.

    Keras' optimizers ask whether a strategy is in effect, and then insist on a replica's context. Here they are called
    once for all replicas, with gradients that are summed already, and spread the update themselves. The scope can be
    opened anew inside; its way of making variables, left in effect twice over, would make each of them twice.
    """
    graph = ops.get_default_graph()
    creators = graph._variable_creator_stack
    if distribute_lib.has_strategy():
        graph._variable_creator_stack = []
    distribute_lib._push_per_thread_mode(distribute_lib._get_default_replica_mode())
    try:
        yield
    finally:
        graph._variable_creator_stack = creators
        distribute_lib._pop_per_thread_mode()
