"""The gradient of a program with TF1's own loops.

It adds to the loop itself (a count of the steps, stacks of what they computed), so it is built in the same graph,
before either becomes a function. What Keras differentiates is the forward function; its gradient runs the program once
more, with the same random numbers.
"""

import contextlib

import tensorflow.compat.v1 as tf
from tensorflow.python.eager import record
from tensorflow.python.framework import meta_graph
from tf2notes.legacy.layer import contexts
from tf2notes.legacy.layer.calling import wrapped
from tf2notes.legacy.layer.program import Program, cut, tensor_name

_RANDOM = ("Random", "Multinomial", "TruncatedNormal", "ParameterizedTruncatedNormal")


def with_own_gradient(program, variables, training):
    """As `wrapped`: a function (inputs...) -> fetched tensors, that can be differentiated once."""
    drawn = _random_numbers(program)
    forward = wrapped(program, variables, training, drawn, watch=False)
    count = len(program.fetched)
    specs = [tf.TensorSpec(x.shape, x.dtype) for x in forward.outputs]
    moving = [i for i in range(count) if specs[i].dtype.is_floating]
    of_inputs = [i for i, spec in enumerate(program.input_specs) if spec.dtype.is_floating]
    of_variables = [name for name, v in variables.items() if v.trainable]
    backward_program, found = _gradient_program(program, drawn, specs, moving, of_inputs, of_variables)
    backward = wrapped(backward_program, variables, False, watch=False)

    @tf.custom_gradient
    def run(*arguments):  # the inputs, then what the variables hold: the function reads them itself
        inputs = arguments[: len(program.inputs)]
        with record.stop_recording():  # its own gradient would be that of a function, which such loops do not have
            outputs = forward(*inputs)

        def gradient(*grads):
            got = backward(*inputs, *outputs[count:], *(grads[i] for i in moving))
            by_key = dict(zip(found, got, strict=True))
            return [by_key.get(key) for key in (*range(len(inputs)), *of_variables)]

        return outputs[:count], gradient

    return lambda *inputs: run(*inputs, *(variables[name].read_value() for name in of_variables))


def _random_numbers(program):
    """The tensors that random operations draw; those inside a loop cannot be had outside of it."""
    names = [node.name for node in program.graph_def.node if node.op.startswith(_RANDOM)]
    looped = sorted(set(names) & contexts.inside_loops(program.contexts))
    if looped:
        raise NotImplementedError(
            f"random operations inside a TF1 loop ({', '.join(looped)}): its gradient would need the same numbers again"
        )
    return [f"{name}:0" for name in names]


def _gradient_program(program, drawn, specs, moving, of_inputs, of_variables):
    """(the `Program` of the gradients, what each is of: the index of an input or the name of a variable)."""
    with _loops_of_tf1(), tf.Graph().as_default() as graph:
        inputs = [tf.placeholder(s.dtype, s.shape) for s in program.input_specs]
        numbers = [tf.placeholder(s.dtype, s.shape) for s in specs[len(program.fetched) :]]
        grads = [tf.placeholder(specs[i].dtype, specs[i].shape) for i in moving]
        fed = {tensor_name(name): x for name, x in zip([*program.inputs, *drawn], [*inputs, *numbers], strict=True)}
        fed.update({name: tf.constant(value) for name, value in program.constants.items()})
        _import_with_contexts(program, fed)

        def find(name):
            return fed[name] if name in fed else graph.get_tensor_by_name(f"{_SCOPE}/{name}")

        ys = [find(program.fetched[i]) for i in moving]
        xs = {i: inputs[i] for i in of_inputs}
        xs.update({name: find(f"{name}:0") for name in of_variables})
        gradients = dict(zip(xs, tf.gradients(ys, list(xs.values()), grads), strict=True))
        gradients = {key: tf.convert_to_tensor(g).name for key, g in gradients.items() if g is not None}
        feeds = [x.name for x in (*inputs, *numbers, *grads)]
        graph_def = cut(graph.as_graph_def(), list(gradients.values()), feeds)
    for node in graph_def.node:  # variables go by their own names
        _rename(node, {f"{_SCOPE}/{name}": name for name in program.variables})
    gradient_program = Program(
        graph_def=graph_def,
        inputs=feeds,
        input_specs=[tf.TensorSpec(x.shape, x.dtype) for x in (*inputs, *numbers, *grads)],
        outputs=list(gradients.values()),
        variables=program.variables,
    )
    return gradient_program, list(gradients)


@contextlib.contextmanager
def _loops_of_tf1():
    """What a gradient adds to such a loop has to be of its own kind."""
    was_enabled = tf.control_flow_v2_enabled()
    tf.disable_control_flow_v2()
    try:
        yield
    finally:
        if was_enabled:
            tf.enable_control_flow_v2()


_SCOPE = "program"


def _import_with_contexts(program, fed):
    nodes = [node for node in program.graph_def.node if f"{node.name}:0" not in fed]
    used = {tensor_name(i) for node in nodes for i in node.input if not i.startswith("^")}
    meta = tf.MetaGraphDef()
    meta.graph_def.node.extend(nodes)
    meta.graph_def.versions.CopyFrom(program.graph_def.versions)
    meta.graph_def.library.CopyFrom(program.graph_def.library)
    for key, protos in program.contexts.items():
        meta.collection_def[key].bytes_list.value.extend(protos)
    mapped = {name: x for name, x in fed.items() if name in used}
    meta_graph.import_scoped_meta_graph(meta, import_scope=_SCOPE, input_map=mapped)


def _rename(node, names):
    node.name = names.get(node.name, node.name)
    for i, name in enumerate(node.input):
        bare = name.lstrip("^").removesuffix(":0")
        if bare in names:
            node.input[i] = ("^" if name.startswith("^") else "") + names[bare]
