"""Graph surgery. Replaces: tensorflow.contrib.framework.python.framework.graph_util"""

import copy

import tensorflow.compat.v1 as tf

__all__ = ["fuse_op", "get_placeholders"]


def get_placeholders(graph):
    """The tensors of all placeholders of `graph`.

    Raises:
        TypeError: `graph` is no tf.Graph.

    Replaces: tf.contrib.framework.get_placeholders
    """
    if not isinstance(graph, tf.Graph):
        raise TypeError(f"Input graph needs to be a Graph: {graph}")
    return [op.outputs[0] for op in graph.get_operations() if op.type == "Placeholder"]


def fuse_op(graph_def, input_nodes, output_nodes, output_dtypes, output_quantized, op_name, op_type):
    """A copy of `graph_def` where one node stands for everything between `input_nodes` and `output_nodes`.

    Args:
        graph_def: GraphDef.
        input_nodes, output_nodes: lists of node names; an output node has one input.
        output_dtypes: enum values of the outputs' dtypes.
        output_quantized: bool, an attribute of the new node.
        op_name, op_type: of the new node.

    Raises:
        TypeError: an argument of another type, or a node in between needs something that is no input node.

    Replaces: tf.contrib.framework.fuse_op
    """
    if not isinstance(graph_def, tf.GraphDef):
        raise TypeError("graph_def must be a graph_pb2.GraphDef proto.")
    if isinstance(input_nodes, str):
        raise TypeError("input_nodes must be a list.")
    if isinstance(output_nodes, str):
        raise TypeError("output_nodes must be a list.")
    nodes = {node.name: node for node in graph_def.node}
    for name in [*input_nodes, *output_nodes]:
        assert name in nodes, f"{name} is not in graph"
    before = _reachable(input_nodes, nodes)
    inside = _reachable(output_nodes, nodes, stop=set(input_nodes))
    for name in _reachable(output_nodes, nodes) - before - set(output_nodes):
        foreign = (_reachable([name], nodes, stop=set(input_nodes)) & before) - set(input_nodes)
        if foreign:
            raise TypeError(f"Node {name} uses input {sorted(foreign)[0]} not in input_nodes.")

    fused = tf.GraphDef()
    fused.node.extend(copy.deepcopy(node) for node in graph_def.node if node.name in before)
    new = fused.node.add(name=op_name, op=op_type)
    new.input.extend(input_nodes)
    new.attr["_output_types"].list.type[:] = output_dtypes
    new.attr["_output_quantized"].b = output_quantized
    for index, name in enumerate(output_nodes):
        assert len(nodes[name].input) == 1
        node = fused.node.add()
        node.CopyFrom(nodes[name])
        node.input[:] = [f"{op_name}:{index}" if index else op_name]
    fused.node.extend(copy.deepcopy(node) for node in graph_def.node if node.name not in before | inside)
    fused.library.CopyFrom(graph_def.library)
    fused.versions.CopyFrom(graph_def.versions)
    return fused


def _reachable(names, nodes, stop=frozenset()):
    """The names of all nodes that `names` need, themselves included; the search ends at `stop`."""
    seen, queue = set(), list(names)
    while queue:
        name = queue.pop()
        if name not in seen:
            seen.add(name)
            if name not in stop:
                queue += [ref.lstrip("^").partition(":")[0] for ref in nodes[name].input]
    return seen
