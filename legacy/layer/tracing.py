"""From TF1 code to a `Program`: the code runs in a graph of its own, as TF1 ran it."""

import contextlib
import random

import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.core.framework import attr_value_pb2
from tf2notes.legacy.layer import contexts
from tf2notes.legacy.layer.program import Program, Variable, ancestors, cut, nearest, node_of, tensor_name


class _TracingGraph(tf.Graph):
    """A graph that knows whether TF1 code is being run in it: no session may then run."""

    tracing = True

    def is_fetchable(self, tensor_or_op):
        if self.tracing:
            raise RuntimeError(
                "the TF1 code ran a session (or called eval or run) while TF1Layer built it. A layer holds the graph "
                "alone: leave the session loop out of build_fn, and train with fit"
            )
        return super().is_fetchable(tensor_or_op)


@contextlib.contextmanager
def tracing_graph(seed):
    """A fresh default graph for TF1 code: resource variables, the given graph-level seed."""
    graph = _TracingGraph()

    def resource(next_creator, **arguments):
        return next_creator(**{**arguments, "use_resource": True})

    with graph.as_default(), tf.variable_creator_scope(resource):
        graph.seed = seed
        yield graph


def _fix_seeds(graph):
    """Give random operations without any seed one from Python's generator, as Keras draws its own.

    So ``keras.utils.set_random_seed`` fixes them. A graph-level seed would do too, but it would also change what
    operations with seeds of their own draw.
    """
    for op in graph.get_operations():
        if (
            "seed" in op.node_def.attr
            and "seed2" in op.node_def.attr
            and not (op.get_attr("seed") or op.get_attr("seed2"))
        ):
            op._set_attr("seed", attr_value_pb2.AttrValue(i=random.randint(1, 2**31 - 2)))


def trace_function(build_fn, inputs, seed, loss_collections, update_collections):
    """The `Program` of ``build_fn(inputs)``.

    Args:
        build_fn: TF1 code, called with tensors in the structure of `inputs`; returns a structure of tensors.
        inputs: a structure of tf.TensorSpec.
        seed: graph-level seed, or None.
        loss_collections: keys of collections with losses to add.
        update_collections: keys of collections with operations to run where training.
    """
    with tracing_graph(seed) as graph:
        placeholders = tf.nest.map_structure(lambda s: tf.placeholder(s.dtype, s.shape, name="layer_input"), inputs)
        outputs = build_fn(placeholders)
        return _program(graph, tf.nest.flatten(placeholders), outputs, {}, loss_collections, update_collections)


def trace_graph(build_fn, inputs, outputs, feeds, seed, loss_collections, update_collections):
    """The `Program` of a function that makes its own placeholders.

    Args:
        build_fn: TF1 code, called without arguments; returns a dict of tensors, or anything.
        inputs: a structure of names, of its dict or of tensors in its graph, that the layer's inputs feed.
        outputs: a structure of names, likewise, that the layer returns.
        feeds: {name: number} of placeholders that always get the same.
        seed, loss_collections, update_collections: as for `trace_function`.
    """
    with tracing_graph(seed) as graph:
        made = build_fn()

        def find(name):
            return _named(graph, made, name)

        placeholders = [find(name) for name in tf.nest.flatten(inputs)]
        fed = [(find(name), value) for name, value in feeds.items()]
        constants = {x.name: np.asarray(value, x.dtype.as_numpy_dtype) for x, value in fed}
        found = tf.nest.map_structure(find, outputs)
        return _program(graph, placeholders, found, constants, loss_collections, update_collections)


def _named(graph, made, name):
    made = made if isinstance(made, dict) else {}
    if name in made:
        return tf.convert_to_tensor(made[name])
    try:
        return graph.get_tensor_by_name(tensor_name(name))
    except (KeyError, ValueError):
        known = [*made, *(op.name for op in graph.get_operations())]
        raise LookupError(
            f"the TF1 code made no tensor {name!r}: neither its dict nor its graph has one.{nearest(name, known)}"
        ) from None


