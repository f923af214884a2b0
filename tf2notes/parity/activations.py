"""What both sides compute on the way: every tensor of the TF1 graph, the output of every Keras layer."""

from dataclasses import dataclass

import keras
import numpy as np
import tensorflow as tf

from tf2notes.legacy import record as legacy_record
from tf2notes.parity.recording import builder, spec_of

# Operations whose outputs are no activations.
NOT_COMPUTED = ("Const", "VariableV2", "Variable", "VarHandleOp", "ReadVariableOp", "Placeholder", "Shape")


@dataclass(frozen=True)
class Tf1Run:
    """What the TF1 graph shows when it is run on one batch."""

    tensors: dict[str, np.ndarray]  # floating-point tensors below the outputs and the loss, in the graph's order
    random: tuple[str, ...]  # operations whose values differ from run to run
    optimizers: tuple[dict, ...]  # for each kind: {"kind": "Adam", "lr": ..., "epsilon": ...} as the graph computes it
    later: tuple[dict, ...]  # the same after some steps
    penalties: float  # sum of the regularization losses that the graph collects
    clips: tuple[str, ...]  # kinds of clipping in the graph


def run_tf1(pair, weights, batches, steps=0):
    """Run the TF1 side and look inside; `steps` training steps before the optimizer is looked at again."""
    from tf2notes.legacy import tf1

    spec = {**spec_of(pair), "start": {}, "train": pair.legacy.train}
    with tf.Graph().as_default() as graph, tf1.Session(graph=graph) as sess:
        tensors = builder(pair.legacy)()
        recorder = legacy_record._Recorder(tf1, sess, tensors, spec, weights)
        asked = [tensors[n] for n in pair.legacy.outputs] + [recorder.loss] * (recorder.loss is not None)
        wanted = _computed(graph, asked)
        recorder.reset(batches[0])
        feed = recorder.feed(batches[0])
        first, second = _run(sess, wanted, feed), _run(sess, wanted, feed)
        random = tuple(name for name in first if not np.array_equal(first[name], second[name], equal_nan=True))
        collected = tf1.get_collection(tf1.GraphKeys.REGULARIZATION_LOSSES)
        penalties = float(sess.run(tf1.add_n(collected), feed)) if collected else 0.0
        optimizers = _optimizers(sess, graph, feed)
        for index, batch in enumerate(batches[:steps]):
            recorder.step(batch, index)
        later = _optimizers(sess, graph, feed) if steps else ()
        names = " ".join(operation.name for operation in graph.get_operations())
        clips = tuple(kind for kind in ("clip_by_global_norm", "clip_by_norm", "clip_by_value") if kind in names)
    return Tf1Run(first, random, optimizers, later, penalties, clips)


def _computed(graph, asked):
    seen, waiting = set(), [tensor.op for tensor in asked]
    while waiting:
        operation = waiting.pop()
        if operation.name not in seen:
            seen.add(operation.name)
            waiting += [tensor.op for tensor in operation.inputs]
    return {
        tensor.name: tensor
        for operation in graph.get_operations()
        if operation.name in seen and operation.type not in NOT_COMPUTED
        if operation._get_control_flow_context() is None and graph.is_fetchable(operation)
        for tensor in operation.outputs
        if tensor.dtype.is_floating and not operation.name.endswith("/read")
    }


def _run(sess, wanted, feed):
    return sess.run({name: tensor for name, tensor in wanted.items() if tensor not in feed}, feed)


def _optimizers(sess, graph, feed):
    """Settings of the operations that update variables, by the names of TensorFlow's own operation definitions."""
    found = []
    for operation in graph.get_operations():
        kind = operation.type.removeprefix("Resource").removeprefix("Sparse")
        if not kind.startswith("Apply"):
            continue
        settings = {"kind": kind.removeprefix("Apply"), "sparse": "Sparse" in operation.type}
        names = [argument.name for argument in operation.op_def.input_arg]
        for name, tensor in zip(names, operation.inputs, strict=False):
            if tensor.dtype.is_floating and tensor.shape.rank == 0 and name not in ("var", "grad"):
                settings[name] = float(sess.run(tensor, feed))
        if "use_nesterov" in operation.node_def.attr:
            settings["nesterov"] = operation.get_attr("use_nesterov")
        if settings not in found:
            found.append(settings)
    return tuple(found)


@dataclass(frozen=True)
class LayerRun:
    """One call of one layer."""

    layer: keras.layers.Layer
    arguments: tuple
    options: dict
    outputs: tuple[np.ndarray, ...]
    before: "LayerRun | None" = None  # the call before it


def run_keras(model, x, training=False):
    """(what the model returns, [`LayerRun`] in the order of the calls)."""
    inner = {id(layer) for layer in model._flatten_layers(include_self=False)}
    found, original = [], keras.layers.Layer.__call__

    def call(layer, *args, **kwargs):
        outputs = original(layer, *args, **kwargs)
        container = isinstance(layer, (keras.Model, keras.layers.StackedRNNCells)) or hasattr(layer, "state_size")
        if id(layer) in inner and (not container or isinstance(layer, keras.layers.RNN)):
            arrays = [np.asarray(t) for t in tf.nest.flatten(outputs) if tf.is_tensor(t) and t.dtype.is_floating]
            found.append(LayerRun(layer, args, kwargs, tuple(arrays), found[-1] if found else None))
        return outputs

    keras.layers.Layer.__call__ = call
    try:
        returned = model(x, training=training)
    finally:
        keras.layers.Layer.__call__ = original
    return returned, found
