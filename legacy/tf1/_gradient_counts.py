"""How many ops TF1's gradient functions made, where today's make another number (`_op_counts`).

What is made after ``tf.gradients`` or an optimizer, such as a second network, takes its graph-level seeds from these
numbers. All that differs lies inside the gradient functions of a few kinds of ops; each number was seen on 1.15.5.
"""

import functools
import weakref

import tensorflow.compat.v1 as _v1
from tensorflow.python.framework import tensor_util
from tf2notes.legacy.tf1 import _op_counts

_SMART = ("Add", "AddV2", "Sub", "Mul", "Pow", "SquaredDifference")
_current = []
_known_shapes = weakref.WeakKeyDictionary()


def install():
    """Count for the gradients of this process."""
    from tensorflow.python.ops import gradients_util, math_grad

    gradients_util._MaybeCompile = _noted(gradients_util._MaybeCompile)
    math_grad._ReduceGradientArgs = _reduced(math_grad._ReduceGradientArgs)


def _noted(living):
    @functools.wraps(living)
    def maybe_compile(scope, op, func, gradient):
        if op.type not in _DIFFERENCES and op.type not in _BROADCAST:
            return living(scope, op, func, gradient)
        graph = _v1.get_default_graph()
        before = graph.num_operations()
        _current.append(op)
        try:
            result = living(scope, op, func, gradient)
        finally:
            _current.pop()
        difference = _DIFFERENCES.get(op.type, 0)
        if callable(difference):
            difference = difference(op, [made.type for made in graph.get_operations()[before:]])
        _op_counts.add(difference)
        return result

    return maybe_compile


def _reduced(living):
    """Both gradients of an op that broadcasts, summed to the shapes of its inputs."""

    @functools.wraps(living)
    def reduce(x, y, gx, gy):
        if _v1.executing_eagerly() or not _current:
            return living(x, y, gx, gy)
        graph = _v1.get_default_graph()
        before = graph.num_operations()
        result = living(x, y, gx, gy)
        _op_counts.add(_broadcast_ops(_current[-1], x, y) - (graph.num_operations() - before))
        return result

    return reduce


def _broadcast_ops(op, x, y):
    """Two shapes, BroadcastGradientArgs, and Sum and Reshape for each input, or for each that needs them.

    A graph remembered the axes of a pair of static shapes, and made the first three ops for its first use alone.
    """
    is_static = x.shape.is_fully_defined() and y.shape.is_fully_defined()
    if op.type == "Atan2":
        return 0
    if op.type in _SMART and is_static:
        whole = _v1.broadcast_static_shape(x.shape, y.shape)
        return _first_time(x, y) + 4 * sum(side.shape != whole for side in (x, y))
    if not _in_loop(op):
        return 7
    # A loop keeps a shape for its gradient; a constant one only where TF1 did not look whether it was.
    kept = 2 * (not is_static) if op.type in _SMART else sum(not side.shape.is_fully_defined() for side in (x, y))
    return 7 + _keeping(op) * kept


def _first_time(x, y):
    pairs = _known_shapes.setdefault(_v1.get_default_graph(), set())
    pair = (tuple(x.shape.as_list()), tuple(y.shape.as_list()))
    new = pair not in pairs
    pairs.add(pair)
    return 3 if new else 0


def _in_loop(op):
    context = op._get_control_flow_context()
    return context is not None and context.GetWhileContext() is not None


def _keeping(op):
    """The ops of keeping one value for a loop's gradient, which enters each loop and branch around, there and back."""
    context, depth = op._get_control_flow_context(), 0
    while context is not None:
        depth += 1
        context = context.outer_context
    return 4 + 2 * depth


def _sum(op, made):
    """The gradient of a sum over some axes: TF1 tiled, and knew nothing of kept dimensions."""
    values = op.inputs[0]
    if "BroadcastTo" in made:
        return 3 if "DynamicStitch" in made else 14
    return 12 if made.count("Const") >= 5 and values.shape.is_fully_defined() else 0


