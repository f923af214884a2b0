"""A `Program` as a function that Keras 3 can call and differentiate."""

import tensorflow as tf2
import tensorflow.compat.v1 as tf
from tf2notes.legacy.layer.program import tensor_name

_SCOPE = "tf1"


def function_of(program, variables, training):
    """The program with its variables, as a function of flat inputs that returns (flat outputs, losses).

    Where `training`, the updates have run before an output or a loss is handed over.

    Args:
        program: the `Program`.
        variables: {name: tf.Variable} for all of its variables.
        training: whether to run its updates.
    """
    with tf.init_scope():
        if program.has_loops:
            from tf2notes.legacy.layer.loops import with_own_gradient

            return _split(program, with_own_gradient(program, variables, training))
        return _split(program, wrapped(program, variables, training))


def _split(program, function):
    count = len(tf.nest.flatten(program.outputs))

    def call(inputs):
        fetched = function(*inputs)
        return fetched[:count], fetched[count:]

    return call


def wrapped(program, variables, training, more=(), watch=True):
    """A function (inputs...) -> fetched tensors, and those named in `more`. Gradient tapes see variables if `watch`."""

    def body(*inputs):
        graph = tf.get_default_graph()
        graph._distribution_strategy_stack = []  # each replica has its own variables here: TF1 code sees one device
        imported = _imported(program, inputs, variables, watch)
        fetched = [imported(name) for name in [*program.fetched, *more]]
        updates = [imported(name) for name in program.updates] if training else []
        with tf.control_dependencies(updates):
            return [tf.identity(x) for x in fetched]

    return tf.wrap_function(body, [tf.TensorSpec(s.shape, s.dtype) for s in program.input_specs])


def _imported(program, inputs, variables, watch):
    """Import the program into the default graph; returns what finds a tensor or an operation by its old name."""
    graph = tf.get_default_graph()
    feeds = {tensor_name(name): x for name, x in zip(program.inputs, inputs, strict=True)}
    for name, value in program.constants.items():
        feeds[name] = tf.constant(value)
    mapped = dict(feeds)
    for name, variable in variables.items():
        if watch:
            graph.watch_variable(variable)
        mapped[f"{name}:0"] = tf.convert_to_tensor(variable.handle)
    nodes = [node for node in program.graph_def.node if f"{node.name}:0" not in mapped]
    used = {i if i.startswith("^") else tensor_name(i) for node in nodes for i in node.input}
    graph_def = tf.GraphDef(node=nodes, versions=program.graph_def.versions, library=program.graph_def.library)
    mapped = {name: x for name, x in mapped.items() if name in used}
    tf.import_graph_def(graph_def, mapped, name=_SCOPE)

    def find(name):
        if name in feeds:
            return feeds[name]
        return graph.as_graph_element(f"{_SCOPE}/{name}")

    return find


def replica_variable(variable):
    """Under a strategy the tf.Variable of this replica, else the variable itself. None if it is no variable yet."""
    if isinstance(variable, tf2.distribute.DistributedValues):
        return variable.values[0] if tf2.distribute.in_cross_replica_context() else variable._get()
    return variable if hasattr(variable, "handle") else None
