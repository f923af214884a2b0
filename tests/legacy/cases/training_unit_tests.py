"""What TensorFlow 1.15's unit tests of training showed to differ: helpers of tf.contrib.testing."""

import os
import tempfile
import unittest

import numpy as np
import tensorflow as tf
from tensorflow.contrib.testing.python.framework import fake_summary_writer, util_test


def error_of(function, *args, **kwargs):
    try:
        function(*args, **kwargs)
    except (AssertionError, AttributeError, TypeError, ValueError) as error:
        return type(error).__name__
    return "no error"


def case_event_files():
    folder = tempfile.mkdtemp()
    results = {
        "no file": str(util_test.latest_event_file(folder)),
        "no events": len(list(util_test.latest_events(folder))),
    }
    writer = tf.summary.FileWriter(folder)
    for step, value in ((1, 2.0), (5, 3.0), (3, 4.0)):
        values = [tf.Summary.Value(tag="loss", simple_value=value), tf.Summary.Value(tag="other", simple_value=-value)]
        writer.add_summary(tf.Summary(value=values), step)
    writer.add_summary(tf.Summary(value=[tf.Summary.Value(tag="text", tensor=tf.make_tensor_proto(b"a"))]), 6)
    writer.close()
    events = list(util_test.latest_events(folder))
    results["file"] = os.path.dirname(util_test.latest_event_file(folder)) == folder
    results["values"] = str(sorted(util_test.simple_values_from_events(events, ["loss", "missing"]).items()))
    results["not a number"] = error_of(util_test.simple_values_from_events, events, ["text"])
    results["summaries"] = len(util_test.latest_summaries(folder))
    proto = tf.Summary(
        value=[tf.Summary.Value(tag="a", simple_value=1.001), tf.Summary.Value(tag="b", simple_value=2.0)]
    )
    for name, tags, values in (
        ("near", ["a", "b"], {"a": 1.0}),
        ("wrong value", ["a", "b"], {"a": 2.0}),
        ("wrong tags", ["a"], {}),
    ):
        results[name] = error_of(util_test.assert_summary, tags, values, proto)
    return results


def case_fake_summary_writer():
    test = unittest.TestCase("__init__")
    writer = fake_summary_writer.FakeSummaryWriter("folder")
    writer.add_summary(tf.Summary(value=[tf.Summary.Value(tag="loss", simple_value=2.0)]), 1)
    writer.add_summary(tf.Summary(value=[tf.Summary.Value(tag="global_step/sec", simple_value=9.0)]), 1)
    writer.add_run_metadata(tf.RunMetadata(), "step_1", global_step=1)
    graph = tf.get_default_graph()
    writer.add_graph(graph, global_step=3)
    meta_graph = tf.train.export_meta_graph()
    writer.add_meta_graph(meta_graph, 3)
    calls = {
        "summaries": lambda: writer.assert_summaries(test, "folder", expected_summaries={1: {"loss": 2.0}}),
        "missing step": lambda: writer.assert_summaries(test, expected_summaries={2: {"loss": 2.0}}),
        "graphs": lambda: writer.assert_summaries(test, expected_added_graphs=[graph]),
        "no meta graphs": lambda: writer.assert_summaries(test, expected_added_meta_graphs=[]),
        "meta graphs": lambda: writer.assert_summaries(test, expected_added_meta_graphs=[meta_graph]),
        "negative step": lambda: writer.add_graph(graph, -1),
        "negative step of metadata": lambda: writer.add_run_metadata(tf.RunMetadata(), "a", -1),
        "graph_def": lambda: writer.add_graph(graph, graph_def=graph.as_graph_def()),
    }
    return dict({name: error_of(call) for name, call in calls.items()}, steps=np.array(sorted(writer.summaries)))


def case_static_shapes_of_exported_tables():
    shapes = []
    for default in (-1, tf.constant([-1, -1], tf.int64)):
        table = tf.contrib.lookup.MutableHashTable(tf.string, tf.int64, default)
        shapes += [tensor.shape.as_list() for tensor in table.export()]
    return {"shapes": str(shapes)}
