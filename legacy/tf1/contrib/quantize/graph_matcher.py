"""Patterns of operations: an operation of some type whose inputs come from operations that match patterns in turn."""

import abc
import itertools


class Pattern(abc.ABC):
    """Something that an operation may match. Replaces: tensorflow.contrib.quantize.python.graph_matcher.Pattern"""

    @abc.abstractmethod
    def match(self, op, tensor):
        """The `MatchResult` of `op`, whose output `tensor` led here (None for the first), or None."""
        raise NotImplementedError('Method "match" not implemented.')


class OpTypePattern(Pattern):
    """An operation of a type.

    Args:
        op_type: "Conv2D", "Conv2D|MatMul" for one of several, "*" for any.
        name: to ask the result by, beside the pattern itself.
        inputs: a pattern, or a type, for each input; None does not look at them.
        ordered_inputs: whether the inputs are to match in this order, or in any.

    Raises:
        ValueError: more than 8 inputs.

    Replaces: tensorflow.contrib.quantize.python.graph_matcher.OpTypePattern
    """

    def __init__(self, op_type, name=None, inputs=None, ordered_inputs=True):
        inputs = list(inputs or ())
        if len(inputs) > 8:
            raise ValueError("Only < 8 inputs are allowed when ordered_inputs is False.")
        self._types = None if op_type == "*" else op_type.split("|")
        self._name = name
        self._inputs = [item if isinstance(item, Pattern) else OpTypePattern(item) for item in inputs]
        self._ordered_inputs = ordered_inputs

    @property
    def name(self):
        return self._name

    def match(self, op, tensor):
        if self._types is not None and op.type not in self._types:
            return None
        result = MatchResult()
        result.add(self, op, tensor)
        if not self._inputs:
            return result
        if len(op.inputs) != len(self._inputs):
            return None
        orders = [self._inputs] if self._ordered_inputs else itertools.permutations(self._inputs)
        for order in orders:
            found = _match_all(order, op.inputs)
            if found is not None:
                for inner in found:
                    result.merge_from(inner)
                return result
        return None


def _match_all(patterns, tensors):
    results = []
    for pattern, tensor in zip(patterns, tensors, strict=True):
        found = pattern.match(tensor.op, tensor)
        if found is None:
            return None
        results.append(found)
    return results


class OneofPattern(Pattern):
    """The first of several patterns that matches.

    Replaces: tensorflow.contrib.quantize.python.graph_matcher.OneofPattern
    """

    def __init__(self, sub_patterns):
        self._sub_patterns = sub_patterns

    def match(self, op, tensor):
        found = (pattern.match(op, tensor) for pattern in self._sub_patterns)
        return next((result for result in found if result is not None), None)


class MatchResult:
    """Which operation, and which of its outputs, matched each pattern.

    Replaces: tensorflow.contrib.quantize.python.graph_matcher.MatchResult
    """

    def __init__(self):
        self._found = {}
        self._names = {}

    def add(self, pattern, op, tensor):
        """Remember; ValueError where another pattern has the name."""
        self._found[pattern] = (op, tensor)
        if pattern.name is not None:
            if pattern.name in self._names:
                raise ValueError(f"Name {pattern.name} is already bound to another pattern")
            self._names[pattern.name] = pattern

    def _of(self, pattern_or_name):
        if isinstance(pattern_or_name, str):
            pattern_or_name = self._names.get(pattern_or_name)
        elif not isinstance(pattern_or_name, Pattern):
            raise ValueError(f"pattern_or_name has type {type(pattern_or_name)}. Expect Pattern or str.")
        return self._found.get(pattern_or_name, (None, None))

    def get_op(self, pattern_or_name):
        """The operation, or None."""
        return self._of(pattern_or_name)[0]

    def get_tensor(self, pattern_or_name):
        """The operation's output that led to it, or None."""
        return self._of(pattern_or_name)[1]

    def merge_from(self, other_match_result):
        """Add what `other_match_result` has."""
        self._found.update(other_match_result._found)
        self._names.update(other_match_result._names)


class GraphMatcher:
    """Looks for a pattern. Replaces: tensorflow.contrib.quantize.python.graph_matcher.GraphMatcher"""

    def __init__(self, pattern):
        self._pattern = pattern

    def match_op(self, op):
        """The `MatchResult` of `op`, or None."""
        return self._pattern.match(op, None)

    def match_ops(self, ops):
        """The results of those of `ops` that match."""
        for op in ops:
            found = self.match_op(op)
            if found is not None:
                yield found

    def match_graph(self, graph):
        """The results of the graph's operations that match, in the graph's order."""
        yield from self.match_ops(graph.get_operations())
