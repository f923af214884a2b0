"""Ops and tensors selected by names or by what leads where. Replaces: ``tf.contrib.graph_editor.select``"""

import re

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.graph_editor import util

string_types = (str,)  # as TF1's file named it


def can_be_regex(obj):
    """Whether it is a string or a regular expression."""
    return isinstance(obj, (str, re.Pattern))


def make_regex(obj):
    """The regular expression; ValueError for what can be none."""
    if not can_be_regex(obj):
        raise ValueError(f"Expected a string or a regex, got: {type(obj)}")
    return re.compile(obj)


def _get_input_ts(ops):
    return util.concatenate_unique([], [t for op in util.make_list_of_op(ops) for t in op.inputs])


def _get_output_ts(ops):
    return [t for op in util.make_list_of_op(ops) for t in op.outputs]


def filter_ts(ops, positive_filter):
    """The inputs and outputs of the ops for which the filter, a function or True, holds."""
    ops = util.make_list_of_op(ops)
    ts = util.concatenate_unique(_get_input_ts(ops), _get_output_ts(ops))
    return ts if positive_filter is True else [t for t in ts if positive_filter(t)]


def filter_ts_from_regex(ops, regex):
    """The inputs and outputs of the ops in whose names the expression is found."""
    regex = make_regex(regex)
    return filter_ts(ops, positive_filter=lambda t: regex.search(t.name))


def filter_ops(ops, positive_filter):
    """The ops for which the filter, a function or True, holds."""
    ops = util.make_list_of_op(ops)
    return ops if positive_filter is True else [op for op in ops if positive_filter(op)]


def filter_ops_from_regex(ops, regex):
    """The ops in whose names the expression is found."""
    regex = make_regex(regex)
    return filter_ops(ops, lambda op: regex.search(op.name))


def get_name_scope_ops(ops, scope):
    """The ops in a name scope."""
    return filter_ops_from_regex(ops, f"^{scope.removesuffix('/')}(/.*)?$")


def check_cios(control_inputs=False, control_outputs=None, control_ios=None):
    """`control_inputs` and `control_outputs`, which `control_ios` stands for both of.

    Raises:
        TypeError: one of the last two is no `util.ControlOutputs`.
        ValueError: both are given.
    """
    for each in (control_ios, control_outputs):
        if each is not None and not isinstance(each, util.ControlOutputs):
            raise TypeError(f"Expected a util.ControlOutputs, got: {type(each)}")
    if control_ios is not None:
        if control_outputs is not None:
            raise ValueError("control_outputs should be None when using control_ios.")
        control_inputs, control_outputs = True, control_ios
    if control_outputs is not None:
        control_outputs.update()
    return control_inputs, control_outputs


def get_ops_ios(ops, control_inputs=False, control_outputs=None, control_ios=None):
    """The ops next to these: before and behind them, with control edges as asked for."""
    control_inputs, control_outputs = check_cios(control_inputs, control_outputs, control_ios)
    res = []
    for op in util.make_list_of_op(ops):
        util.concatenate_unique(res, [t.op for t in op.inputs])
        for t in op.outputs:
            util.concatenate_unique(res, t.consumers())
        if control_outputs is not None:
            util.concatenate_unique(res, control_outputs.get(op))
        if control_inputs:
            util.concatenate_unique(res, op.control_inputs)
    return res


def compute_boundary_ts(ops):
    """Tensors that enter the ops from outside, that leave them or are not taken at all, and that pass within."""
    ops = util.make_list_of_op(ops)
    input_ts, output_ts = _get_input_ts(ops), _get_output_ts(ops)
    made, inside_ops = frozenset(output_ts), frozenset(ops)
    inside_ts = [t for t in input_ts if t in made]
    only_inside = {t for t in inside_ts if inside_ops.issuperset(t.consumers())}
    outside_input_ts = [t for t in input_ts if t not in made]
    return outside_input_ts, [t for t in output_ts if t not in only_inside], inside_ts


