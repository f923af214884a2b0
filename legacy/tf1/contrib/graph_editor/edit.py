"""Parts cut out, connected and left out. Replaces: ``tf.contrib.graph_editor.edit``"""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.graph_editor import reroute, select, subgraph, util


def detach_control_inputs(sgv):
    """Let the ops of a part wait for none outside of it."""
    sgv = subgraph.make_view(sgv)
    for op in sgv.ops:
        reroute.remove_control_inputs(op, [cop for cop in op.control_inputs if cop not in sgv.ops])


def detach_control_outputs(sgv, control_outputs):
    """Let none outside wait for the ops of a part; TypeError unless `control_outputs` is a `util.ControlOutputs`."""
    if not isinstance(control_outputs, util.ControlOutputs):
        raise TypeError(f"Expected a util.ControlOutputs, got: {type(control_outputs)}")
    control_outputs.update()
    sgv = subgraph.make_view(sgv)
    for op in sgv.ops:
        for cop in control_outputs.get(op):
            if cop not in sgv.ops:
                reroute.remove_control_inputs(cop, op)


def detach_inputs(sgv, control_inputs=False):
    """Put placeholders in the place of a part's inputs; the view and the placeholders."""
    sgv = subgraph.make_view(sgv)
    with sgv.graph.as_default():
        placeholders = [tf.placeholder(dtype=t.dtype, name=util.placeholder_name(t)) for t in sgv.inputs]
    reroute.swap_inputs(sgv, placeholders)
    if control_inputs:
        detach_control_inputs(sgv)
    return sgv, placeholders


def detach_outputs(sgv, control_outputs=None):
    """Let what took a part's outputs take placeholders; the view of the outputs taken, and the placeholders."""
    sgv = subgraph.make_view(sgv)
    sgv = sgv.remap_outputs([at for at, t in enumerate(sgv.outputs) if t.consumers()])
    consumers = subgraph.SubGraphView(sgv.consumers())
    consumers = consumers.remap_inputs([at for at, t in enumerate(consumers.inputs) if t in sgv.outputs])
    with sgv.graph.as_default():
        placeholders = [util.make_placeholder_from_tensor(t) for t in consumers.inputs]
    reroute.swap_outputs(sgv, placeholders)
    if control_outputs is not None:
        detach_control_outputs(sgv, control_outputs)
    return sgv, placeholders


def detach(sgv, control_inputs=False, control_outputs=None, control_ios=None):
    """`detach_inputs` and `detach_outputs`; the view and both lists of placeholders."""
    control_inputs, control_outputs = select.check_cios(control_inputs, control_outputs, control_ios)
    _, detached_inputs = detach_inputs(sgv, control_inputs)
    _, detached_outputs = detach_outputs(sgv, control_outputs)
    return sgv, detached_inputs, detached_outputs


def connect(sgv0, sgv1, disconnect_first=False):
    """Let the first part's outputs be the second one's inputs.

    Args:
        disconnect_first: let nothing else take them, before.
    """
    sgv0, sgv1 = subgraph.make_view(sgv0), subgraph.make_view(sgv1)
    util.check_graphs(sgv0, sgv1)
    if disconnect_first:
        detach_outputs(sgv0)
    reroute.reroute_inputs(subgraph.SubGraphView(passthrough_ts=sgv0.outputs), sgv1)
    return sgv0, sgv1


def bypass(sgv):
    """Let a part's inputs go where its outputs went; the view and the placeholders that are its inputs now."""
    sgv = subgraph.make_view(sgv)
    inputs = list(sgv.inputs)
    sgv, detached_inputs = detach_inputs(sgv)
    reroute.reroute_ts(inputs, sgv.outputs)
    return sgv, detached_inputs
