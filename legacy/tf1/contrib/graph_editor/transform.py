"""Parts of a graph copied, with other inputs. Replaces: ``tf.contrib.graph_editor.transform``"""

import copy as _copy

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.graph_editor import reroute, select, subgraph, util

string_types = (str,)  # as TF1's file named it


def replace_t_with_placeholder_handler(info, t):
    """A placeholder for a tensor from outside."""
    with info.graph_.as_default():
        return util.make_placeholder_from_tensor(t, scope=info.scope_)


def keep_t_if_possible_handler(info, t):
    """A tensor from outside itself within the same graph, else a placeholder."""
    return t if info.graph is info.graph_ else replace_t_with_placeholder_handler(info, t)


def assign_renamed_collections_handler(info, elem, elem_):
    """Put the copy in the collections of the original; those of the program's own are renamed like ops."""
    known = util.get_predefined_collection_names()
    for name, collection in info.collections.items():
        if any(each is elem for each in collection):
            info.graph_.add_to_collection(name if name in known else info.new_name(name), elem_)


def transform_op_if_inside_handler(info, op, keep_if_possible=True):
    """The copy of an op within; one from outside itself in the same graph, else None."""
    if op in info.ops:
        return info.transformed_ops[op]
    return op if keep_if_possible and info.graph is info.graph_ else None


def copy_op_handler(info, op, new_inputs, copy_shape=False, nodedef_fn=None):
    """A copy of an op that takes `new_inputs`, and its outputs.

    Args:
        copy_shape: let the outputs have the original's static shapes, not those inferred.
        nodedef_fn: from the copy's NodeDef to the one to use.
    """
    if isinstance(new_inputs, bool):
        raise TypeError("the `new_inputs` argument must be an iterable.")
    node_def = _copy.deepcopy(op.node_def)
    node_def.name = info.graph_.unique_name(info.new_name(op.name))
    node_def = node_def if nodedef_fn is None else nodedef_fn(node_def)
    made = tf.Operation.from_node_def(
        node_def,
        info.graph_,
        new_inputs,
        op._output_types[:],
        [],
        op._input_types[:],
        None,
        _copy.deepcopy(op.op_def),
    )
    if copy_shape:
        for t, t_ in zip(op.outputs, made.outputs, strict=True):
            t_.set_shape(t.get_shape())
    if op._original_op:
        made._original_op = op._original_op
    return made, made.outputs


class TransformerInfo:
    """What became of what. Replaces: tf.contrib.graph_editor.TransformerInfo"""

    def __init__(self, info):
        self._graph, self._scope = info.graph, info.scope
        self._graph_, self._scope_ = info.graph_, info.scope_
        self._transformed_ops, self._transformed_ts = info.transformed_ops, info.transformed_ts

    def _get_transformed_map(self, top):
        if isinstance(top, tf.Operation):
            return self._transformed_ops
        if isinstance(top, tf.Tensor):
            return self._transformed_ts
        raise TypeError(f"Expected a tf.Tensor or a tf.Operation, got a {type(top)}")

    def transformed(self, original, missing_fn=None):
        """The copies of ops and tensors, in any structure; `missing_fn` (else None) of what has none."""

        def find(top):
            known = self._get_transformed_map(top)
            return known[top] if top in known else (None if missing_fn is None else missing_fn(top))

        return util.transform_tree(original, find)

    def original(self, transformed, missing_fn=None):
        """The originals of copies: as `transformed`."""

        def find(top):
            for before, after in self._get_transformed_map(top).items():
                if after is top:
                    return before
            return None if missing_fn is None else missing_fn(top)

        return util.transform_tree(transformed, find)

    def __str__(self):
        lines = ["Transform result info:"]
        if self._graph == self._graph_:
            lines.append(f"  Within graph[{id(self._graph)}]{'' if self._scope_ else ' IN-PLACE'}")
        else:
            lines.append(f"  graph[{id(self._graph)}] => graph[{id(self._graph_)}]")
        lines += [f"  Relative to source scope: {self._scope}"] if self._scope else []
        lines += [f"  Scope destination: {self._scope_}"] if self._scope_ else []
        lines.append("Operations mapping:")
        lines += [f"  {op.name} => {made.name}" for op, made in self._transformed_ops.items()]
        return "\n".join(lines) + "\n"