def _program(graph, placeholders, outputs, constants, loss_collections, update_collections):
    graph.tracing = False
    _fix_seeds(graph)
    names = tf.nest.map_structure(_output_name, outputs)
    flat = tf.nest.flatten(names)
    if not flat:
        raise ValueError(f"the TF1 code returned {outputs!r}, expected a tensor or a list, tuple or dict of tensors")
    losses = _unique(tf.convert_to_tensor(x).name for key in loss_collections for x in graph.get_collection(key))
    updates = _unique(getattr(x, "op", x).name for key in update_collections for x in graph.get_collection(key))
    feeds = [x.name for x in placeholders]
    graph_def = graph.as_graph_def(add_shapes=False)
    loops, fetches = contexts.of_graph(graph), [*flat, *losses, *updates]
    exits = contexts.exits_to_keep(loops, graph_def, fetches)
    smaller = cut(graph_def, fetches, [*feeds, *constants], exits)
    return Program(
        graph_def=smaller,
        inputs=feeds,
        input_specs=[tf.TensorSpec(x.shape, x.dtype) for x in placeholders],
        outputs=names,
        output_specs=[tf.TensorSpec(x.shape, x.dtype) for x in map(graph.get_tensor_by_name, flat)],
        losses=losses,
        updates=updates,
        constants=constants,
        variables=_variables(graph, {node.name for node in smaller.node}),
        contexts=contexts.restricted(loops, {node.name for node in smaller.node}),
        graph=graph,
    )


def _output_name(value):
    if isinstance(value, tf.Operation):
        raise ValueError(
            f"the TF1 code returned the operation {value.name!r}; a layer returns tensors. Keras trains: leave the "
            "optimizer to compile()"
        )
    try:
        return tf.convert_to_tensor(value).name
    except (TypeError, ValueError) as error:
        raise ValueError(
            f"the TF1 code returned {value!r} of type {type(value).__name__}, expected a tensor or a list, tuple or "
            "dict of tensors"
        ) from error


def _unique(names):
    return list(dict.fromkeys(names))


def _graph_variables(graph):
    everything = [v for key in (tf.GraphKeys.GLOBAL_VARIABLES, tf.GraphKeys.LOCAL_VARIABLES) for v in _of(graph, key)]
    everything += [v for key in graph.get_all_collection_keys() for v in _of(graph, key)]
    return {node_of(v.name): v for v in everything}


def _of(graph, key):
    return [v for v in graph.get_collection(key) if hasattr(v, "handle") and hasattr(v, "initializer")]


def _variables(graph, kept):
    known = _graph_variables(graph)
    handles = [op.name for op in graph.get_operations() if op.type == "VarHandleOp" and op.name in kept]
    missing = [name for name in handles if name not in known]
    if missing:
        raise ValueError(
            f"the variables {missing} are in no collection of the graph: the layer could not initialize them"
        )
    trainable = {node_of(v.name) for v in _of(graph, tf.GraphKeys.TRAINABLE_VARIABLES)}
    found = {}
    for name in handles:
        variable, info = known[name], known[name]._get_save_slice_info()
        if not variable.shape.is_fully_defined():
            raise ValueError(f"variable {name!r} has the shape {variable.shape}; a layer's need a static shape")
        found[name] = Variable(
            name=name,
            shape=tuple(variable.shape.as_list()),
            dtype=variable.dtype.base_dtype.name,
            trainable=name in trainable,
            part_of=info and (info.full_name, tuple(info.full_shape), tuple(info.var_offset)),
        )
    return found


def initial_values(program, names):
    """{name: array}: what TF1's initializers give the named variables.

    Runs them in one session, as ``tf.global_variables_initializer`` does, with those that they read.
    """
    graph = program.graph
    known = _graph_variables(graph)
    nodes = {node.name: node for node in graph.as_graph_def().node}
    wanted = set(names)
    while True:
        needed = ancestors(nodes, [known[name].initializer.name for name in wanted])
        more = wanted | {name for name in needed if name in known}
        if more == wanted:
            break
        wanted = more
    config = tf.ConfigProto(allow_soft_placement=True, device_count={"GPU": 0})
    with tf.Session(graph=graph, config=config) as sess:
        sess.run([known[name].initializer for name in sorted(wanted)])
        return sess.run({name: known[name].read_value() for name in names}) if names else {}
