"""Replaces: ``tf.contrib.copy_graph``: copies ops and variables from one graph to another."""

import tensorflow.compat.v1 as tf

__all__ = ["copy_op_to_graph", "copy_variable_to_graph", "get_copied_op"]


def _copied_name(name, scope):
    return f"{scope}/{name}" if scope else name


def copy_variable_to_graph(org_instance, to_graph, scope=""):
    """Replaces: ``copy_variable_to_graph``: a variable of the same start value and collections in `to_graph`.

    Raises:
        TypeError: `org_instance` is no variable.
    """
    if not isinstance(org_instance, tf.Variable):
        raise TypeError(f"{org_instance} is not a Variable")
    keys = [key for key in org_instance.graph.collections if org_instance in org_instance.graph.get_collection(key)]
    name = _copied_name(org_instance.op.name, scope)
    start = org_instance.initial_value
    with tf.Session(graph=org_instance.graph) as session:
        value = session.run(start)
    with to_graph.as_default():
        trainable = tf.GraphKeys.TRAINABLE_VARIABLES in keys
        return tf.Variable(value, trainable=trainable, collections=keys, name=name)


def copy_op_to_graph(org_instance, to_graph, variables, scope=""):
    """Replaces: ``copy_op_to_graph``: the op or tensor, and what it is computed from, in `to_graph`.

    Args:
        variables: copies that `copy_variable_to_graph` made; the graph refers to them.

    Raises:
        TypeError: `org_instance` is neither an op nor a tensor.
    """
    if isinstance(org_instance, tf.Variable):
        org_instance = org_instance.op
    if not isinstance(org_instance, (tf.Operation, tf.Tensor)):
        raise TypeError(f"{org_instance} is not an Operation or Tensor")
    known = {_copied_name(variable.op.name, scope) for variable in variables}
    known |= {variable.op.name for variable in variables}
    if isinstance(org_instance, tf.Tensor):
        return _copy_op(org_instance.op, to_graph, known, scope).outputs[org_instance.value_index]
    return _copy_op(org_instance, to_graph, known, scope)


def _copy_op(op, graph, known, scope):
    name = _copied_name(op.name, scope)
    try:
        return graph.get_operation_by_name(name)
    except KeyError:
        pass
    inputs = [_copy_op(x.op, graph, known, scope).outputs[x.value_index] for x in op.inputs]
    control = [_copy_op(x, graph, known, scope) for x in op.control_inputs]
    with graph.as_default(), graph.control_dependencies(control):
        return graph.create_op(
            op.type,
            inputs,
            [output.dtype for output in op.outputs],
            name=name + "/" if name else name,
            attrs=dict(op.node_def.attr),
            op_def=op.op_def,
        )


def get_copied_op(org_instance, graph, scope=""):
    """Replaces: ``get_copied_op``."""
    return graph.as_graph_element(_copied_name(org_instance.name, scope), allow_tensor=True, allow_operation=True)