class _TmpInfo:
    """What the handlers of a `Transformer` are told: names without underscore are of the source."""

    def __init__(self, sgv, dst_graph, dst_scope, src_scope):
        self.sgv = sgv
        self.sgv_inputs_set = frozenset(sgv.inputs)
        self.ops = frozenset(sgv.ops)
        self.control_outputs = util.ControlOutputs(sgv.graph)
        self.graph, self.scope = sgv.graph, src_scope
        self.graph_, self.scope_ = dst_graph, dst_scope
        self.transformed_ops, self.transformed_ts = {}, {}
        self.collections = {key: self.graph.get_collection(key) for key in self.graph.get_all_collection_keys()}
        self.cyclic_ops = []
        self.transform_original_op_handler = transform_op_if_inside_handler
        self.tmp_cyclic_ts = []  # (tensor, what stands for it until it is copied, the op that takes it)

    def new_name(self, name):
        """`name` in the destination's scope; ValueError if it is not in the source's."""
        if not name.startswith(self.scope):
            raise ValueError(f"{name} does not belong to source scope: {self.scope}.")
        return self.scope_ + name[len(self.scope) :]


class Transformer:
    """Copies a part of a graph; what is done with ops, inputs and collections are attributes to be replaced.

    Replaces: tf.contrib.graph_editor.Transformer
    """

    def __init__(self):
        self.transform_op_handler = copy_op_handler
        self.transform_control_input_handler = transform_op_if_inside_handler
        self.assign_collections_handler = assign_renamed_collections_handler
        self.transform_external_input_handler = replace_t_with_placeholder_handler
        self.transform_external_hidden_input_handler = keep_t_if_possible_handler
        self.transform_original_op_handler = transform_op_if_inside_handler

    def __call__(self, sgv, dst_graph, dst_scope, src_scope="", reuse_dst_scope=False):
        """Copy.

        Args:
            sgv: the part.
            dst_graph: where to.
            dst_scope: the name scope there, made unique unless `reuse_dst_scope`.
            src_scope: the scope that the names of the part's ops are relative to.

        Returns:
            The copy's view, and a `TransformerInfo`.

        Raises:
            TypeError: `dst_graph` is none.
            ValueError: an op is not in `src_scope`, or a handler gave an op itself.
        """
        sgv = subgraph.make_view(sgv)
        if not isinstance(dst_graph, tf.Graph):
            raise TypeError(f"Expected a tf.Graph, got: {type(dst_graph)}")
        src_scope, dst_scope = util.scope_finalize(src_scope), util.scope_finalize(dst_scope)
        if dst_scope and not reuse_dst_scope:
            dst_scope = util.scope_finalize(dst_graph.unique_name(dst_scope[:-1]))
        info = _TmpInfo(sgv, dst_graph, dst_scope, src_scope)
        self._copy_ops(info)
        self._finalize_cycles(info)
        self._connect_control_inputs(info)
        return self._transform_sgv(info, sgv), TransformerInfo(info)

    def _copy_ops(self, info):
        for op in sorted(info.sgv.ops, key=lambda op: op._id):
            new_inputs = [self._transformed_t(info, t, op) for t in op.inputs]
            made, outputs = self.transform_op_handler(info, op, new_inputs)
            if op is made:
                raise ValueError("In-place transformation not allowed.")
            info.transformed_ops[op] = made
            self.assign_collections_handler(info, op, made)
            for t, t_ in zip(op.outputs, outputs, strict=False):
                info.transformed_ts[t] = t_
                self.assign_collections_handler(info, t, t_)

    def _finalize_cycles(self, info):
        for t, stand_in, op in info.tmp_cyclic_ts:
            made = info.transformed_ops[op]
            at = next(at for at, each in enumerate(made.inputs) if each is stand_in)
            made._update_input(at, info.transformed_ts[t])

    def _connect_control_inputs(self, info):
        for op in info.sgv.ops:
            made = info.transformed_ops[op]
            if op._original_op:
                original = self.transform_original_op_handler(info, op._original_op)
                made._original_op = made._original_op if original is None else original
            waited = [self.transform_control_input_handler(info, each) for each in op.control_inputs]
            reroute.add_control_inputs(made, [each for each in waited if each is not None])

    def _transform_sgv(self, info, sgv):
        """The copy's view, with inputs and outputs in the original's order."""
        made = subgraph.SubGraphView(list(info.transformed_ops.values()))

        def numbers(ts, of_copy):
            found = [info.transformed_ts[t] for t in ts if t in info.transformed_ts]
            at = {t: number for number, t in enumerate(of_copy)}
            return [at[t] for t in found if t in at]

        return made.remap(numbers(sgv.inputs, made.inputs), numbers(sgv.outputs, made.outputs))

    def _transformed_t(self, info, t, op):
        if t in info.transformed_ts:
            return info.transformed_ts[t]
        if t in info.sgv_inputs_set:
            return self.transform_external_input_handler(info, t)
        if t.op not in info.ops:
            return self.transform_external_hidden_input_handler(info, t)
        # a loop: the tensor is made later than it is taken
        if op.type == "Merge":
            stand_in = self._transformed_t(info, op.inputs[0], op)
        elif t.op.type == "Enter":
            stand_in = self._transformed_t(info, t.op.inputs[0], op)
        else:
            with info.graph_.as_default():
                stand_in = util.make_placeholder_from_tensor(t, scope=info.scope_, prefix="geph_tmp")
        info.tmp_cyclic_ts.append((t, stand_in, op))
        return stand_in


