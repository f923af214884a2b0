"""Replaces: ``tf.contrib.testing``: summaries and event files in tests."""

import glob
import os

import tensorflow.compat.v1 as tf

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
            actual = {v.tag: v.simple_value for summary in self._summaries[step] for v in summary.value}
            test_case.assertEqual(expected_summaries[step], actual)
        for expected, actual in (
            (expected_added_graphs, self._added_graphs),
            (expected_added_meta_graphs, self._added_meta_graphs),
            (expected_session_logs, self._added_session_logs),
        ):
            if expected is not None:
                test_case.assertEqual(expected, actual)

    def add_summary(self, summary, current_global_step):
        proto = tf.Summary.FromString(summary) if isinstance(summary, bytes) else summary
        self._summaries.setdefault(current_global_step, []).append(proto)

    def add_graph(self, graph, global_step=None, graph_def=None):
        if global_step is not None or graph_def is not None:
            raise ValueError("a FakeSummaryWriter takes only the graph")
        self._added_graphs.append(graph)

    def add_meta_graph(self, meta_graph_def, global_step=None):
        if global_step is not None:
            raise ValueError("a FakeSummaryWriter takes only the meta graph")
        self._added_meta_graphs.append(meta_graph_def)

    def add_session_log(self, session_log, global_step=None):
        self._added_session_logs.append(session_log)

    def flush(self):
        pass

    def reopen(self):
        pass

    def close(self):
        pass


def assert_summary(expected_tags, expected_simple_values, summary_proto):
    """Replaces: ``assert_summary``."""
    found = {value.tag: value.simple_value for value in summary_proto.value}
    if set(found) != set(expected_tags):
        raise AssertionError(f"Expected tags {expected_tags}, got {sorted(found)}")
    for tag, value in expected_simple_values.items():
        if found[tag] != value:
            raise AssertionError(f"{tag}: expected {value}, got {found[tag]}")


def to_summary_proto(summary_str):
    """Replaces: ``to_summary_proto``."""
    return tf.Summary.FromString(summary_str)


def latest_event_file(base_dir):
    """Replaces: ``latest_event_file``: the newest event file of a folder, or None."""
    files = sorted(glob.glob(os.path.join(base_dir, "events.*")), key=os.path.getctime)
    return files[-1] if files else None


def latest_events(base_dir):
    """Replaces: ``latest_events``."""
    file = latest_event_file(base_dir)
    return list(tf.train.summary_iterator(file)) if file else []


def latest_summaries(base_dir):
    """Replaces: ``latest_summaries``."""
    return [event for event in latest_events(base_dir) if event.HasField("summary")]


def simple_values_from_events(events, tags):
    """Replaces: ``simple_values_from_events``: {step: {tag: value}}."""
    found = {}
    for event in events:
        for value in event.summary.value:
            if value.tag in tags:
                found.setdefault(event.step, {})[value.tag] = value.simple_value
    return found
