"""A `Program` as a function that Keras 3 can call and differentiate."""

import tensorflow.compat.v1 as tf
from tensorflow.python.framework import meta_graph as _meta_graph

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
            return _with_own_gradient(program, variables, training)
        return _split(program, _wrapped(program, variables, training))


def _split(program, function):
    count = len(tf.nest.flatten(program.outputs))

    def call(inputs):
        fetched = function(*inputs)
        return fetched[:count], fetched[count:]

    return call


def _wrapped(program, variables, training, more=()):
    """A function (inputs...) -> fetched tensors, and those named in `more`."""

    def body(*inputs):
        graph = tf.get_default_graph()
        graph._distribution_strategy_stack = []  # each replica has its own variables here: TF1 code sees one device
        imported = _imported(program, inputs, variables)
        fetched = [imported(name) for name in [*program.fetched, *more]]
        updates = [imported(name) for name in program.updates] if training else []
        with tf.control_dependencies(updates):
            return [tf.identity(x) for x in fetched]

    return tf.wrap_function(body, [tf.TensorSpec(s.shape, s.dtype) for s in program.input_specs])


def _imported(program, inputs, variables, fed=None):
    """Import the program into the default graph; returns what finds a tensor or an operation by its old name."""
    graph = tf.get_default_graph()
    feeds = {tensor_name(name): x for name, x in zip(program.inputs, inputs, strict=True)}
    for name, value in program.constants.items():
        feeds[name] = tf.constant(value)
    feeds.update(fed or {})
    mapped = dict(feeds)
    for name, variable in variables.items():
        graph.watch_variable(variable)
        mapped[f"{name}:0"] = tf.convert_to_tensor(variable.handle)
    nodes = [node for node in program.graph_def.node if f"{node.name}:0" not in mapped]
    used = {i if i.startswith("^") else tensor_name(i) for node in nodes for i in node.input}
    graph_def = tf.GraphDef(node=nodes, versions=program.graph_def.versions, library=program.graph_def.library)
    mapped = {name: x for name, x in mapped.items() if name in used}
    if program.contexts:
        _import_with_contexts(program, graph_def, mapped)
    else:
        tf.import_graph_def(graph_def, mapped, name=_SCOPE)

    def find(name):
        if name in feeds:
            return feeds[name]
        return graph.as_graph_element(f"{_SCOPE}/{name}")

    return find


def _import_with_contexts(program, graph_def, mapped):
    meta = tf.MetaGraphDef(graph_def=graph_def)
    meta.meta_info_def.stripped_op_list.MergeFrom(_meta_graph.stripped_op_list_for_graph(graph_def))
    for key, protos in program.contexts.items():
        meta.collection_def[key].bytes_list.value.extend(protos)
    _meta_graph.import_scoped_meta_graph(meta, import_scope=_SCOPE, input_map=mapped)


# TF1's own loops: their gradient adds to the loop itself, so it is built in the same graph, beside the outputs.

_RANDOM = ("Random", "Multinomial", "TruncatedNormal", "ParameterizedTruncatedNormal")


def _with_own_gradient(program, variables, training):
    """As `_wrapped`, but with a gradient that runs the program once more, with the same random numbers."""
    drawn = [f"{node.name}:0" for node in program.graph_def.node if node.op.startswith(_RANDOM)]
    forward = _wrapped(program, variables, training, drawn)
    names = [name for name, v in variables.items() if v.trainable]
    floating = [i for i, spec in enumerate(program.input_specs) if spec.dtype.is_floating]
    count = len(tf.nest.flatten(program.outputs))
    fetched_count = len(program.fetched)
    drawn_specs = [tf.TensorSpec(x.shape, x.dtype) for x in forward.outputs[fetched_count:]]
    out_specs = [tf.TensorSpec(x.shape, x.dtype) for x in forward.outputs[:fetched_count]]
    moving = [i for i, spec in enumerate(out_specs) if spec.dtype.is_floating]

    def body(*arguments):
        tf.get_default_graph()._distribution_strategy_stack = []
        inputs = arguments[: len(program.inputs)]
        rest = arguments[len(program.inputs) :]
        fed = dict(zip(drawn, rest[: len(drawn)], strict=True))
        imported = _imported(program, inputs, variables, fed)
        ys = [imported(program.fetched[i]) for i in moving]
        xs = [*(inputs[i] for i in floating), *(tf.convert_to_tensor(variables[name].handle) for name in names)]
        gradients = tf.gradients(ys, xs, list(rest[len(drawn) :]))
        shapes = [*(inputs[i] for i in floating), *(variables[name].read_value() for name in names)]
        return [
            tf.zeros_like(x) if g is None else tf.convert_to_tensor(g) for g, x in zip(gradients, shapes, strict=True)
        ]

    backward = tf.wrap_function(body, [*program.input_specs, *drawn_specs, *(out_specs[i] for i in moving)])

    @tf.custom_gradient
    def run(*arguments):
        inputs = arguments[: len(program.inputs)]
        outputs = forward(*inputs)
        fetched, numbers = outputs[:fetched_count], outputs[fetched_count:]

        def gradient(*grads, variables=None):
            found = backward(*inputs, *numbers, *(grads[i] for i in moving))
            by_input = dict(zip(floating, found, strict=False))
            of_inputs = [by_input.get(i) for i in range(len(inputs))]
            of_variables = dict(zip([id(v) for v in owned], found[len(floating) :], strict=True))
            return of_inputs, [of_variables.get(id(v)) for v in variables or ()]

        return fetched, gradient

    owned = [variables[name] for name in names]

    def call(inputs):
        fetched = run(*inputs)
        return fetched[:count], fetched[count:]

    return call
