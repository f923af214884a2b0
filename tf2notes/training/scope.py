"""Leaving a strategy's scope for a while, which ``tf.distribute`` lets nobody do by public means."""

import contextlib

from tensorflow.python.distribute import distribute_lib

_left = []  # the strategies whose scopes were left, innermost last


@contextlib.contextmanager
def outside():
    """While the block runs, no strategy's scope is open, whatever the caller has opened.

    Keras' optimizers ask whether a strategy is in effect, and then insist on a replica's context. Here they are called
    once for all replicas, with gradients that are summed already, and spread the update themselves.
    """
    _left.append(distribute_lib.get_strategy() if distribute_lib.has_strategy() else None)
    distribute_lib._push_per_thread_mode(distribute_lib._get_default_replica_mode())
    try:
        yield
    finally:
        distribute_lib._pop_per_thread_mode()
        _left.pop()


@contextlib.contextmanager
def inside(strategy):
    """A strategy's scope, or the return to it: entered twice, it would make every variable twice over."""
    if strategy not in _left:
        with strategy.scope():
            yield
        return
    distribute_lib._push_per_thread_mode(distribute_lib._CrossReplicaThreadMode(strategy))
    try:
        yield
    finally:
        distribute_lib._pop_per_thread_mode()
