"""A Supervisor whose threads see its graph.

A new thread starts in eager mode unless the whole process left it, and there the Supervisor's services cannot read the
global step of a graph: without this, checkpoints and step counters of a training loop fail in a TF2 process.
"""

from tensorflow.python.training import supervisor, training_util


class _InGraph:
    """A service thread that runs with the Supervisor's graph as the default one."""

    def run(self):
        with self._sess.graph.as_default():
            super().run()


class _SummaryThread(_InGraph, supervisor.SVSummaryThread):
    pass


class _StepCounterThread(_InGraph, supervisor.SVStepCounterThread):
    pass


class _CheckpointThread(_InGraph, supervisor.SVTimerCheckpointThread):
    pass


class Supervisor(supervisor.Supervisor):
    """`tf.train.Supervisor` for graphs that stand in a process with eager mode on.

    Replaces: tf.train.Supervisor
    """

    def loop(self, timer_interval_secs, target, args=None, kwargs=None):
        """Call `target` every so many seconds (0: again and again) in a thread that sees the graph; returns it."""

        def in_graph(*args, **kwargs):
            with self._graph.as_default():
                return target(*args, **kwargs)

        return super().loop(timer_interval_secs, in_graph, args=args, kwargs=kwargs)

    def start_standard_services(self, sess):
        """Start the threads for summaries, steps per second and checkpoints; returns them."""
        if not self._is_chief or not self._logdir:
            return super().start_standard_services(sess)
        if self._global_step is not None and self._summary_writer:
            started = supervisor.SessionLog(status=supervisor.SessionLog.START)
            with self._graph.as_default():
                self._summary_writer.add_session_log(started, training_util.global_step(sess, self._global_step))
        threads = []
        if self._save_summaries_secs and self._summary_writer:
            if self._summary_op is not None:
                threads.append(_SummaryThread(self, sess))
            if self._global_step is not None:
                threads.append(_StepCounterThread(self, sess))
        if self.saver and self._save_model_secs:
            threads.append(_CheckpointThread(self, sess))
        for thread in threads:
            thread.start()
        return threads
