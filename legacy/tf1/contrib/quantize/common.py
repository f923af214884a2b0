"""What folding and quantizing share: the step counter, consumers, and rewiring."""

import re

import tensorflow.compat.v1 as tf

SKIPPED_PREFIXES = ("gradients/", "RMSProp/", "Adagrad/", "Const_", "HistogramSummary", "ScalarSummary")
_BATCH_NORM = re.compile("^(.*)BatchNorm/batchnorm")


def BatchNormGroups(graph):
    """The scopes of the graph's unfused batch norms, in its order."""
    found = (_BATCH_NORM.search(op.name) for op in graph.get_operations())
    groups = [match.group(1) for match in found if match]
    return list(dict.fromkeys(group for group in groups if not group.startswith(SKIPPED_PREFIXES)))


def GetEndpointActivationOp(graph, prefix):
    """The operation `prefix` + "Relu6", "Relu" or "Identity", whichever there is first, or None."""
    for suffix in ("Relu6", "Relu", "Identity"):
        try:
            return graph.get_operation_by_name(prefix + suffix)
        except KeyError:
            continue
    return None


def CreateOrGetQuantizationStep():
    """The counter of steps, "fake_quantization_step", counted up by being read."""
    graph, name = tf.get_default_graph(), "fake_quantization_step"
    try:
        return graph.get_tensor_by_name(f"{name}/Identity:0")
    except KeyError:
        with graph.name_scope(None):
            step = tf.get_variable(
                name,
                shape=[],
                dtype=tf.int64,
                initializer=tf.zeros_initializer(),
                trainable=False,
                collections=[tf.GraphKeys.GLOBAL_VARIABLES],
                aggregation=tf.VariableAggregation.ONLY_FIRST_REPLICA,
            )
            with graph.name_scope(f"{step.op.name}/"):
                return tf.identity(tf.assign_add(step, 1))


def DropStringPrefix(s, prefix):
    """`s` without `prefix`, if it begins so."""
    return s.removeprefix(prefix)


def RerouteTensor(t0, t1, can_modify=None):
    """Let the consumers of `t1` (those in `can_modify`, if given) consume `t0`; returns how many inputs changed."""
    changes = [
        (consumer, index)
        for consumer in t1.consumers()
        if can_modify is None or consumer in can_modify
        for index, tensor in enumerate(consumer.inputs)
        if tensor is t1
    ]
    for consumer, index in changes:
        consumer._update_input(index, t0)
    return len(changes)
