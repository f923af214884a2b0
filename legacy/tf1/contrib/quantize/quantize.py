"""Puts fake quantizations behind the weights and the activations of a graph."""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.quantize import common, input_to_ops, quant_ops
from tf2notes.legacy.tf1.contrib.quantize.layer_patterns import find_layers

_ACTIVATION_TYPES = {"Relu", "Relu6", "Identity"}
_RELU_TYPES = {"Relu", "Relu6"}
_FAKE_QUANT = {"FakeQuantWithMinMaxVars", "FakeQuantWithMinMaxArgs", "FakeQuantWithMinMaxVarsPerChannel"}
_ARITHMETIC = {"Add", "AddV2", "Mul"}
_PASS_THROUGH = {"Reshape", "Identity", "BatchToSpaceND", "SpaceToBatchND", "MaxPool", "Max"}


def Quantize(
    graph,
    is_training,
    weight_bits=8,
    activation_bits=8,
    symmetric=False,
    ema_decay=0.999,
    quant_delay=None,
    vars_collection=tf.GraphKeys.GLOBAL_VARIABLES,
    scope=None,
):
    """Quantize weights in their own range and activations in the moving average of theirs.

    Args:
        graph: changed in place.
        is_training: whether ranges are found, or only used.
        weight_bits, activation_bits, symmetric: of the integers.
        ema_decay: of the moving averages.
        quant_delay: see `create_training_graph`.
        vars_collection: of the ranges.
        scope: None, or the name scope outside of which nothing is quantized.

    Replaces: tensorflow.contrib.quantize.python.quantize.Quantize
    """
    if scope and not scope.endswith("/"):
        scope += "/"
    consumers_of = input_to_ops.InputToOps(graph).ConsumerOperations
    common_options = {"quant_delay": quant_delay, "vars_collection": vars_collection, "is_training": is_training}
    activations = {**common_options, "bits": activation_bits, "ema_decay": ema_decay}
    done = set()

    def quantize_output(context, name, op, **kwargs):
        options = {**activations, "symmetric": symmetric, "producer_scope": scope, **kwargs}
        _insert(context, name, op, consumers_of(op), **options)
        done.add(op)

    def followed_by(op, types):
        skip = any(consumer.type in types for consumer in consumers_of(op))
        if skip:
            tf.logging.info("Skipping %s, because its followed by an activation.", op.name)
        return skip

    for layer in find_layers(graph):
        context = _scope_of(layer.layer_op.name)
        if layer.weight_tensor is not None:
            weight = layer.weight_tensor.op
            options = {"bits": weight_bits, "symmetric": symmetric, "narrow_range": True, "consumer_scope": scope}
            _insert(context, "weights_quant", weight, consumers_of(weight), **common_options, **options)
        outer = _scope_of(context) if layer.bypass_op else context
        if layer.activation_op is not None:
            quantize_output(outer, "act_quant", layer.activation_op, init_min=0.0)
        if layer.bypass_op is not None:
            quantize_output(context, "conv_quant", layer.bias_add_op, consumer_scope=scope)
            if not followed_by(layer.bypass_op, _ACTIVATION_TYPES):
                quantize_output(outer, "add_quant", layer.bypass_op, consumer_scope=scope)
        after = layer.post_activation_bypass_op
        if after is not None and not followed_by(after, _RELU_TYPES):
            quantize_output(_scope_of(after.name), "post_activation_bypass_quant", after)

    consumers_of = input_to_ops.InputToOps(graph).ConsumerOperations
    for op in graph.get_operations():
        if _is_quantizable(op, done):
            tf.logging.info("Inserting fake quant op activation_%s_quant after %s", op.type, op.name)
            _insert(op.name, f"activation_{op.type}_quant", op, consumers_of(op), **activations, producer_scope=scope)


def _is_quantizable(op, done):
    """Whether an addition or product works on quantized numbers and is not quantized itself."""
    if op in done or op.type not in _ARITHMETIC:
        return False
    if len(op.outputs) == 1:
        consumers = op.outputs[0].consumers()
        if len(consumers) == 1 and consumers[0].type in _RELU_TYPES:
            tf.logging.info("Skipping quant after %s", op.name)
            return False
    for tensor in op.inputs:
        source = tensor.op
        while source.type in _PASS_THROUGH:
            source = source.inputs[0].op
        if source.type == "FakeQuantWithMinMaxVars" or source.name.find("delayed_quant/Merge") > 0:
            return True
        if source.type in ("If", "StatelessIf") and "delayed_quant" in source.name:  # that merge, in TF2's graphs
            return True
        if source.type in _ARITHMETIC and any(_is_quantizable(inner.op, done) for inner in source.inputs):
            return True
    return False


def _followed_by_fake_quant(tensor):
    consumers = list(tensor.consumers())
    while consumers:
        consumer = consumers.pop()
        if consumer.type in _FAKE_QUANT:
            return True
        if consumer.type in ("Reshape", "Identity"):
            consumers.extend(inner for output in consumer.outputs for inner in output.consumers())
    return False


def _insert(
    context,
    name,
    producer,
    consumers,
    is_training,
    bits=8,
    symmetric=False,
    init_min=-6.0,
    init_max=6.0,
    ema_decay=None,
    quant_delay=None,
    vars_collection=tf.GraphKeys.GLOBAL_VARIABLES,
    narrow_range=False,
    producer_scope=None,
    consumer_scope=None,
):
    """A fake quantization between `producer` and `consumers`: of moving averages if there is an `ema_decay`."""
    outside = [op.name for op in consumers if consumer_scope and not op.name.startswith(consumer_scope)]
    if outside or (producer_scope and not producer.name.startswith(producer_scope)):
        tf.logging.info("Not quantizing %s of %s: %s is out of scope", name, context, outside or producer.name)
        return
    prefix = f"{context}/{name}" if context else name
    around = tf.get_default_graph().get_name_scope()
    if around:
        prefix = common.DropStringPrefix(prefix, f"{around}/")
    inputs = producer.outputs[0]
    if _followed_by_fake_quant(inputs):
        return
    options = {
        "init_min": init_min,
        "init_max": init_max,
        "is_training": is_training,
        "num_bits": bits,
        "symmetric": symmetric,
        "narrow_range": narrow_range,
        "vars_collection": vars_collection,
        "name_prefix": prefix,
    }
    if ema_decay is None:
        quant = quant_ops.LastValueQuantize(inputs, **options)
    else:
        quant = quant_ops.MovingAvgQuantize(inputs, ema_decay=ema_decay, **options)
    if quant_delay and quant_delay > 0:
        step = common.CreateOrGetQuantizationStep()
        activate = tf.greater_equal(step, quant_delay, name=f"{prefix}/activate_quant")
        quantized = quant
        quant = tf.cond(activate, lambda: quantized, lambda: inputs, name=f"{prefix}/delayed_quant")
    if consumers and common.RerouteTensor(quant, inputs, can_modify=consumers) < len(consumers):
        raise ValueError(f"No inputs quantized for ops: [{', '.join(consumer.name for consumer in consumers)}]")


def _scope_of(name):
    """What comes before the last slash of a name, or nothing."""
    return name.rpartition("/")[0]
