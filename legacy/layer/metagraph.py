"""A meta graph that TF1's Saver wrote, as a `Program`."""

import base64
import gzip
import os

import numpy as np
import tensorflow.compat.v1 as tf
from google.protobuf.message import DecodeError
from tensorflow.core.framework import variable_pb2
from tf2notes.legacy.layer import contexts
from tf2notes.legacy.layer.program import Program, Variable, ancestors, cut, nearest, node_of, tensor_name
from tf2notes.legacy.layer.refs import to_resources


def read(path):
    """(MetaGraphDef, prefix of the checkpoint beside it) of a ``.meta`` file or a checkpoint's prefix.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: it is no meta graph.
    """
    prefix = str(path).removesuffix(".meta")
    file = f"{prefix}.meta"
    if not os.path.isfile(file):
        raise FileNotFoundError(f"no meta graph {file}: expected what tf.train.Saver wrote, a file ending in .meta")
    meta = tf.MetaGraphDef()
    try:
        with open(file, "rb") as stream:
            meta.ParseFromString(stream.read())
    except DecodeError as error:
        raise ValueError(f"{file} is no meta graph: {error}") from error
    if not meta.graph_def.node:
        raise ValueError(f"{file} is no meta graph: it has no operations")
    return meta, prefix


def trimmed(meta, outputs, feeds, loss_collections, update_collections):
    """The meta graph without what no layer of these outputs needs: training, saving, summaries."""
    fetches = [*map(tensor_name, tf.nest.flatten(outputs)), *_listed(meta, (*loss_collections, *update_collections))]
    nodes = {node.name: node for node in meta.graph_def.node}
    more = contexts.exits_to_keep(contexts.of_meta_graph(meta), meta.graph_def, fetches)
    kept = ancestors(nodes, [*map(node_of, fetches), *more])
    kept |= {node_of(name) for name in feeds}
    smaller = tf.MetaGraphDef()
    smaller.graph_def.versions.CopyFrom(meta.graph_def.versions)
    smaller.graph_def.library.CopyFrom(meta.graph_def.library)
    smaller.graph_def.node.extend(node for node in meta.graph_def.node if node.name in kept)
    wanted = {*loss_collections, *update_collections, "while_context", "cond_context"}
    wanted |= {tf.GraphKeys.TRAINABLE_VARIABLES, tf.GraphKeys.GLOBAL_VARIABLES}
    for key in wanted & set(meta.collection_def):
        smaller.collection_def[key].CopyFrom(meta.collection_def[key])
    return smaller


def program_of(meta, inputs, outputs, feeds, loss_collections, update_collections):
    """The `Program` of a meta graph; arguments as for `TF1Layer.from_meta_graph`.

    Raises:
        LookupError: the graph has no tensor of a name.
    """
    nodes = {node.name: node for node in meta.graph_def.node}
    input_names = [_checked(name, nodes) for name in tf.nest.flatten(inputs)]
    names = tf.nest.map_structure(lambda name: _checked(name, nodes), outputs)
    constants = {}
    for name, value in feeds.items():
        name = _checked(name, nodes)
        constants[name] = np.asarray(value, _dtype(nodes, name).as_numpy_dtype)
    losses = [tensor_name(name) for name in _listed(meta, loss_collections)]
    updates = [node_of(name) for name in _listed(meta, update_collections)]
    fetches, feeds = [*tf.nest.flatten(names), *losses, *updates], [*input_names, *constants]
    loops = contexts.of_meta_graph(meta)
    smaller = cut(meta.graph_def, fetches, feeds, contexts.exits_to_keep(loops, meta.graph_def, fetches))
    absent = set(map(node_of, feeds)) - {node.name for node in smaller.node}
    smaller.node.extend(tf.NodeDef(name=name, op="Placeholder") for name in sorted(absent))  # to be found, then gone
    smaller = to_resources(smaller)
    kept = [node for node in smaller.node if node.name not in absent]
    smaller = tf.GraphDef(node=kept, versions=smaller.versions, library=smaller.library)
    return Program(
        graph_def=smaller,
        inputs=input_names,
        input_specs=[tf.TensorSpec(_shape(nodes, name), _dtype(nodes, name)) for name in input_names],
        outputs=names,
        losses=losses,
        updates=updates,
        constants=constants,
        variables=_variables(meta, smaller),
        contexts=contexts.restricted(loops, {node.name for node in kept}),
    )


def zeros(program, names):
    """What the variables hold before a checkpoint is loaded."""
    specs = program.variables
    return {name: np.zeros(specs[name].shape, tf.as_dtype(specs[name].dtype).as_numpy_dtype) for name in names}


def encode(meta):
    """A meta graph as text."""
    return base64.b64encode(gzip.compress(meta.SerializeToString(), mtime=0)).decode()


def decode(text):
    """The meta graph from its text."""
    return tf.MetaGraphDef.FromString(gzip.decompress(base64.b64decode(text)))


def _listed(meta, keys):
    present = [meta.collection_def[key] for key in keys if key in meta.collection_def]  # asking would create it
    return list(dict.fromkeys(x for collection in present for x in collection.node_list.value))


def _checked(name, nodes):
    if node_of(name) not in nodes:
        raise LookupError(f"the meta graph has no tensor {name!r}.{nearest(node_of(name), nodes)}")
    return tensor_name(name)


def _dtype(nodes, name):
    node, index = nodes[node_of(name)], int(name.partition(":")[2])
    for key in ("component_types", "output_types", "Tout"):
        if key in node.attr:
            return tf.DType(node.attr[key].list.type[index])
    return tf.DType(node.attr["dtype" if "dtype" in node.attr else "T"].type)


def _shape(nodes, name):
    node, index = nodes[node_of(name)], int(name.partition(":")[2])
    shapes = node.attr["_output_shapes"].list.shape if "_output_shapes" in node.attr else ()
    return tf.TensorShape(shapes[index] if shapes else node.attr["shape"].shape if "shape" in node.attr else None)


def _variables(meta, graph_def):
    described = {}
    for key in (tf.GraphKeys.GLOBAL_VARIABLES, tf.GraphKeys.TRAINABLE_VARIABLES):
        for data in meta.collection_def[key].bytes_list.value if key in meta.collection_def else ():
            proto = variable_pb2.VariableDef.FromString(data)
            described[node_of(proto.variable_name)] = (key == tf.GraphKeys.TRAINABLE_VARIABLES, proto)
    found = {}
    for node in graph_def.node:
        if node.op == "VarHandleOp":
            trainable, proto = described.get(node.name, (False, None))
            part = proto.save_slice_info_def if proto is not None and proto.HasField("save_slice_info_def") else None
            found[node.name] = Variable(
                name=node.name,
                shape=tuple(dim.size for dim in node.attr["shape"].shape.dim),
                dtype=tf.DType(node.attr["dtype"].type).name,
                trainable=trainable,
                part_of=part and (part.full_name, tuple(part.full_shape), tuple(part.var_offset)),
            )
    return found