def _destination(sgv, dst_graph):
    sgv = subgraph.make_view(sgv)
    dst_graph = sgv.graph if dst_graph is None else dst_graph
    if not isinstance(dst_graph, tf.Graph):
        raise TypeError(f"Expected a tf.Graph, got: {type(dst_graph)}")
    return sgv, dst_graph


def copy(sgv, dst_graph=None, dst_scope="", src_scope="", reuse_dst_scope=False):
    """A copy of a part, with placeholders for its inputs: as `Transformer.__call__`; into its own graph if None.

    Replaces: tf.contrib.graph_editor.copy
    """
    sgv, dst_graph = _destination(sgv, dst_graph)
    return Transformer()(sgv, dst_graph, dst_scope, src_scope, reuse_dst_scope=reuse_dst_scope)


def copy_with_input_replacements(
    sgv, replacement_ts, dst_graph=None, dst_scope="", src_scope="", reuse_dst_scope=False
):
    """A copy of a part, with `replacement_ts` {input: other tensor}; other inputs are kept if possible.

    Replaces: tf.contrib.graph_editor.copy_with_input_replacements
    """
    sgv, dst_graph = _destination(sgv, dst_graph)

    def replaced(info, t):
        return replacement_ts[t] if t in replacement_ts else keep_t_if_possible_handler(info, t)

    copier = Transformer()
    copier.transform_external_input_handler = replaced
    return copier(sgv, dst_graph, dst_scope, src_scope, reuse_dst_scope=reuse_dst_scope)


def _add_control_flow_ops(ops, control_ios):
    """Add all ops of the loops that one of `ops` is in."""
    contexts = dict.fromkeys(op._control_flow_context for op in ops)
    known = set(ops)
    for context in contexts:
        if context is not None and context.IsWhileContext():
            inside = select.get_walks_intersection_ops(
                [t.op for t in context.loop_enters], [t.op for t in context.loop_exits], control_ios=control_ios
            )
            ops += [op for op in inside if op not in known]
            known.update(inside)


def graph_replace(target_ts, replacement_ts, dst_scope="", src_scope="", reuse_dst_scope=False):
    """What `target_ts` would be if tensors were others: copies of the ops between, in the same graph.

    Args:
        target_ts: tensors in any structure.
        replacement_ts: {tensor: what shall stand for it}.
        dst_scope, src_scope, reuse_dst_scope: as for `Transformer.__call__`.

    Returns:
        The structure of `target_ts`; a tensor that does not depend on those replaced is itself.

    Raises:
        ValueError: none of them does.

    Replaces: tf.contrib.graph_editor.graph_replace
    """
    targets = util.flatten_tree(target_ts)
    graph = util.get_unique_graph(targets, check_types=tf.Tensor)
    control_ios = util.ControlOutputs(graph)
    ops = select.get_walks_intersection_ops(list(replacement_ts), targets, control_ios=control_ios)
    if not ops:
        raise ValueError("Targets and replacements are not connected!")
    _add_control_flow_ops(ops, control_ios)
    _, info = copy_with_input_replacements(ops, replacement_ts, None, dst_scope, src_scope, reuse_dst_scope)
    return info.transformed(target_ts, lambda t: t)
