"""Graph-level seeds as TF1 used them.

With only ``tf.set_random_seed``, TF1 takes an op's own seed from the number of ops that the graph holds when the op is
made; later TensorFlow counts the graph's random ops instead. Where a TF1 program sets a graph's seed, that graph counts
as TF1 did; every other graph of the process is left alone.
"""

import weakref

import tensorflow.compat.v1 as _v1
from tensorflow.python.framework import random_seed
from tf2notes.legacy.tf1 import _op_counts


class _Counters:
    """In place of ``random_seed._graph_to_seed_dict``: op counts for TF1's graphs, the living counter for others."""

    def __init__(self, living):
        self.living = living
        self.tf1_graphs = weakref.WeakSet()
        self.every_graph = False

    def counts_ops(self, graph):
        """Whether the graph, or the graph around it if it is a function's, belongs to a TF1 program."""
        while graph is not None:
            if self.every_graph or graph in self.tf1_graphs:
                return True
            graph = getattr(graph, "outer_graph", None) or getattr(graph, "_outer_graph", None)
        return False

    def setdefault(self, graph, start):
        return _op_counts.count(graph) if self.counts_ops(graph) else self.living.setdefault(graph, start)

    def __getitem__(self, graph):
        return self.living.setdefault(graph, 0)

    def __setitem__(self, graph, count):
        self.living[graph] = count


def _counters():
    if not isinstance(random_seed._graph_to_seed_dict, _Counters):
        random_seed._graph_to_seed_dict = _Counters(random_seed._graph_to_seed_dict)
    return random_seed._graph_to_seed_dict


def count_ops_in_every_graph():
    """For a process of a TF1 program's own: whichever way it sets its seeds."""
    _counters().every_graph = True
    _op_counts.install()


def set_random_seed(seed):
    """Replaces: ``tf.set_random_seed``."""
    if not _v1.executing_eagerly():
        _counters().tf1_graphs.add(_v1.get_default_graph())
    _v1.set_random_seed(seed)