def _sum_alone(op, made):
    """Where a loop's sum keeps its dimensions, TF1 made its two constants again."""
    return _sum(op, made) + 2 * bool(_in_loop(op) and "BroadcastTo" in made and op.get_attr("keep_dims"))


def _prod(op, made):
    if "BroadcastTo" not in made:
        return 0
    return 12 if op.inputs[0].shape.is_fully_defined() else 3


def _mean(op, made):
    values, outputs = op.inputs[0], op.outputs[0]
    is_static = values.shape.is_fully_defined() and outputs.shape.is_fully_defined()
    kept = 0
    if _in_loop(op):  # TF1 kept both numbers of elements there, where today one is kept
        kept = _keeping(op) if "BroadcastTo" in made else -1
    return _sum(op, made) + (0 if is_static else 1 + kept)


def _extremum(op, made):
    kept = 0 if "DynamicStitch" in made else 11 if op.get_attr("keep_dims") else 7
    return kept + _in_loop(op)


def _batch_matmul(op, made):
    """TF1 summed over broadcast batches unless the whole shapes were one; today the batches need to be one."""
    x, y = (side.shape for side in op.inputs)
    same = x.is_fully_defined() and y.is_fully_defined() and x.as_list() == y.as_list()
    return 0 if same or "BroadcastGradientArgs" in made else 15


def _rows(op, made):
    """Where ``embedding_lookup_sparse`` sums rows of a variable, TF1 had gathered them before."""
    return 13 if "embedding_lookup_sparse" in op.name and "embedding_lookup_sparse" not in op.inputs[0].op.name else 0


def _slice(op, made):
    if _in_loop(op) and op.inputs[0].shape.is_fully_defined():
        return 4 - made.count("Const")  # a loop's gradient makes each of the op's constants again
    if _in_loop(op):
        return 0
    densified = 3 * made.count("StridedSlice")  # constants of sparse gradients made dense
    return int(op.inputs[0].shape.is_fully_defined()) - made.count("Const") + densified


def _gather(op, made):
    """Rows as sparse gradients need one op more; TF1 found the places along another axis with fewer."""
    if op.get_attr("batch_dims"):
        return -13
    return 1 if tensor_util.constant_value(op.inputs[2]) == 0 else -3


# What broadcasts, and goes through `_reduced`.
_BROADCAST = {*_SMART, "Div", "RealDiv", "DivNoNan", "FloorMod", "Pow", "SquaredDifference", "Xdivy", "Xlogy", "Atan2"}
# TF1's ops less today's, beside the broadcasting: a number, or a function of the op and the types of what was made.
_DIFFERENCES = {
    "Maximum": 2,
    "Minimum": 2,
    "Sum": _sum_alone,
    "Mean": _mean,
    "Prod": _prod,
    "Max": _extremum,
    "Min": _extremum,
    "StridedSlice": _slice,
    "GatherV2": _gather,
    "SparseSoftmaxCrossEntropyWithLogits": 1,
    "Sign": 2,
    "BatchMatMulV2": _batch_matmul,
    "LeakyReluGrad": lambda op, made: 4 - len(made),
    "ReluGrad": 2,
    "Relu6Grad": 2,
    "SparseTensorDenseMatMul": -3,
    "SparseSegmentSum": lambda op, made: 2 + _rows(op, made),
    "SparseSegmentMean": lambda op, made: _rows(op, made),
    "SparseSegmentSqrtN": lambda op, made: _rows(op, made),
    "MatrixDiagV3": 1,
    "BroadcastTo": -1,
    "ExtractImagePatches": 57,
    "SparseReduceSum": 2,
    "SelfAdjointEigV2": -5,
    "MatrixDiagPartV3": 1,
    "TensorArrayWriteV3": lambda op, made: -8 if _in_loop(op) else -2,
    "TensorArrayScatterV3": -2,
    "TensorArraySplitV3": -2,
    "UnsortedSegmentSum": -10,
}
