"""A part of a graph seen as one thing with inputs and outputs. Replaces: ``tf.contrib.graph_editor.subgraph``"""

import copy

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.graph_editor import select, util


def _finalize_indices(indices_or_ts, ts):
    return [each if isinstance(each, int) else ts.index(each) for each in indices_or_ts]


def _check_within_range(mapping, n, repetition):
    for i in mapping:
        if not 0 <= i < n:
            raise ValueError(f"Out of [0, {n}[ range: {i}")
    if not repetition and len(set(mapping)) != len(mapping):
        raise ValueError(f"Found repetition in mapping: {mapping}")


class SubGraphView:
    """Replaces: tf.contrib.graph_editor.SubGraphView

    Its inputs and outputs can be chosen and put in order by the methods ``remap...``, which give another view.

    Args:
        inside_ops: the ops.
        passthrough_ts: tensors that are input and output at once.
    """

    def __init__(self, inside_ops=(), passthrough_ts=()):
        inside_ops = util.make_list_of_op(inside_ops)
        passthrough_ts = util.make_list_of_t(passthrough_ts)
        self._graph = None
        self._ops, self._passthrough_ts, self._input_ts, self._output_ts = [], [], [], []
        if inside_ops or passthrough_ts:
            self._graph = util.get_unique_graph(inside_ops + passthrough_ts)
            self._ops = inside_ops
            inputs, outputs, insides = select.compute_boundary_ts(inside_ops)
            known = frozenset([*inputs, *outputs, *insides])
            self._passthrough_ts = [t for t in passthrough_ts if t not in known]
            self._input_ts = inputs + self._passthrough_ts
            self._output_ts = outputs + self._passthrough_ts

    def __copy__(self):
        result = type(self).__new__(type(self))
        for key, value in vars(self).items():
            setattr(result, key, value if key == "_graph" else list(value))
        return result

    def _assign_from(self, other):
        if not isinstance(other, SubGraphView):
            raise TypeError(f"Expected SubGraphView, got: {type(other)}")
        vars(self).update(vars(copy.copy(other)))

    def copy(self):
        """Another view of the same."""
        return copy.copy(self)

    def remap_default(self, remove_input_map=True, remove_output_map=True):
        """With all inputs and outputs again."""
        result = self.copy()
        inputs, outputs, _ = select.compute_boundary_ts(self._ops)
        if remove_input_map:
            result._input_ts = list(inputs) + result._passthrough_ts
        if remove_output_map:
            result._output_ts = list(outputs) + result._passthrough_ts
        return result

    def remap_outputs_make_unique(self):
        """With each output once."""
        result = self.copy()
        result._output_ts = util.concatenate_unique([], self._output_ts)
        return result

    def remap_outputs_to_consumers(self):
        """With each output as often as there are ops that take it."""
        result = self.remap_outputs_make_unique()
        result._output_ts = [t for t in result._output_ts for _ in t.consumers()]
        return result

    def remove_unused_ops(self, control_inputs=True):
        """Without the ops that neither inputs lead to nor outputs come from."""
        result = self.copy()
        used = select.get_walks_union_ops(
            self.connected_inputs, self.connected_outputs, within_ops=self._ops, control_inputs=control_inputs
        )
        used = frozenset(used)
        result._ops = [op for op in self._ops if op in used]
        return result

    def remap_inputs(self, new_input_indices):
        """With these inputs, numbers or tensors, each at most once."""
        return self.remap(new_input_indices=new_input_indices)

    def remap_outputs(self, new_output_indices):
        """With these outputs, numbers or tensors."""
        return self.remap(new_output_indices=new_output_indices)

    def remap(self, new_input_indices=None, new_output_indices=None):
        """With these inputs and outputs; ValueError for numbers that are none, or an input twice."""
        result = self.copy()
        if new_input_indices is not None:
            result._input_ts = self._remapped(self._input_ts, new_input_indices, repetition=False)
        if new_output_indices is not None:
            result._output_ts = self._remapped(self._output_ts, new_output_indices, repetition=True)
        return result

    def _remapped(self, ts, indices, repetition):
        indices = _finalize_indices(indices, ts)
        _check_within_range(indices, len(ts), repetition=repetition)
        return [ts[i] for i in indices]

    def find_op_by_name(self, op_name):
        """The op of that name; ValueError if there is none."""
        found = [op for op in self._ops if op.name == op_name]
        if not found:
            raise ValueError(f"{op_name} not in subgraph.")
        return found[0]

    def __str__(self):
        if not self:
            return "SubGraphView: empty"
        lines = [f"SubGraphView (graphid={id(self.graph)}):"]
        for name, each in (("ops", self._ops), ("inputs", self._input_ts), ("outputs", self._output_ts)):
            lines.append(f"** {name}[{len(each)}]:" if each else f"** {name}: empty")
            lines += [f"  {top.name}{' *' if top in self._passthrough_ts else ''}" for top in each]
        return "\n".join(lines) + "\n"

    graph = property(lambda self: self._graph, doc="The whole graph, or None for an empty view.")
    ops = property(lambda self: self._ops, doc="The ops within.")
    inputs = property(lambda self: util.ListView(self._input_ts), doc="The inputs chosen.")
    outputs = property(lambda self: util.ListView(self._output_ts), doc="The outputs chosen.")
    passthroughs = property(lambda self: util.ListView(self._passthrough_ts), doc="What is both.")

    @property
    def connected_inputs(self):
        """The inputs that do not only pass through."""
        return [t for t in self._input_ts if t not in self._passthrough_ts]

    @property
    def connected_outputs(self):
        """The outputs that do not only pass through."""
        return [t for t in self._output_ts if t not in self._passthrough_ts]

    def __bool__(self):
        return self._graph is not None

    def op(self, op_id):
        """The op of that number."""
        return self._ops[op_id]

    def is_passthrough(self, t):
        """Whether a tensor passes through."""
        return t in self._passthrough_ts

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, traceback):
        pass

    def input_index(self, t):
        """The number of an input; ValueError if it is none."""
        return self._index(t, self._input_ts, "inputs")

    def output_index(self, t):
        """The number of an output; ValueError if it is none."""
        return self._index(t, self._output_ts, "outputs")

    def _index(self, t, ts, what):
        for at, each in enumerate(ts):
            if each is t:
                return at
        raise ValueError(f"Can't find {t.name} in {what} of subgraph.")

    def consumers(self):
        """The ops outside that take an output."""
        inside = frozenset(self._ops)
        return util.concatenate_unique([], [op for t in self._output_ts for op in t.consumers() if op not in inside])


def _check_graph(sgv, graph):
    if graph is None or not sgv.graph:
        return sgv
    if not isinstance(graph, tf.Graph):
        raise TypeError(f"Expected a tf.Graph, got: {type(graph)}")
    if sgv.graph is not graph:
        raise ValueError("Graph mismatch.")
    return sgv


def make_view(*args, **kwargs):
    """A `SubGraphView` of what ``select.select_ops_and_ts`` selects, tensors passing through; a view is itself.

    Raises:
        TypeError: `graph` is none.
        ValueError: it is another one.
    """
    if len(args) == 1 and isinstance(args[0], SubGraphView):
        return _check_graph(args[0], kwargs.get("graph"))
    return _check_graph(SubGraphView(*select.select_ops_and_ts(*args, **kwargs)), kwargs.get("graph"))


def make_view_from_scope(scope, graph):
    """A `SubGraphView` of a name scope."""
    return SubGraphView(select.get_name_scope_ops(graph, scope))
