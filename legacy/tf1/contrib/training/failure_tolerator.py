"""Retrying what fails now and then."""

import random
import time

import tensorflow.compat.v1 as tf

__all__ = ["FailureTolerator"]

_DEFAULT_HANDLED = (
    tf.errors.AbortedError,
    tf.errors.CancelledError,
    tf.errors.DeadlineExceededError,
    tf.errors.FailedPreconditionError,
    tf.errors.InternalError,
    tf.errors.UnavailableError,
    tf.errors.UnknownError,
)


class FailureTolerator:
    """`forgive` lets errors of some kinds pass, up to a limit in a period, and waits longer after each.

    Args:
        limit: how many failures are forgiven within `forgive_after_seconds`.
        init_delay: seconds to wait after the first one.
        backoff_factor: by which the wait grows.
        forgive_after_seconds: after so long a failure is forgotten.
        handled_exceptions: the kinds of errors; errors of sessions and servers if None.

    Replaces: tf.contrib.training.FailureTolerator (until 1.4)
    """

    def __init__(
        self, limit=5, init_delay=5.0, backoff_factor=2.0, forgive_after_seconds=6000, handled_exceptions=None
    ):
        self.limit = limit
        self.backoff = backoff_factor
        self.delay = init_delay
        self.forgive_after = forgive_after_seconds
        self.exceptions = []
        self.time_in_delay = 0.0
        self.handled = _DEFAULT_HANDLED if handled_exceptions is None else tuple(handled_exceptions)

    def _adjusted_now(self):
        """The time without what was spent waiting."""
        return time.time() - self.time_in_delay

    def _forget_old_exceptions(self):
        horizon = self._adjusted_now() - self.forgive_after
        self.exceptions = [(when, error) for when, error in self.exceptions if when > horizon]

    def _handle_error(self, error):
        if not isinstance(error, self.handled):
            return False
        self._forget_old_exceptions()
        self.exceptions.append((self._adjusted_now(), error))
        if len(self.exceptions) >= self.limit:
            return False
        delay = self.delay * self.backoff ** (len(self.exceptions) - 1)
        delay *= random.uniform(0.9, 1.1)
        tf.logging.warn("Waiting %s seconds after: %s", delay, error)
        self.time_in_delay += delay
        time.sleep(delay)
        return True

    def forgive(self):
        """A context manager that swallows what may be forgiven."""
        return self.Forgiver(self)

    class Forgiver:
        """What `forgive` returns."""

        def __init__(self, tolerator):
            self.tolerator = tolerator

        def __enter__(self):
            return self

        def __exit__(self, kind, error, traceback):
            return error is not None and self.tolerator._handle_error(error)