def get_within_boundary_ops(
    ops, seed_ops, boundary_ops=(), inclusive=True, control_inputs=False, control_outputs=None, control_ios=None
):
    """Those of `ops` that are reached from the seeds, both ways, without passing through the boundary.

    Args:
        inclusive: whether the boundary ops reached belong to it.

    Raises:
        ValueError: a seed is in the boundary.
    """
    control_inputs, control_outputs = check_cios(control_inputs, control_outputs, control_ios)
    ops = util.make_list_of_op(ops)
    wave = set(util.make_list_of_op(seed_ops, allow_graph=False))
    boundary_ops = set(util.make_list_of_op(boundary_ops))
    if boundary_ops & wave:
        raise ValueError("Boundary is intersecting with the seeds.")
    res = set(wave)
    while wave:
        reached = set(get_ops_ios(wave, control_inputs, control_outputs)) - res
        wave = reached - boundary_ops
        res |= reached if inclusive else wave
    return [op for op in ops if op in res]


def _walk(seed_ops, of_tensors, step, inclusive, within_ops, within_ops_fn):
    """The ops reached by `step` from the seeds, nearest first; tensors as seeds stand for the ops `of_tensors`."""
    seed_ops = list(seed_ops) if util.is_iterable(seed_ops) else [seed_ops]
    if not seed_ops:
        return []
    if isinstance(seed_ops[0], tf.Tensor):
        seed_ops = of_tensors(util.make_list_of_t(seed_ops, allow_graph=False))
    else:
        seed_ops = util.make_list_of_op(seed_ops, allow_graph=False)
    if within_ops:
        within = frozenset(util.make_list_of_op(within_ops, allow_graph=False))
        seed_ops = [op for op in seed_ops if op in within]
    else:
        within = within_ops
    result = dict.fromkeys(seed_ops)
    seeds, wave = frozenset(seed_ops), list(result)
    while wave:
        new = dict.fromkeys(op for last in wave for op in step(last))
        wave = [
            op
            for op in new
            if op not in result and (within is None or op in within) and (within_ops_fn is None or within_ops_fn(op))
        ]
        result.update(dict.fromkeys(wave))
    return list(result) if inclusive else [op for op in result if op not in seeds]


def get_forward_walk_ops(
    seed_ops, inclusive=True, within_ops=None, within_ops_fn=None, stop_at_ts=(), control_outputs=None
):
    """The ops that come behind the seeds.

    Args:
        seed_ops: ops, or tensors for the ops that take them.
        inclusive: whether the seeds belong to it.
        within_ops, within_ops_fn: the ops allowed, as an iterable and as a function.
        stop_at_ts: tensors not to go along.
        control_outputs: a `util.ControlOutputs`, to go along control edges as well.
    """
    _, control_outputs = check_cios(False, control_outputs)
    stops = frozenset(util.make_list_of_t(stop_at_ts))

    def step(op):
        for t in op.outputs:
            if t not in stops:
                yield from t.consumers()
        if control_outputs is not None:
            yield from control_outputs.get(op)

    return _walk(seed_ops, util.get_consuming_ops, step, inclusive, within_ops, within_ops_fn)


def get_backward_walk_ops(
    seed_ops, inclusive=True, within_ops=None, within_ops_fn=None, stop_at_ts=(), control_inputs=False
):
    """The ops that come before the seeds: as `get_forward_walk_ops`; a tensor stands for the op that makes it."""
    stops = frozenset(util.make_list_of_t(stop_at_ts))

    def step(op):
        yield from (t.op for t in op.inputs if t not in stops)
        if control_inputs:
            yield from op.control_inputs

    return _walk(seed_ops, util.get_generating_ops, step, inclusive, within_ops, within_ops_fn)


def _both_walks(
    forward_seed_ops,
    backward_seed_ops,
    forward_inclusive,
    backward_inclusive,
    within_ops,
    within_ops_fn,
    control_inputs,
    control_outputs,
    control_ios,
):
    control_inputs, control_outputs = check_cios(control_inputs, control_outputs, control_ios)
    within = {"within_ops": within_ops, "within_ops_fn": within_ops_fn}
    return (
        get_forward_walk_ops(forward_seed_ops, inclusive=forward_inclusive, control_outputs=control_outputs, **within),
        get_backward_walk_ops(backward_seed_ops, inclusive=backward_inclusive, control_inputs=control_inputs, **within),
    )


