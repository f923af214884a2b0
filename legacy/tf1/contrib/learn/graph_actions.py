"""Replaces: ``tf.contrib.learn.graph_actions``: running a graph's outputs from a checkpoint.

Not here: ``train`` and ``evaluate`` of it, whose loops tf.train.MonitoredTrainingSession and tf.estimator have.
"""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.learn import monitors as monitors_lib  # noqa: F401

__all__ = [
    "clear_summary_writers",
    "get_summary_writer",
    "infer",
    "load_variable",
    "run_feeds",
    "run_feeds_iter",
    "run_n",
]
load_variable = tf.train.load_variable
get_summary_writer = tf.summary.FileWriterCache.get
clear_summary_writers = tf.summary.FileWriterCache.clear


def run_feeds_iter(output_dict, feed_dicts, restore_checkpoint_path=None):
    """The outputs for one feed after the other. Replaces: tf.contrib.learn.graph_actions.run_feeds_iter

    Args:
        output_dict: name -> tensor, all of one graph.
        feed_dicts: an iterable; None feeds nothing.
        restore_checkpoint_path: else the variables are initialized.

    Raises:
        ValueError: one of the two is empty.
    """
    if not output_dict:
        raise ValueError(f"output_dict is invalid: {output_dict}.")
    if not feed_dicts:
        raise ValueError(f"feed_dicts is invalid: {feed_dicts}.")
    graph = next(iter(output_dict.values())).graph
    with graph.as_default(), tf.Session("") as session:
        if restore_checkpoint_path:
            tf.train.Saver(tf.global_variables()).restore(session, restore_checkpoint_path)
        else:
            session.run(tf.global_variables_initializer())
        session.run([tf.local_variables_initializer(), tf.tables_initializer()])
        coordinator = tf.train.Coordinator()
        threads = tf.train.start_queue_runners(session, coord=coordinator, start=True)
        try:
            for feed in feed_dicts:
                yield session.run(output_dict, feed)
        finally:
            coordinator.request_stop()
            coordinator.join(threads, stop_grace_period_secs=120, ignore_live_threads=True)


def run_feeds(*args, **kwargs):
    """`run_feeds_iter` as a list. Replaces: tf.contrib.learn.run_feeds"""
    return list(run_feeds_iter(*args, **kwargs))


def run_n(output_dict, feed_dict=None, restore_checkpoint_path=None, n=1):
    """The outputs, `n` times. Replaces: tf.contrib.learn.run_n"""
    return run_feeds(output_dict, [feed_dict] * n, restore_checkpoint_path)


def infer(restore_checkpoint_path, output_dict, feed_dict=None):
    """The outputs, once. Replaces: tf.contrib.learn.infer"""
    return run_n(output_dict, feed_dict, restore_checkpoint_path)[0]
