"""The four functions that programs call: fold the batch norms, then put in the fake quantizations."""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.quantize import fold_batch_norms, quantize

_OPTIMIZERS = (
    *("Adadelta", "Adagrad", "AdagradDA", "Adam", "AddSign", "CenteredRMSProp", "Ftrl", "FtrlV2", "GradientDescent"),
    *("Momentum", "PowerSign", "ProximalAdagrad", "ProximalGradientDescent", "RMSProp"),
)
_TRAINING_OPS = {f"{kind}Apply{name}" for kind in ("", "Resource", "Sparse", "ResourceSparse") for name in _OPTIMIZERS}


def create_training_graph(input_graph=None, quant_delay=0):
    """Rewrite the graph, before there are gradients, to train with fake quantization after `quant_delay` steps.

    Args:
        input_graph: the default graph if None. Its layers are changed in place.
        quant_delay: steps without quantization at first, counted by the variable "fake_quantization_step"; 0 or None
            quantizes at once.

    Raises:
        ValueError: the graph has an optimizer's operations already.

    Replaces: tf.contrib.quantize.create_training_graph
    """
    _create_graph(input_graph, is_training=True, quant_delay=quant_delay)


def create_eval_graph(input_graph=None):
    """Rewrite the graph to run with the ranges that training found. Replaces: tf.contrib.quantize.create_eval_graph"""
    _create_graph(input_graph, is_training=False)


def experimental_create_training_graph(
    input_graph=None,
    weight_bits=8,
    activation_bits=8,
    symmetric=False,
    quant_delay=0,
    freeze_bn_delay=None,
    scope=None,
):
    """`create_training_graph` with more to choose. Replaces: tf.contrib.quantize.experimental_create_training_graph

    Args:
        input_graph, quant_delay: as there.
        weight_bits, activation_bits: of the integers.
        symmetric: ranges are symmetric around zero.
        freeze_bn_delay: steps after which batch norms use their moving averages; None is never.
        scope: None, or the name scope outside of which nothing is quantized.
    """
    _create_graph(
        input_graph,
        is_training=True,
        weight_bits=weight_bits,
        activation_bits=activation_bits,
        symmetric=symmetric,
        quant_delay=quant_delay,
        freeze_bn_delay=freeze_bn_delay,
        scope=scope,
    )


def experimental_create_eval_graph(
    input_graph=None, weight_bits=8, activation_bits=8, symmetric=False, quant_delay=None, scope=None
):
    """`create_eval_graph` with more to choose. Replaces: tf.contrib.quantize.experimental_create_eval_graph

    The arguments are those of `experimental_create_training_graph`.
    """
    _create_graph(
        input_graph,
        is_training=False,
        weight_bits=weight_bits,
        activation_bits=activation_bits,
        symmetric=symmetric,
        quant_delay=quant_delay,
        scope=scope,
    )


def _create_graph(
    input_graph=None,
    is_training=True,
    weight_bits=8,
    activation_bits=8,
    symmetric=False,
    quant_delay=None,
    freeze_bn_delay=None,
    scope=None,
):
    graph = tf.get_default_graph() if input_graph is None else input_graph
    _check_for_training_ops(graph)
    with graph.as_default():
        fold_batch_norms.FoldBatchNorms(graph, freeze_batch_norm_delay=freeze_bn_delay, is_training=is_training)
        quantize.Quantize(
            graph,
            is_training,
            quant_delay=quant_delay,
            weight_bits=weight_bits,
            activation_bits=activation_bits,
            symmetric=symmetric,
            scope=scope,
        )


def _check_for_training_ops(g):
    """ValueError where the graph has an optimizer's operations: they would not see what is put in."""
    found = {op.type for op in g.get_operations()} & _TRAINING_OPS
    if found:
        raise ValueError(f"Training op found in graph, exiting {found}")
