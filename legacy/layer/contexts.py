"""What TF1 knows of its own loops and branches beside the graph, which their gradients need."""

import tensorflow.compat.v1 as tf
from tensorflow.core.protobuf import control_flow_pb2
from tf2notes.legacy.layer.program import ancestors, node_of

_KINDS = {
    tf.GraphKeys.WHILE_CONTEXT: control_flow_pb2.WhileContextDef,
    tf.GraphKeys.COND_CONTEXT: control_flow_pb2.CondContextDef,
}


def of_graph(graph):
    """{collection: [serialized contexts]} of a graph."""
    return {
        key: [context.to_proto().SerializeToString() for context in graph.get_collection(key)]
        for key in _KINDS
        if graph.get_collection(key)
    }


def of_meta_graph(meta):
    """Likewise of a meta graph."""
    return {key: list(meta.collection_def[key].bytes_list.value) for key in _KINDS if key in meta.collection_def}


def exits_to_keep(contexts, graph_def, fetches):
    """Names of the loops' ends and pivots, which their gradients need although nothing else does.

    Those that only count steps for a gradient that is already in the graph are left out.
    """
    nodes = {node.name: node for node in graph_def.node}
    kept = ancestors(nodes, [node_of(name) for name in fetches])
    found = []
    for proto in _all(contexts, tf.GraphKeys.WHILE_CONTEXT):
        if node_of(proto.pivot_name) in kept:
            found += map(node_of, (proto.pivot_name, proto.pivot_for_pred_name, proto.pivot_for_body_name))
            for name in proto.loop_exit_names:
                pushes = any(nodes[n].op.startswith("StackPush") for n in ancestors(nodes, [node_of(name)]))
                found += [] if pushes else [node_of(name)]
    return found


def restricted(contexts, kept):
    """The contexts as far as they concern the nodes that are kept (a set of names)."""
    found = {}
    for key in contexts:
        protos = [proto for proto in _all(contexts, key) if _is_kept(proto, kept)]
        for proto in protos:
            _restrict(proto, kept)
        if protos:
            found[key] = [proto.SerializeToString() for proto in protos]
    return found


def inside_loops(contexts):
    """Names of the operations inside loops."""
    protos = _all(contexts, tf.GraphKeys.WHILE_CONTEXT)
    return {node_of(name) for proto in protos for name in proto.values_def.values}


def _all(contexts, key):
    return [_KINDS[key].FromString(data) for data in contexts.get(key, ())]


def _is_kept(proto, kept):
    names = [proto.pivot_name, getattr(proto, "pred_name", proto.pivot_name)]
    return all(node_of(name) in kept for name in names)


def _restrict(proto, kept):
    for values in (proto.values_def.values, *(getattr(proto, n, []) for n in ("loop_exit_names", "loop_enter_names"))):
        inside = [name for name in values if node_of(name) in kept]
        del values[:]
        values.extend(inside)
    external = proto.values_def.external_values
    for name, outer in list(external.items()):
        if node_of(name) not in kept or node_of(outer) not in kept:
            del external[name]
    nested = [inner for inner in proto.nested_contexts if _is_kept(_inner(inner), kept)]
    for inner in nested:
        _restrict(_inner(inner), kept)
    del proto.nested_contexts[:]
    proto.nested_contexts.extend(nested)


def _inner(nested):
    return getattr(nested, nested.WhichOneof("ctxt"))
