"""Which layers of a graph to quantize: products and convolutions, their bias, what is added, the activation."""

import collections

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.quantize.graph_matcher import GraphMatcher, OneofPattern, OpTypePattern

QUANTIZABLE_TYPES = {"Conv2D", "MatMul", "DepthwiseConv2dNative"}
_LAYER, _ADD = "Conv2D|MatMul|DepthwiseConv2dNative", "Add|AddV2"
_ACTIVATION = "Relu|Relu6|Identity"

_LayerMatch = collections.namedtuple(
    "_LayerMatch", "layer_op weight_tensor activation_op bypass_op post_activation_bypass_op bias_add_op"
)


class _Patterns:
    """The patterns, from the weights outwards.

    A weight is a variable as it is read (or a partitioned one, concatenated), or what folding a batch norm made of it.
    """

    def __init__(self):
        variable = OpTypePattern("Variable|VariableV2")
        part = OpTypePattern("Identity", inputs=[variable])
        parts = OpTypePattern("ConcatV2", inputs=[part, "*", "*"])
        self.weights = (
            OpTypePattern("Identity", inputs=[OneofPattern([part, parts, variable])]),
            OpTypePattern("ReadVariableOp"),
            OpTypePattern("Mul"),
        )
        self.layer = OpTypePattern(_LAYER, inputs=["*", OneofPattern(self.weights)], ordered_inputs=False)
        to_space = OpTypePattern("BatchToSpaceND", inputs=[self.layer, "*", "*"])
        output = OneofPattern([to_space, self.layer])
        self.separable = OpTypePattern(_LAYER, inputs=[output, "*"], ordered_inputs=False)
        # A folded batch norm multiplies, corrects and adds.
        product = OpTypePattern("Mul", inputs=["*", output], ordered_inputs=False)
        corrected = OpTypePattern(_ADD, inputs=[product, "*"], ordered_inputs=False)
        self.folded_bias = OpTypePattern(_ADD, inputs=[corrected, "*"], ordered_inputs=False)
        norm = OpTypePattern("Identity", inputs=[self.folded_bias])
        self.bias = OpTypePattern(f"{_ADD}|BiasAdd", inputs=[output, "*"], ordered_inputs=False)
        biased = [self.bias, self.folded_bias, norm]
        self.bypass = OpTypePattern(_ADD, inputs=[OneofPattern(biased), "*"], ordered_inputs=False)
        self.activation = OpTypePattern(_ACTIVATION, inputs=[OneofPattern([*biased, self.bypass, self.layer])])
        self.after_activation = OpTypePattern(_ADD, inputs=["*", self.activation], ordered_inputs=False)

    def weight(self, found, folded=True):
        """The tensor of the weight that was matched, or None."""
        tensors = [found.get_tensor(pattern) for pattern in self.weights[: None if folded else 2]]
        return next((tensor for tensor in tensors if tensor is not None), None)

    def biased(self, found):
        """The operation that adds the bias, or None."""
        return found.get_op(self.bias) or found.get_op(self.folded_bias)


def find_layers(graph):
    """A `_LayerMatch` for each layer: those with an activation first, then those without, then separable ones."""
    patterns = _Patterns()
    layers = {}

    def look_for(pattern, make):
        for found in GraphMatcher(pattern).match_graph(graph):
            layer = found.get_op(patterns.layer)
            match = None if layer in layers else make(found, layer)
            if match is not None:
                layers[layer] = match

    def with_activation(found, layer):
        after = found.get_op(patterns.after_activation)
        activation = found.get_op(patterns.activation)
        if after is None and _feeds_batch_norm(activation):
            return None
        return _LayerMatch(
            layer, patterns.weight(found), activation, found.get_op(patterns.bypass), after, patterns.biased(found)
        )

    look_for(patterns.after_activation, with_activation)
    look_for(patterns.activation, with_activation)
    look_for(
        OneofPattern([patterns.bias, patterns.folded_bias]),
        lambda found, layer: _LayerMatch(layer, patterns.weight(found), patterns.biased(found), None, None, None),
    )
    look_for(
        patterns.separable,
        lambda found, layer: _LayerMatch(layer, patterns.weight(found, folded=False), layer, None, None, None),
    )
    return list(layers.values())


def _feeds_batch_norm(activation):
    """Whether the activation is an identity between a layer and a fused batch norm."""
    if activation.type != "Identity" or len(activation.outputs) != 1:
        return False
    consumers = activation.outputs[0].consumers()
    if len(consumers) != 1 or consumers[0].type not in ("FusedBatchNorm", "FusedBatchNormV3"):
        return False
    tf.logging.info(
        "Skipping quantizing %s, because it is the output of a conv/fc followed by a identity, feeding a fused batch "
        "norm.",
        activation.name,
    )
    return True
