"""Folds batch norms into the weights before them, so that the folded weights can be quantized."""

import collections

import tensorflow.compat.v1 as tf
from tensorflow.core.framework import attr_value_pb2
from tf2notes.legacy.tf1.contrib.quantize import common
from tf2notes.legacy.tf1.contrib.quantize.graph_matcher import GraphMatcher, OneofPattern, OpTypePattern

_BatchNormMatch = collections.namedtuple(
    "_BatchNormMatch",
    "layer_op bn_op output_tensor input_tensor weight_tensor gamma_tensor beta_tensor mean_tensor variance_tensor "
    "moving_mean_tensor moving_variance_tensor bn_decay_mean_tensor bn_decay_var_tensor batch_epsilon "
    "batch_to_space_op",
)


def FoldBatchNorms(graph, is_training, freeze_batch_norm_delay=None):
    """Fold the graph's batch norms, in place.

    Args:
        graph: the graph.
        is_training: whether it is one to train.
        freeze_batch_norm_delay: steps after which moving averages replace the statistics of the batch; None is never.

    Raises:
        NotImplementedError: a batch norm is not fused.

    Replaces: tensorflow.contrib.quantize.python.fold_batch_norms.FoldBatchNorms
    Differs: batch norms with ``fused=False`` raise.
    """
    for match in _find_fused(graph):
        _fold(graph, match, freeze_batch_norm_delay)
    left = [group for group in common.BatchNormGroups(graph) if _is_used(graph, group)]
    if left:
        raise NotImplementedError(
            f"the batch norms of {', '.join(map(repr, left))} are not fused: build them with fused=True"
        )


def _is_used(graph, group):
    """Whether an unfused batch norm's output goes anywhere."""
    for name in ("batchnorm_1", "batchnorm"):
        try:
            return bool(graph.get_operation_by_name(f"{group}BatchNorm/{name}/add_1").outputs[0].consumers())
        except KeyError:
            continue
    return False


def _fold(graph, match, freeze_delay):
    scope, sep, _ = match.layer_op.name.rpartition("/")
    training = match.bn_op.get_attr("is_training")
    with graph.as_default(), graph.name_scope(scope + sep):
        with graph.name_scope(f"{scope}{sep}BatchNorm_Fold{sep}"):
            multiplier = match.gamma_tensor * tf.rsqrt(match.variance_tensor + match.batch_epsilon)
            bias = tf.subtract(match.beta_tensor, match.mean_tensor * multiplier, name="bias")
            scale = reciprocal = offset = None
            if training:
                scale, reciprocal, offset = _corrections(match, freeze_delay)
            if match.layer_op.type == "DepthwiseConv2dNative":
                columns = match.weight_tensor.get_shape().as_list()[2:4]
                multiplier = tf.reshape(multiplier, columns, name="scale_reshape")
                if scale is not None:
                    scale = tf.reshape(scale, columns, name="correction_reshape")
        weights = match.weight_tensor
        if scale is not None:
            weights = tf.multiply(scale, weights, name="correction_mult")
        folded = _layer_again(match, tf.multiply(weights, multiplier, name="mul_fold"))
        if reciprocal is not None:
            folded = tf.multiply(reciprocal, folded, name="post_conv_mul")
            folded = tf.add(folded, offset, "correction_add")
        folded = tf.add(folded, bias, name="add_fold")
        if common.RerouteTensor(folded, match.output_tensor) == 0:
            raise ValueError(f"Folding batch norms failed, {match.output_tensor.name} had no outputs.")


def _corrections(match, freeze_delay):
    """Scale of the weights, its reciprocal, and offset, by which the weights are quantized as the averages say.

    The quantized weights then do not jump from batch to batch, and the layer computes what it did with the batch's own
    statistics.
    """
    with tf.get_default_graph().name_scope("batch_norm_correction"):
        of_average = tf.rsqrt(match.moving_variance_tensor + match.batch_epsilon)
        of_batch = tf.rsqrt(match.variance_tensor + match.batch_epsilon)
        scale = tf.identity(tf.divide(of_average, of_batch, name="scale_compute"), name="correction_scale")
        reciprocal = tf.reciprocal(scale, name="reciprocal_compute")
        difference = match.mean_tensor * of_batch - match.moving_mean_tensor * of_average
        offset = tf.multiply(match.gamma_tensor, difference, name="offset_compute")
        if freeze_delay is None:
            return scale, reciprocal, tf.zeros(offset.shape)
        frozen = tf.greater_equal(common.CreateOrGetQuantizationStep(), freeze_delay, name="use_moving_average")
        for decay, what in ((match.bn_decay_mean_tensor, "mean"), (match.bn_decay_var_tensor, "var")):
            consumers = list(decay.consumers())
            now = tf.cond(frozen, lambda: 0.0, lambda decay=decay: decay, name=f"freeze_moving_{what}")
            common.RerouteTensor(now, decay, can_modify=consumers)
        shape, raw = scale.shape, (reciprocal, offset)
        reciprocal = tf.cond(frozen, lambda: tf.ones(shape), lambda: raw[0], name="correction_recip")
        offset = tf.cond(frozen, lambda: raw[1], lambda: tf.zeros(shape), name="correction_offset")
    return scale, reciprocal, offset


