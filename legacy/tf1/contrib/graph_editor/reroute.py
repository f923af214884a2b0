"""Ends of tensors exchanged or moved. Replaces: ``tf.contrib.graph_editor.reroute``"""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.graph_editor import subgraph, util


def _check_ts_compatibility(ts0, ts1):
    if len(ts0) != len(ts1):
        raise ValueError(f"ts0 and ts1 have different sizes: {len(ts0)} != {len(ts1)}")
    for t0, t1 in zip(ts0, ts1, strict=True):
        if not t0.dtype.is_compatible_with(t1.dtype):
            raise ValueError(f"Dtypes {t0.dtype} and {t1.dtype} are not compatible.")
        if not t0.get_shape().is_compatible_with(t1.get_shape()):
            raise ValueError(f"Shapes {t0.get_shape()} and {t1.get_shape()} are not compatible.")


def _reroute_t(t0, t1, consumers1, can_modify, cannot_modify):
    """Let the consumers of `t1` take `t0`; the number of inputs changed."""
    changed = 0
    for op in consumers1:
        if (can_modify is None or op in can_modify) and (cannot_modify is None or op not in cannot_modify):
            for at in [at for at, t in enumerate(op.inputs) if t is t1]:
                op._update_input(at, t0)
                changed += 1
    return changed


def _reroute_ts(ts0, ts1, both, can_modify=None, cannot_modify=None):
    ts0, ts1 = util.make_list_of_t(ts0), util.make_list_of_t(ts1)
    _check_ts_compatibility(ts0, ts1)
    can_modify = None if can_modify is None else frozenset(util.make_list_of_op(can_modify))
    cannot_modify = None if cannot_modify is None else frozenset(util.make_list_of_op(cannot_modify))
    consumers = [
        (dict.fromkeys(t0.consumers()), dict.fromkeys(t1.consumers())) for t0, t1 in zip(ts0, ts1, strict=True)
    ]
    changed = 0
    for t0, t1, (consumers0, consumers1) in zip(ts0, ts1, consumers, strict=True):
        if t0 is not t1:
            changed += _reroute_t(t0, t1, consumers1, can_modify, cannot_modify)
            changed += _reroute_t(t1, t0, consumers0, can_modify, cannot_modify) if both else 0
    return changed


def swap_ts(ts0, ts1, can_modify=None, cannot_modify=None):
    """Let each take the other's place; the number of inputs changed.

    Args:
        ts0, ts1: as many tensors.
        can_modify, cannot_modify: the ops whose inputs may be changed, and those whose may not.

    Raises:
        ValueError: other numbers, dtypes or shapes.
        TypeError: no tensors.
    """
    return _reroute_ts(ts0, ts1, True, can_modify, cannot_modify)


def reroute_ts(ts0, ts1, can_modify=None, cannot_modify=None):
    """Let the tensors `ts0` take the place of `ts1`: as `swap_ts`."""
    return _reroute_ts(ts0, ts1, False, can_modify, cannot_modify)


def _remap(sgv0, sgv1, both):
    """Let the views' inputs follow what has been rerouted."""
    util.check_graphs(sgv0, sgv1)
    old0, old1 = sgv0.copy(), sgv1.copy()
    sgv1._input_ts, sgv1._passthrough_ts = list(old0._input_ts), list(old0._passthrough_ts)
    if both:
        sgv0._input_ts, sgv0._passthrough_ts = list(old1._input_ts), list(old1._passthrough_ts)
    for passing, view in ((sgv0, sgv1), (sgv1, sgv0))[: 2 if both else 1]:
        for at, t in enumerate(view._output_ts):
            if t in passing._passthrough_ts:
                view._output_ts[at] = view._input_ts[passing._input_ts.index(t)]


def _reroute_inputs(sgv0, sgv1, both):
    sgv0, sgv1 = subgraph.make_view(sgv0), subgraph.make_view(sgv1)
    util.check_graphs(sgv0, sgv1)
    can_modify = sgv0.ops + sgv1.ops
    can_modify += util.get_consuming_ops(sgv0.passthroughs) + util.get_consuming_ops(sgv1.passthroughs)
    _reroute_ts(sgv0.inputs, sgv1.inputs, both, can_modify=can_modify)
    _remap(sgv0, sgv1, both)
    return sgv0, sgv1


def _reroute_outputs(sgv0, sgv1, both):
    sgv0, sgv1 = subgraph.make_view(sgv0), subgraph.make_view(sgv1)
    util.check_graphs(sgv0, sgv1)
    _reroute_ts(sgv0.outputs, sgv1.outputs, both, cannot_modify=sgv0.ops + sgv1.ops)
    return sgv0, sgv1


def swap_inputs(sgv0, sgv1):
    """Let each part take the other's inputs; the two views."""
    return _reroute_inputs(sgv0, sgv1, True)


def reroute_inputs(sgv0, sgv1):
    """Let the second part take the first one's inputs; the two views."""
    return _reroute_inputs(sgv0, sgv1, False)


def swap_outputs(sgv0, sgv1):
    """Let the outputs of each part go where the other's went; the two views."""
    return _reroute_outputs(sgv0, sgv1, True)


def reroute_outputs(sgv0, sgv1):
    """Let the outputs of the first part go where the second one's went; the two views."""
    return _reroute_outputs(sgv0, sgv1, False)


def swap_ios(sgv0, sgv1):
    """`swap_outputs` and `swap_inputs`."""
    _reroute_outputs(sgv0, sgv1, True)
    return _reroute_inputs(sgv0, sgv1, True)


def reroute_ios(sgv0, sgv1):
    """`reroute_outputs` and `reroute_inputs`."""
    _reroute_outputs(sgv0, sgv1, False)
    return _reroute_inputs(sgv0, sgv1, False)


def _control_inputs(op, cops):
    if not isinstance(op, tf.Operation):
        raise TypeError(f"Expected a tf.Operation, got: {type(op)}")
    return util.make_list_of_op(cops, allow_graph=False)


def remove_control_inputs(op, cops):
    """Let `op` no longer wait for `cops`; ValueError if it does not."""
    cops = _control_inputs(op, cops)
    for cop in cops:
        if cop not in op.control_inputs:
            raise ValueError(f"{op.name} is not a control_input of {cop.name}")
    kept = [cop for cop in op.control_inputs if cop not in cops]
    op._remove_all_control_inputs()
    op._add_control_inputs(kept)


def add_control_inputs(op, cops):
    """Let `op` wait for `cops`; ValueError if it does already."""
    cops = _control_inputs(op, cops)
    for cop in cops:
        if cop in op.control_inputs:
            raise ValueError(f"{cop.name} is already a control_input of {op.name}")
    op._add_control_inputs(cops)
