"""Evaluating checkpoints as they appear."""

import time

import tensorflow.compat.v1 as tf
from tensorflow.python.training import evaluation as _living

__all__ = [
    "StopAfterNEvalsHook",
    "SummaryAtEndHook",
    "checkpoints_iterator",
    "evaluate_once",
    "evaluate_repeatedly",
    "get_or_create_eval_step",
    "wait_for_new_checkpoint",
]

StopAfterNEvalsHook = _living._StopAfterNEvalsHook
evaluate_once = _living._evaluate_once
get_or_create_eval_step = _living._get_or_create_eval_step


def wait_for_new_checkpoint(checkpoint_dir, last_checkpoint=None, seconds_to_sleep=1, timeout=None):
    """The next checkpoint's path: wait until it is not `last_checkpoint`; None after `timeout` seconds.

    Replaces: tf.contrib.training.wait_for_new_checkpoint
    """
    tf.logging.info("Waiting for new checkpoint at %s", checkpoint_dir)
    stop_time = None if timeout is None else time.time() + timeout
    while True:
        path = tf.train.latest_checkpoint(checkpoint_dir)
        if path is not None and path != last_checkpoint:
            tf.logging.info("Found new checkpoint at %s", path)
            return path
        if stop_time is not None and time.time() + seconds_to_sleep > stop_time:
            return None
        time.sleep(seconds_to_sleep)


def checkpoints_iterator(checkpoint_dir, min_interval_secs=0, timeout=None, timeout_fn=None):
    """Yields checkpoints as they appear.

    Args:
        checkpoint_dir: folder.
        min_interval_secs: between two of them.
        timeout: seconds to wait for one; None waits for ever.
        timeout_fn: `() -> whether to end` after a timeout; without it the iterator ends.

    Replaces: tf.contrib.training.checkpoints_iterator
    """
    path = None
    while True:
        new_path = wait_for_new_checkpoint(checkpoint_dir, path, timeout=timeout)
        if new_path is None:
            if not timeout_fn:
                tf.logging.info("Timed-out waiting for a checkpoint.")
                return
            if timeout_fn():
                return
            continue
        start, path = time.time(), new_path
        yield path
        wait = start + min_interval_secs - time.time()
        if wait > 0:
            time.sleep(wait)


class SummaryAtEndHook(tf.train.SessionRunHook):
    """Writes a summary when the session ends.

    Args:
        log_dir: where to write, or
        summary_writer: what to write with.
        summary_op: what to write; all summaries if None.
        feed_dict: for it.

    Raises:
        ValueError: neither a folder nor a writer.

    Replaces: tf.contrib.training.SummaryAtEndHook
    """

    def __init__(self, log_dir=None, summary_writer=None, summary_op=None, feed_dict=None):
        if log_dir is None and summary_writer is None:
            raise ValueError("One of log_dir or summary_writer should be used.")
        self._log_dir = log_dir
        self._summary_writer = summary_writer
        self._summary_op = summary_op
        self._replace_summary_op = summary_op is None
        self._feed_dict = feed_dict

    def begin(self):
        if self._replace_summary_op:
            self._summary_op = tf.summary.merge_all()
        self._global_step = tf.train.get_or_create_global_step()

    def after_create_session(self, session, coord):
        if self._summary_writer is None and self._log_dir:
            self._summary_writer = tf.summary.FileWriterCache.get(self._log_dir)

    def end(self, session):
        if self._summary_op is not None:
            step = tf.train.global_step(session, self._global_step)
            summary = session.run(self._summary_op, self._feed_dict)
            if self._summary_writer:
                self._summary_writer.add_summary(summary, step)
        if self._summary_writer:
            self._summary_writer.flush()


def evaluate_repeatedly(
    checkpoint_dir,
    master="",
    scaffold=None,
    eval_ops=None,
    feed_dict=None,
    final_ops=None,
    final_ops_feed_dict=None,
    eval_interval_secs=60,
    hooks=None,
    config=None,
    max_number_of_evaluations=None,
    timeout=None,
    timeout_fn=None,
):
    """Evaluate every checkpoint that appears.

    Args:
        checkpoint_dir: folder.
        master, scaffold, config: of the sessions.
        eval_ops: run, with `feed_dict`, until a hook (`StopAfterNEvalsHook`) stops it.
        final_ops: run at the end of each evaluation, with `final_ops_feed_dict`.
        eval_interval_secs: least seconds between two evaluations.
        hooks: of the sessions.
        max_number_of_evaluations: then it returns.
        timeout, timeout_fn: as for `checkpoints_iterator`.

    Returns:
        The values of `final_ops` in the last evaluation.

    Replaces: tf.contrib.training.evaluate_repeatedly
    """
    eval_step = get_or_create_eval_step()
    hooks = [] if hooks is None else hooks
    if eval_ops is not None:
        count = tf.assign_add(eval_step, 1)
        for hook in hooks:
            if isinstance(hook, StopAfterNEvalsHook):
                hook._set_evals_completed_tensor(count)
        if isinstance(eval_ops, dict):
            eval_ops["update_eval_step"] = count
        elif isinstance(eval_ops, (tuple, list)):
            eval_ops = [*eval_ops, count]
        else:
            eval_ops = [eval_ops, count]
    final_hook = tf.train.FinalOpsHook(final_ops, final_ops_feed_dict)
    hooks.append(final_hook)

    paths = checkpoints_iterator(
        checkpoint_dir, min_interval_secs=eval_interval_secs, timeout=timeout, timeout_fn=timeout_fn
    )
    for evaluations, path in enumerate(paths, start=1):
        creator = tf.train.ChiefSessionCreator(
            scaffold=scaffold, checkpoint_filename_with_path=path, master=master, config=config
        )
        with tf.train.MonitoredSession(session_creator=creator, hooks=hooks) as session:
            tf.logging.info("Starting evaluation at %s", time.strftime("%Y-%m-%d-%H:%M:%S", time.gmtime()))
            if eval_ops is not None:
                while not session.should_stop():
                    session.run(eval_ops, feed_dict)
            tf.logging.info("Finished evaluation at %s", time.strftime("%Y-%m-%d-%H:%M:%S", time.gmtime()))
        if max_number_of_evaluations is not None and evaluations >= max_number_of_evaluations:
            break
    return final_hook.final_ops_values