def _layer_again(match, weights):
    """The layer with other weights, named "..._Fold"."""
    op = match.layer_op
    name = f"{op.name.rpartition('/')[2]}_Fold"
    if op.type == "MatMul":
        transposed = {side: op.get_attr(side) for side in ("transpose_a", "transpose_b")}
        return tf.matmul(match.input_tensor, weights, name=name, **transposed)
    options = {"strides": op.get_attr("strides"), "padding": op.get_attr("padding").decode(), "name": name}
    options["data_format"] = op.get_attr("data_format").decode()
    if op.type == "Conv2D":
        return tf.nn.conv2d(match.input_tensor, weights, **options)
    folded = tf.nn.depthwise_conv2d(match.input_tensor, weights, **options)
    if match.batch_to_space_op is not None:
        space = match.batch_to_space_op
        name = f"{space.name.rpartition('/')[2]}_Fold"
        folded = tf.batch_to_space_nd(folded, space.inputs[1], space.inputs[2], name=name)
    return folded


def _find_fused(graph):
    """A `_BatchNormMatch` for each fused batch norm behind a layer that is used."""
    layer = OpTypePattern("Conv2D|DepthwiseConv2dNative|MatMul", inputs=["*", "*"])
    layer_input, weight = layer._inputs
    to_space = OpTypePattern("BatchToSpaceND", inputs=[layer, "*", "*"])
    same = OpTypePattern("Identity", inputs=[OneofPattern([to_space, layer])])
    output = OneofPattern([same, layer, to_space])
    reshaped = OpTypePattern("Reshape", inputs=[output, "*"])
    statistics = [OpTypePattern("*") for _ in range(4)]
    norm = OpTypePattern("FusedBatchNorm|FusedBatchNormV3", inputs=[OneofPattern([reshaped, output]), *statistics])
    back = OpTypePattern("Reshape", inputs=[norm, "*"])
    matches = {}
    for found in GraphMatcher(OneofPattern([back, norm])).match_graph(graph):
        op, bn = found.get_op(layer), found.get_op(norm)
        result = bn.outputs[0]
        if op.type == "MatMul":
            if found.get_op(back) is None:
                continue
            result = found.get_op(back).outputs[0]
        if op in matches or not result.consumers():
            continue
        gamma, beta, mean, variance = (found.get_tensor(pattern) for pattern in statistics)
        averages = [None] * 4
        if bn.get_attr("is_training"):
            mean, variance, averages = _of_batch(graph, bn, found.get_tensor(layer))
        matches[op] = _BatchNormMatch(
            op,
            bn,
            result,
            found.get_tensor(layer_input),
            found.get_tensor(weight),
            gamma,
            beta,
            mean,
            variance,
            *averages,
            bn.get_attr("epsilon"),
            found.get_op(to_space),
        )
    return list(matches.values())


def _of_batch(graph, bn, layer_tensor):
    """Mean and variance of the batch, and what the moving averages are made of.

    The batch norm's own output is no longer used: its gradient is that of its statistics alone.
    """
    bn._set_attr("_gradient_op_type", attr_value_pb2.AttrValue(s=b"FoldFusedBatchNormGrad"))
    mean = bn.outputs[1]
    scope, sep, _ = bn.name.rpartition("/")
    with graph.as_default(), graph.name_scope(scope + sep):
        n = tf.cast(tf.size(layer_tensor) / tf.size(mean), tf.float32)
        variance = tf.multiply(bn.outputs[2], (n - 1) / n, name="Undo_Bessel_Correction")
    average, decay = OpTypePattern("*"), OpTypePattern("*")
    difference = OpTypePattern("Sub", inputs=[average, OpTypePattern("FusedBatchNorm|FusedBatchNormV3")])
    moving = {}
    for found in GraphMatcher(OpTypePattern("Mul", inputs=[difference, decay])).match_graph(graph):
        value = found.get_op(difference).inputs[1]
        if value.op is bn:
            moving[value.value_index] = found.get_op(difference).inputs[0], found.get_tensor(decay)
    (moving_mean, decay_mean), (moving_variance, decay_variance) = moving[1], moving[2]
    return mean, variance, (moving_mean, moving_variance, decay_mean, decay_variance)


@tf.RegisterGradient("FoldFusedBatchNormGrad")
def _fold_fused_batch_norm_grad(op, unused_grad_y, grad_mean, grad_var, *unused_grads):
    """Of the statistics with respect to the inputs; the normalized output has none."""
    x = op.inputs[0]
    n = tf.cast(tf.size(x) / tf.size(grad_mean), tf.float32)
    gradient = grad_mean / n + 2 * grad_var * (x - op.outputs[1]) / (n - 1)
    return gradient, None, None, None, None
