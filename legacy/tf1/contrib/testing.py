"""Replaces: ``tf.contrib.testing``: summaries and event files in tests."""

import glob
import os

import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.python.framework import test_util

__all__ = [
    "FakeSummaryWriter",
    "assert_summary",
    "latest_event_file",
    "latest_events",
    "latest_summaries",
    "simple_values_from_events",
    "to_summary_proto",
]


class FakeSummaryWriter:
    """Replaces: ``FakeSummaryWriter``: remembers the summaries of each step."""

    _replaced_summary_writer = None

    @classmethod
    def install(cls):
        from tensorflow.python.summary.writer import writer, writer_cache

        if cls._replaced_summary_writer:
            raise ValueError("FakeSummaryWriter already installed.")
        cls._replaced_summary_writer = writer.FileWriter
        writer.FileWriter = writer_cache.FileWriter = cls

    @classmethod
    def uninstall(cls):
        from tensorflow.python.summary.writer import writer, writer_cache

        if not cls._replaced_summary_writer:
            raise ValueError("FakeSummaryWriter not installed.")
        writer.FileWriter = writer_cache.FileWriter = cls._replaced_summary_writer
        cls._replaced_summary_writer = None

    def __init__(self, logdir, graph=None):
        self._logdir, self._graph = logdir, graph
        self._summaries, self._added_graphs, self._added_meta_graphs, self._added_session_logs = {}, [], [], []
        self._added_run_metadata = {}

    @property
    def summaries(self):
        return self._summaries

    def assert_summaries(
        self,
        test_case,
        expected_logdir=None,
        expected_graph=None,
        expected_summaries=None,
        expected_added_graphs=None,
        expected_added_meta_graphs=None,
        expected_session_logs=None,
    ):
        """Compares with what was written; summaries only where they are given."""
        if expected_logdir is not None:
            test_case.assertEqual(expected_logdir, self._logdir)
        if expected_graph is not None:
            test_case.assertIs(expected_graph, self._graph)
        for step in expected_summaries or {}:
            test_case.assertIn(step, self._summaries, f"Missing step {step} from {sorted(self._summaries)}.")
            values = [value for summary in self._summaries[step] for value in summary.value]
            actual = {v.tag: v.simple_value for v in values if v.tag != "global_step/sec"}  # written by a thread
            test_case.assertEqual(expected_summaries[step], actual)
        if expected_added_graphs is not None:
            test_case.assertEqual(expected_added_graphs, self._added_graphs)
        if expected_added_meta_graphs is not None:
            test_case.assertEqual(len(expected_added_meta_graphs), len(self._added_meta_graphs))
            for expected, actual in zip(expected_added_meta_graphs, self._added_meta_graphs, strict=True):
                test_util.assert_meta_graph_protos_equal(test_case, expected, actual)
        if expected_session_logs is not None:
            test_case.assertEqual(expected_session_logs, self._added_session_logs)

    def add_summary(self, summary, current_global_step):
        proto = tf.Summary.FromString(summary) if isinstance(summary, bytes) else summary
        self._summaries.setdefault(current_global_step, []).append(proto)

    def add_graph(self, graph, global_step=None, graph_def=None):
        _check_step(global_step)
        if graph_def is not None:
            raise ValueError(f"Unexpected graph_def {graph_def}.")
        self._added_graphs.append(graph)

    def add_meta_graph(self, meta_graph_def, global_step=None):
        _check_step(global_step)
        self._added_meta_graphs.append(meta_graph_def)

    def add_session_log(self, session_log, global_step=None):
        self._added_session_logs.append(session_log)

    def add_run_metadata(self, run_metadata, tag, global_step=None):
        _check_step(global_step)
        self._added_run_metadata[tag] = run_metadata

    def flush(self):
        pass

    def reopen(self):
        pass

    def close(self):
        pass


def _check_step(global_step):
    if global_step is not None and global_step < 0:
        raise ValueError(f"Invalid global_step {global_step}.")


def assert_summary(expected_tags, expected_simple_values, summary_proto):
    """Replaces: ``assert_summary``: the tags are these, and the values given agree to two decimals."""
    for value in summary_proto.value:
        if value.tag in expected_simple_values:
            expected = expected_simple_values[value.tag]
            np.testing.assert_almost_equal(value.simple_value, expected, decimal=2, err_msg=value.tag)
    found = {value.tag for value in summary_proto.value}
    if found != set(expected_tags):
        raise ValueError(f"Expected tags {set(expected_tags)}, got {found}.")


def to_summary_proto(summary_str):
    """Replaces: ``to_summary_proto``."""
    return tf.Summary.FromString(summary_str)


def latest_event_file(base_dir):
    """Replaces: ``latest_event_file``: the newest event file of a folder by its name, or None."""
    return max(glob.glob(os.path.join(base_dir, "events.*")), default=None)


def latest_events(base_dir):
    """Replaces: ``latest_events``: the events of that file, read as they are asked for."""
    file = latest_event_file(base_dir)
    return tf.train.summary_iterator(file) if file else []


def latest_summaries(base_dir):
    """Replaces: ``latest_summaries``."""
    return [event for event in latest_events(base_dir) if event.HasField("summary")]


def simple_values_from_events(events, tags):
    """Replaces: ``simple_values_from_events``: {tag: its value at the last step}; ValueError if it is not a number."""
    last_step, found = {}, {}
    for event in events:
        for value in event.summary.value:
            if value.tag not in tags:
                continue
            if not value.HasField("simple_value"):
                raise ValueError(f"Summary for {value.tag} is not a simple_value.")
            if event.step > last_step.get(value.tag, -1):
                last_step[value.tag] = event.step
                found[value.tag] = value.simple_value
    return found
