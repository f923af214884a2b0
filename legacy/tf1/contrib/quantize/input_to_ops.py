"""Who consumes a tensor, at the time of asking."""

import collections

from tf2notes.legacy.tf1.contrib.quantize import common


class InputToOps:
    """The consumers of every operation.

    Replaces: tensorflow.contrib.quantize.python.input_to_ops.InputToOps
    """

    def __init__(self, graph):
        self.mapping = collections.defaultdict(set)
        for op in graph.get_operations():
            if not op.name.startswith(common.SKIPPED_PREFIXES):
                for tensor in op.inputs:
                    self.mapping[tensor.ref()].add(op)

    def ConsumerOperations(self, producer_op):
        """The set of operations that take an output of `producer_op`."""
        return set().union(*(self.mapping[tensor.ref()] for tensor in producer_op.outputs))
