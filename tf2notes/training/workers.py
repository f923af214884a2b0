"""Several machines: common decisions, and the end where one of them has gone."""

import contextlib

import tensorflow as tf

EXIT_CODE = 75  # EX_TEMPFAIL: nothing is wrong with the program, and starting again goes on
GONE = (tf.errors.UnavailableError, tf.errors.AbortedError, tf.errors.DeadlineExceededError, tf.errors.CancelledError)
SIGNS = ("aborted by", "peer", "connection", "socket", "restarted", "incarnation", "coordination")


class WorkerLostError(ConnectionError):
    """Another worker has died or cannot be reached; all have to start again, and go on from the last checkpoint."""

    code = EXIT_CODE


@contextlib.contextmanager
def missing_others(workers, store=None):
    """TensorFlow's errors about the other workers, as a `WorkerLostError` that says what to do."""
    try:
        yield
    except WorkerLostError:
        raise
    except (tf.errors.OpError, OSError) as error:
        cause = error
        while cause is not None and not isinstance(cause, tf.errors.OpError):
            cause = cause.__cause__  # saving reduces metrics over the workers, and may fail at that
        if workers == 1 or cause is None or not _of_the_others(cause):
            raise
        lines = cause.message.strip().splitlines()
        said = next((line for line in lines if any(sign in line.lower() for sign in SIGNS)), lines[0]).strip()
        last = store.steps() if store is not None else []
        kept = f"the last checkpoint is of step {last[0]}" if last else "there is no checkpoint yet"
        raise WorkerLostError(
            f"another of the {workers} workers has died or cannot be reached; {kept}. Its own log says why; start all "
            f"workers again to go on (TensorFlow: {said})"
        ) from error


def _of_the_others(error):
    text = error.message.lower()
    return isinstance(error, GONE) or any(sign in text for sign in SIGNS)


class Agreement:
    """All workers take the same decisions: to end, to save, how many steps the next call has."""

    def __init__(self, strategy, worker):
        self.chief = worker == 0  # the clock of one worker decides for all
        self.replicas = len(strategy.extended.worker_devices)

        def in_replica(mine):
            here = tf.identity(mine)  # on the replica's device: an all-reduce goes by where its values are
            return tf.distribute.get_replica_context().all_reduce(tf.distribute.ReduceOp.SUM, here)

        @tf.function
        def summed(mine):
            return strategy.experimental_local_results(strategy.run(in_replica, args=(mine,)))[0]

        self.summed = summed

    def __call__(self, end, due, length):
        """(whether any worker was asked to end, whether the chief finds saving due, the chief's length of calls)."""
        mine = [float(bool(end)), float(bool(due) and self.chief), float(length if self.chief else 0)]
        total = self.summed(tf.constant(mine)).numpy()
        return bool(total[0] > 0), bool(total[1] > 0), round(float(total[2]) / self.replicas)

    def wait(self):
        """Until all workers are here."""
        self(False, False, 1)
