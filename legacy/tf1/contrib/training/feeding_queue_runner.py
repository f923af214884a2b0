"""A queue runner that feeds what Python functions return."""

import threading

import tensorflow.compat.v1 as tf
from tensorflow.python.platform import tf_logging as logging

__all__ = ["FeedingQueueRunner"]


class FeedingQueueRunner(tf.train.QueueRunner):
    """Runs enqueue operations, each with the feed dictionary that its function returns.

    Args:
        queue, enqueue_ops, close_op, cancel_op, queue_closed_exception_types: as for `tf.train.QueueRunner`.
        feed_fns: list, one `() -> feed_dict` an enqueue operation. StopIteration ends it.

    Raises:
        ValueError: no functions, or not as many as operations.

    Replaces: tf.contrib.training.FeedingQueueRunner
    """

    def __init__(
        self,
        queue=None,
        enqueue_ops=None,
        close_op=None,
        cancel_op=None,
        feed_fns=None,
        queue_closed_exception_types=None,
    ):
        if queue_closed_exception_types is None:
            queue_closed_exception_types = (tf.errors.OutOfRangeError, tf.errors.CancelledError)
        super().__init__(
            queue, enqueue_ops, close_op, cancel_op, queue_closed_exception_types=queue_closed_exception_types
        )
        if feed_fns is None:
            feed_fns = [None for _ in enqueue_ops]
        elif len(feed_fns) != len(enqueue_ops):
            raise ValueError("If feed_fns is not None, it must have the same length as enqueue_ops.")
        self._feed_fns = feed_fns

    def _run(self, sess, enqueue_op, feed_fn, coord=None):
        decremented = False
        try:
            while not (coord and coord.should_stop()):
                try:
                    sess.run(enqueue_op, feed_dict=None if feed_fn is None else feed_fn())
                except (StopIteration, *self._queue_closed_exception_types):
                    with self._lock:
                        self._runs_per_session[sess] -= 1
                        decremented = True
                        if self._runs_per_session[sess] == 0:
                            self._close(sess)
                    return
        except Exception as error:  # whatever it is, the threads that wait for the queue must hear of it
            if not coord:
                logging.error("Exception in QueueRunner: %s", error)
                with self._lock:
                    self._exceptions_raised.append(error)
                raise
            coord.request_stop(error)
        finally:
            if not decremented:
                with self._lock:
                    self._runs_per_session[sess] -= 1

    def _close(self, sess):
        try:
            sess.run(self._close_op)
        except tf.errors.OpError as error:
            logging.vlog(1, "Ignored exception: %s", error)

    def create_threads(self, sess, coord=None, daemon=False, start=False):
        """Threads for the enqueue operations, and one that cancels if a coordinator asks to stop; [] if they run."""
        with self._lock:
            if self._runs_per_session.get(sess, 0) > 0:
                return []
            self._runs_per_session[sess] = len(self._enqueue_ops)
            self._exceptions_raised = []
        threads = [
            threading.Thread(target=self._run, args=(sess, op, feed_fn, coord))
            for op, feed_fn in zip(self._enqueue_ops, self._feed_fns, strict=True)
        ]
        if coord:
            threads.append(threading.Thread(target=self._close_on_stop, args=(sess, self._cancel_op, coord)))
        for thread in threads:
            if coord:
                coord.register_thread(thread)
            thread.daemon = daemon
            if start:
                thread.start()
        return threads

    def _init_from_proto(self, queue_runner_def):
        raise NotImplementedError(f"{type(self).__name__} does not support initialization from proto.")

    def to_proto(self):
        raise NotImplementedError(f"{type(self).__name__} does not support serialization to proto.")
