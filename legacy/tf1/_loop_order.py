"""Random ops, and functions of Python, in a loop act in the order of the iterations.

TF1's executor started the random ops of a `tf.while_loop` first iteration first; today's starts them last iteration
first, up to `parallel_iterations` at once, so that dropout in `tf.nn.dynamic_rnn` would meet the numbers of a seed in
another order. A loop that holds such ops runs one iteration after the other; what else is known of the loop, its
gradient and the number of its ops stay as they are.
"""

import functools
import weakref

from tensorflow.core.framework import attr_value_pb2
from tensorflow.python.framework import ops
from tensorflow.python.ops import control_flow_ops

_frames = weakref.WeakKeyDictionary()


def install():
    """In the process of a TF1 program's own; a second call does nothing."""
    if not hasattr(control_flow_ops.WhileContext.BuildLoop, "__wrapped__"):
        control_flow_ops.WhileContext.BuildLoop = _in_order(control_flow_ops.WhileContext.BuildLoop)
        control_flow_ops._Enter = _entering(control_flow_ops._Enter)


def _in_order(build):
    @functools.wraps(build)
    def build_in_order(context, *args, **kwargs):
        graph = ops.get_default_graph()
        before = graph.num_operations()
        result = build(context, *args, **kwargs)
        made = graph.get_operations()[before:]
        if any(_draws(op) for op in made):
            _frames.setdefault(graph, set()).add(context.name)
            for op in made:
                if op.type in ("Enter", "RefEnter") and op.get_attr("frame_name").decode() == context.name:
                    op._set_attr("parallel_iterations", attr_value_pb2.AttrValue(i=1))
        return result

    return build_in_order


def _draws(op):
    random = op.op_def.is_stateful and any(attribute.name == "seed2" for attribute in op.op_def.attr)
    return random or op.type == "PyFunc"  # a function of the program may draw, or keep a list


def _entering(enter):
    """What a gradient adds to the loop of its function enters it under the same condition."""

    @functools.wraps(enter)
    def enter_in_order(data, frame_name, is_constant=False, parallel_iterations=10, *args, **kwargs):
        if frame_name in _frames.get(ops.get_default_graph(), ()):
            parallel_iterations = 1
        return enter(data, frame_name, is_constant, parallel_iterations, *args, **kwargs)

    return enter_in_order