def get_walks_intersection_ops(
    forward_seed_ops,
    backward_seed_ops,
    forward_inclusive=True,
    backward_inclusive=True,
    within_ops=None,
    within_ops_fn=None,
    control_inputs=False,
    control_outputs=None,
    control_ios=None,
):
    """The ops between: behind the first seeds and before the second."""
    forward, backward = _both_walks(
        forward_seed_ops,
        backward_seed_ops,
        forward_inclusive,
        backward_inclusive,
        within_ops,
        within_ops_fn,
        control_inputs,
        control_outputs,
        control_ios,
    )
    backward = frozenset(backward)
    return [op for op in forward if op in backward]


def get_walks_union_ops(
    forward_seed_ops,
    backward_seed_ops,
    forward_inclusive=True,
    backward_inclusive=True,
    within_ops=None,
    within_ops_fn=None,
    control_inputs=False,
    control_outputs=None,
    control_ios=None,
):
    """The ops behind the first seeds, and those before the second."""
    return util.concatenate_unique(
        *_both_walks(
            forward_seed_ops,
            backward_seed_ops,
            forward_inclusive,
            backward_inclusive,
            within_ops,
            within_ops_fn,
            control_inputs,
            control_outputs,
            control_ios,
        )
    )


def _select(args, graph, positive_filter, is_restricted, own, other, from_regex, make_list):
    """What `args` name or are; an expression that starts with `other` names none, only `own` where restricted."""
    if graph is not None and not isinstance(graph, tf.Graph):
        raise TypeError(f"Expected a tf.Graph, got: {type(graph)}")
    selected = []
    for arg in args:
        if can_be_regex(arg):
            if graph is None:
                raise ValueError("Use the keyword argument 'graph' to use regex.")
            regex = make_regex(arg)
            is_meant = not regex.pattern.startswith(other)
            is_meant = is_meant and (not is_restricted or regex.pattern.startswith(own))
            found = from_regex(graph, regex) if is_meant else []
        else:
            found = make_list(arg)
        util.concatenate_unique(selected, [each for each in found if positive_filter is None or positive_filter(each)])
    return selected


def _known(kwargs):
    for key in kwargs:
        if key not in ("graph", "positive_filter", "restrict_ops_regex", "restrict_ts_regex"):
            raise ValueError(f"Wrong keywords argument: {key}.")


def select_ops(*args, **kwargs):
    """The ops among ops, tensors, iterables of them, graphs, and those that regular expressions name.

    Args:
        graph: where the expressions search.
        positive_filter: a function of an op; those where it holds are kept.
        restrict_ops_regex: only expressions that start with ``(?#ops)`` name ops; those with ``(?#ts)`` never do.

    Raises:
        TypeError: `graph` is none.
        ValueError: an expression without graph, or another argument.
    """
    _known(kwargs)
    return _select(
        args,
        kwargs.get("graph"),
        kwargs.get("positive_filter"),
        kwargs.get("restrict_ops_regex", False),
        "(?#ops)",
        "(?#ts)",
        filter_ops_from_regex,
        lambda arg: util.make_list_of_op(arg, ignore_ts=True),
    )


def select_ts(*args, **kwargs):
    """The tensors: as `select_ops`, with `restrict_ts_regex`."""
    _known(kwargs)
    return _select(
        args,
        kwargs.get("graph"),
        kwargs.get("positive_filter"),
        kwargs.get("restrict_ts_regex", False),
        "(?#ts)",
        "(?#ops)",
        filter_ts_from_regex,
        lambda arg: util.make_list_of_t(arg, ignore_ops=True),
    )


def select_ops_and_ts(*args, **kwargs):
    """Both lists; an expression names tensors only if it starts with ``(?#ts)``."""
    ops = select_ops(*args, restrict_ops_regex=False, **kwargs)
    return ops, select_ts(*args, restrict_ts_regex=True, **kwargs)
