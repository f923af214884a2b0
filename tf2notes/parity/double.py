"""A TF1 graph in double precision: every float32 of it becomes float64.

The graph is built as it is, with its gradients, exported, rewritten and imported again. A constant is read as the
decimal number that was meant: 0.1 becomes 0.1 and not 0.100000001490116.
"""

import contextlib

import numpy as np
import tensorflow as tf
from tensorflow.core.framework import node_def_pb2, types_pb2
from tensorflow.python.framework import meta_graph, op_def_registry, tensor_util
from tensorflow.python.ops import gen_nn_ops, math_ops
from tensorflow.python.training import saver

from tf2notes.legacy import record as legacy_record
from tf2notes.parity.sides import GraphNames

FLOAT, DOUBLE = types_pb2.DT_FLOAT, types_pb2.DT_DOUBLE
# Operations of which TensorFlow has no float64 kernel; what to do about them.
SINGLE_ONLY = {
    "PyFunc": "a Python function chooses its own type",
    "LSTMBlockCell": "use LSTMCell, which has the same weights",
    "BlockLSTM": "use LSTMCell, which has the same weights",
    "CudnnRNN": "it runs on GPUs alone",
}


def in_double(tf1, build, spec, batches):
    """As ``legacy/record.py``'s ``record``, in double precision."""
    spec = dict(spec)
    with tf.Graph().as_default() as graph, _own_batch_norm():
        tensors = build()
        loss = tensors[spec["loss"]] if spec.get("loss") else None
        gradients = {name: gradient.name for name, gradient in legacy_record._gradients(tf1, loss).items()}
        shapes = {v.name: v.shape.as_list() for v in tf1.trainable_variables()}
        used = {*batches[0], *spec["outputs"], *spec["metrics"], *spec["carry"], *spec["carry"].values()}
        train = spec["train"] if isinstance(spec["train"], (list, tuple)) else [spec["train"]]
        used |= {*train, spec["loss"], *spec["prepare"]} - {""}
        names = {name: tensors[name].name for name in used}
        exported = meta_graph.export_scoped_meta_graph(graph=graph)[0]
    _double(exported)

    def again():
        saver.import_meta_graph(exported)
        imported = GraphNames(tf.compat.v1.get_default_graph(), names)
        spec["gradients"] = {name: imported[tensor] for name, tensor in gradients.items()}
        return imported

    start = {**legacy_record.start_weights(shapes, spec["seed"], spec["scale"]), **spec.get("start", {})}
    spec["start"] = start
    recording, weights = legacy_record.record(tf1, again, spec, batches)
    return recording, {name: np.float64(value) for name, value in weights.items()}


def _double(exported):
    """Rewrite a ``MetaGraphDef`` in place."""
    graph = exported.graph_def
    for node in [*graph.node, *(node for function in graph.library.function for node in function.node_def)]:
        if node.op in SINGLE_ONLY:
            raise NotImplementedError(f"float64: {node.name} is a {node.op}; {SINGLE_ONLY[node.op]}")
        for attribute in node.attr.values():
            _double_attribute(attribute)
    _cast_at_fixed(graph)
    for function in graph.library.function:
        for argument in [*function.signature.input_arg, *function.signature.output_arg]:
            if argument.type == FLOAT:
                argument.type = DOUBLE
        for attribute in function.attr.values():
            _double_attribute(attribute)


def _cast_at_fixed(graph):
    """Operations whose inputs or outputs are float32 whatever their attributes say get casts around them."""
    casts = {}
    nodes = {node.name: node for node in graph.node}
    fixed = {name: _fixed(node) for name, node in nodes.items()}

    def cast(source, target_type, name):
        if name not in casts:
            casts[name] = node_def_pb2.NodeDef(name=name, op="Cast", input=[source])
            casts[name].attr["SrcT"].type = FLOAT if target_type == DOUBLE else DOUBLE
            casts[name].attr["DstT"].type = target_type
        return name

    for node in graph.node:
        inputs = fixed[node.name][0]
        for index, source in enumerate(node.input):
            producer, _, port = source.partition(":")
            if source.startswith("^") or producer not in nodes:
                continue
            single_out, single_in = int(port or 0) in fixed[producer][1], index in inputs
            if single_out and not single_in:
                node.input[index] = cast(source, DOUBLE, f"{producer}/as_double_{port or 0}")
            elif single_in and not single_out:
                node.input[index] = cast(source, FLOAT, f"{producer}/as_single_{port or 0}")
    graph.node.extend(casts.values())


def _fixed(node):
    """(places of the inputs, places of the outputs) that are float32 by definition of the operation."""
    definition = op_def_registry.get(node.op)
    if definition is None:
        return set(), set()
    found = []
    for arguments in (definition.input_arg, definition.output_arg):
        simple = not any(a.number_attr or a.type_list_attr for a in arguments)
        found.append({i for i, a in enumerate(arguments) if a.type == FLOAT} if simple else set())
    return tuple(found)


def _double_attribute(attribute):
    kind = attribute.WhichOneof("value")
    if kind == "type" and attribute.type == FLOAT:
        attribute.type = DOUBLE
    elif kind == "list":
        attribute.list.type[:] = [DOUBLE if t == FLOAT else t for t in attribute.list.type]
    elif kind == "tensor" and attribute.tensor.dtype == FLOAT:
        attribute.tensor.CopyFrom(tensor_util.make_tensor_proto(as_meant(tensor_util.MakeNdarray(attribute.tensor))))


def as_meant(array):
    """float32 numbers that were all written with up to six digits as those decimals in float64: 0.1 becomes 0.1.

    Other arrays keep their values: data that fills a float32, which the other side has as well, stays what it is.
    """
    array = np.asarray(array, np.float32)
    meant = np.array([np.float64(f"{number:.6g}") for number in array.ravel()], np.float64).reshape(array.shape)
    return meant if np.array_equal(np.float32(meant), array) else np.float64(array)


@contextlib.contextmanager
def _own_batch_norm():
    """Fused batch norm has float32 kernels alone: while a graph is built, the same from simple operations."""
    kept = gen_nn_ops.fused_batch_norm_v3
    gen_nn_ops.fused_batch_norm_v3 = _batch_norm
    try:
        yield
    finally:
        gen_nn_ops.fused_batch_norm_v3 = kept


def _batch_norm(
    x,
    scale,
    offset,
    mean,
    variance,
    epsilon=0.0001,
    exponential_avg_factor=1,
    data_format="NHWC",
    is_training=True,
    name=None,
):
    if data_format != "NHWC":
        raise NotImplementedError(f"float64: fused batch norm with data_format={data_format!r}; use NHWC")
    center, batch_mean, batch_variance = mean, mean, variance
    if is_training:
        center, used = tf.compat.v1.nn.moments(x, [0, 1, 2])
        batch_mean = center
        count = math_ops.cast(tf.size(x) / tf.size(used), x.dtype)
        batch_variance = used * count / tf.maximum(count - 1, 1)
        if exponential_avg_factor not in (None, 1):  # the running statistics are asked for
            new = exponential_avg_factor
            batch_mean, batch_variance = mean + new * (batch_mean - mean), variance + new * (batch_variance - variance)
    else:
        used = variance
    y = (x - center) * tf.math.rsqrt(used + epsilon) * scale + offset
    return tf.identity(y, name), batch_mean, batch_variance, center, used, used
