"""TF1's reference variables as resources, in a GraphDef.

A saved TF1 graph holds ``VariableV2`` nodes, whose output is a reference that is read wherever it is used and written
by operations such as ``AssignSub``. Here each becomes a ``VarHandleOp`` of the same name, each use a read in its place,
and each writing operation its resource form followed by a read, under the old name.
"""

import tensorflow.compat.v1 as tf
from tensorflow.python.framework import op_def_registry
from tf2notes.legacy.layer.program import node_of

VARIABLES = ("VariableV2", "Variable")
_ASSIGN = {
    "Assign": "AssignVariableOp",
    "AssignAdd": "AssignAddVariableOp",
    "AssignSub": "AssignSubVariableOp",
}
_SCATTER = {f"Scatter{kind}": f"ResourceScatter{kind}" for kind in ("Update", "Add", "Sub", "Mul", "Div", "Min", "Max")}
_FLOW = ("RefEnter", "RefSwitch", "RefIdentity", "RefMerge", "RefExit", "RefNextIteration")


def to_resources(graph_def):
    """The GraphDef with resources in place of reference variables; other nodes are as they were.

    Raises:
        NotImplementedError: an operation writes a reference in a way that has no counterpart here.
    """
    nodes = {node.name: node for node in graph_def.node}
    found = tf.GraphDef(versions=graph_def.versions, library=graph_def.library)
    for node in graph_def.node:
        _rewrite(node, nodes, found)
    return found


def _rewrite(node, nodes, found):
    if node.op in VARIABLES:
        new = found.node.add(name=node.name, op="VarHandleOp")
        new.attr["dtype"].CopyFrom(node.attr["dtype"])
        new.attr["shape"].CopyFrom(node.attr["shape"])
        new.attr["shared_name"].s = node.name.encode()
        return
    controls = [i for i in node.input if i.startswith("^") and nodes[node_of(i)].op not in VARIABLES]
    data = [i for i in node.input if not i.startswith("^")]
    origins = [_origin(name, nodes) for name in data]
    if node.op in _ASSIGN or node.op in _SCATTER or node.op == "IsVariableInitialized":
        if origins[0] is None:
            raise NotImplementedError(f"operation {node.name!r} of type {node.op} does not write a variable directly")
        _rewrite_write(node, data, origins, controls, nodes, found)
        return
    if any(origins) and node.op not in _FLOW:
        _refuse_unknown(node, origins)
    new = found.node.add()
    new.CopyFrom(node)
    new.op = node.op.removeprefix("Ref") if node.op in _FLOW else node.op
    del new.input[:]
    new.input.extend(_read(node, i, data[i], origins[i], controls, nodes, found) for i in range(len(data)))
    new.input.extend(controls)


def _origin(name, nodes):
    """The variable that a tensor is a reference to, or None."""
    node = nodes[node_of(name)]
    if node.op in VARIABLES:
        return node.name
    if node.op in _ASSIGN or node.op in _SCATTER or node.op in ("RefSwitch", "RefIdentity"):
        return _origin(node.input[0], nodes)
    return None


def _rewrite_write(node, data, origins, controls, nodes, found):
    source = node_of(data[0])
    after = [] if source == origins[0] else [f"^{source}"]
    values = [_read(node, i, data[i], origins[i], controls, nodes, found) for i in range(1, len(data))]
    dtype = node.attr["dtype"] if node.op == "IsVariableInitialized" else node.attr["T"]
    if node.op == "IsVariableInitialized":
        found.node.add(name=node.name, op="VarIsInitializedOp", input=[origins[0], *controls, *after])
        return
    write = found.node.add(name=f"{node.name}/_write", op={**_ASSIGN, **_SCATTER}[node.op])
    write.input.extend([origins[0], *values, *controls, *after])
    write.attr["dtype"].CopyFrom(dtype)
    if node.op in _SCATTER:
        write.attr["Tindices"].CopyFrom(node.attr["Tindices"])
    read = found.node.add(name=node.name, op="ReadVariableOp", input=[origins[0], f"^{write.name}"])
    read.attr["dtype"].CopyFrom(dtype)


def _read(node, index, name, origin, controls, nodes, found):
    """The input as a value: references to a variable are read here and now, after what the user waits for."""
    source = nodes[node_of(name)]
    if source.op not in VARIABLES:
        return name  # what writes a reference ends in a read of its own
    read = found.node.add(name=f"{node.name}/_read_{index}", op="ReadVariableOp", input=[origin, *controls])
    read.attr["dtype"].CopyFrom(source.attr["dtype"])
    return read.name


def _refuse_unknown(node, origins):
    definition = op_def_registry.get(node.op)
    takes_references = definition is not None and any(argument.is_ref for argument in definition.input_arg)
    if takes_references:
        raise NotImplementedError(
            f"operation {node.name!r} of type {node.op} writes {next(filter(None, origins))!r} by reference; only "
            f"{', '.join([*_ASSIGN, *_SCATTER])} can be inside a layer"
        )
