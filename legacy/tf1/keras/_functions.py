"""Functions of tf_keras that have come to compute in another way since TF1, as TF1 computed them.

Only a process of a TF1 program's own puts them in place (`install`): its losses then weigh, its metrics check and its
graphs count as they did. Each was compared with TensorFlow 1.15.5.
"""

import functools
import inspect
import sys
import types

import tensorflow.compat.v1 as tf
from tensorflow.python.ops import weights_broadcast_ops
from tf2notes.legacy.tf1 import _op_counts
from tf2notes.legacy.tf1._argument_order import SAVE, in_order
from tf2notes.legacy.tf1._unconverted import unconverted
from tf2notes.legacy.tf1.keras import _callbacks, _checks, _confusion, _errors, _layers, _names
from tf_keras.src import activations, backend, losses, regularizers
from tf_keras.src.engine.keras_tensor import KerasTensor
from tf_keras.src.metrics import accuracy_metrics
from tf_keras.src.utils import losses_utils, metrics_utils


def rebind(old, new):
    """Put `new` wherever modules of tf_keras hold the function `old`; it stays for Keras' symbols of eager mode."""

    @functools.wraps(old)
    def chosen(*args, **kwargs):
        values = (*args, *kwargs.values())
        return (old if any(isinstance(value, KerasTensor) for value in values) else new)(*args, **kwargs)

    chosen.__signature__ = inspect.signature(new)

    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "tf_keras" and module is not None:
            for held, value in list(vars(module).items()):
                if value is old:
                    setattr(module, held, chosen)


def compute_weighted_loss(losses, sample_weight=None, reduction="sum_over_batch_size", name=None):
    """The weights are brought to the losses' shape, with assertions where that is not known, before they multiply."""
    losses_utils.ReductionV2.validate(reduction)
    with backend.name_scope(name or "weighted_loss"):
        tf.get_default_graph()._last_loss_reduction = "sum_over_batch_size" if reduction == "auto" else reduction
        losses = tf.convert_to_tensor(losses)
        dtype = losses.dtype
        losses = tf.cast(losses, tf.float32)
        weights = tf.cast(1.0 if sample_weight is None else sample_weight, tf.float32)
        losses, _, weights = losses_utils.squeeze_or_expand_dimensions(losses, None, weights)
        weighted = tf.multiply(losses, weights_broadcast_ops.broadcast_weights(weights, losses))
        reduction = "sum_over_batch_size" if reduction == "auto" else reduction
        return tf.cast(losses_utils.reduce_weighted_loss(weighted, reduction), dtype)


def _num_elements(losses):
    """In eager mode without a name of its own: a model that has the loss twice would have that name twice."""
    with backend.name_scope("num_elements") as scope:
        name = None if tf.executing_eagerly_outside_functions() else scope
        return tf.cast(tf.size(losses, name=name), dtype=losses.dtype)


def _both(y_true, y_pred):
    y_pred = tf.convert_to_tensor(y_pred)
    return tf.cast(y_true, y_pred.dtype), y_pred


def mean_absolute_percentage_error(y_true, y_pred):
    """The smallest divisor is epsilon."""
    y_true, y_pred = _both(y_true, y_pred)
    share = tf.abs((y_true - y_pred) / backend.clip(tf.abs(y_true), backend.epsilon(), None))
    return 100.0 * backend.mean(share, axis=-1)


def mean_squared_logarithmic_error(y_true, y_pred):
    """The smallest value whose logarithm is taken is 1 + epsilon."""
    y_true, y_pred = _both(y_true, y_pred)
    of_pred = tf.log(backend.clip(y_pred, backend.epsilon(), None) + 1.0)
    of_true = tf.log(backend.clip(y_true, backend.epsilon(), None) + 1.0)
    return backend.mean(tf.squared_difference(of_pred, of_true), axis=-1)


def huber(y_true, y_pred, delta=1.0):
    """A loss for each value: TF1 did not average over the last axis."""
    y_pred, y_true = tf.cast(y_pred, backend.floatx()), tf.cast(y_true, backend.floatx())
    distance = tf.abs(tf.subtract(y_pred, y_true))
    quadratic = tf.minimum(distance, delta)
    linear = tf.subtract(distance, quadratic)
    half = tf.convert_to_tensor(0.5, dtype=quadratic.dtype)
    return tf.add(tf.multiply(half, tf.multiply(quadratic, quadratic)), tf.multiply(delta, linear))


def categorical_accuracy(y_true, y_pred):
    """Whether the greatest values stand at the same place."""
    return tf.cast(tf.equal(tf.argmax(y_true, axis=-1), tf.argmax(y_pred, axis=-1)), backend.floatx())


def _without_last_axis(y_true, y_pred):
    """Classes [n, 1] as [n], where the predictions are of the same rank."""
    ranks = tf.convert_to_tensor(y_true).shape.rank, tf.convert_to_tensor(y_pred).shape.rank
    return tf.squeeze(y_true, [-1]) if None not in ranks and ranks[0] == ranks[1] else y_true


def sparse_categorical_accuracy(y_true, y_pred):
    """Whether the greatest value stands at the true class."""
    y_true = _without_last_axis(y_true, y_pred)
    y_pred = tf.argmax(y_pred, axis=-1)
    if backend.dtype(y_pred) != backend.dtype(y_true):
        y_pred = tf.cast(y_pred, backend.dtype(y_true))
    return tf.cast(tf.equal(y_true, y_pred), backend.floatx())


def top_k_categorical_accuracy(y_true, y_pred, k=5):
    """Whether the class of the greatest true value is among the `k` greatest."""
    return tf.cast(tf.nn.in_top_k(y_pred, tf.argmax(y_true, axis=-1), k), backend.floatx())


def sparse_top_k_categorical_accuracy(y_true, y_pred, k=5):
    """Whether the true class is among the `k` greatest."""
    y_true = _without_last_axis(y_true, y_pred)
    return tf.cast(tf.nn.in_top_k(y_pred, tf.cast(y_true, tf.int32), k), backend.floatx())


def softmax(x, axis=-1):
    """One op for a matrix; four for what has more axes.

    Raises:
        ValueError: `x` has one axis only.
    """
    rank = backend.ndim(x)
    if rank == 2:
        return tf.nn.softmax(x)
    if rank is None or rank < 2:
        raise ValueError(f"Cannot apply softmax to a tensor that is 1D. Received input: {x}")
    exponentials = tf.exp(x - tf.reduce_max(x, axis=axis, keepdims=True))
    return exponentials / tf.reduce_sum(exponentials, axis=axis, keepdims=True)


def selu(x):
    """The scaled exponential linear unit, from `elu`."""
    return 1.0507009873554804934193349852946 * backend.elu(x, 1.6732632423543772848170429916717)


def batch_dot(x, y, axes=None):
    """The product of each pair of rows, summed over one axis of each.

    Args:
        x, y: of rank 2 or more.
        axes: an axis, or one of `x` and one of `y`; by default as `tf.matmul`.
    """
    axes = (axes, axes) if isinstance(axes, int) else axes
    ranks = backend.ndim(x), backend.ndim(y)
    axes = [ranks[0] - 1, ranks[1] - 2] if axes is None else axes
    lacking = ranks[0] - ranks[1]
    if lacking > 0:
        y = tf.reshape(y, tf.concat([tf.shape(y), [1] * lacking], axis=0))
    elif lacking < 0:
        x = tf.reshape(x, tf.concat([tf.shape(x), [1] * -lacking], axis=0))
    rank = max(ranks)
    if rank == 2:
        first = x if axes[0] == axes[1] else tf.transpose(x, [1, 0])
        product = tf.reduce_sum(tf.multiply(first, y), axes[1])
    else:
        adjoints = None if axes[0] == rank - 1 else True, True if axes[1] == rank - 1 else None
        product = tf.matmul(x, y, adjoint_a=adjoints[0], adjoint_b=adjoints[1])
    if lacking:
        at = sum(ranks) - 3 if lacking > 0 else ranks[0] - 1
        product = tf.squeeze(product, list(range(at, at + abs(lacking))))
    return backend.expand_dims(product, 1) if backend.ndim(product) == 1 else product


def ones_like(x, dtype=None, name=None):
    """Ones of the shape of `x`."""
    return tf.ones_like(x, dtype=dtype, name=name)


def ctc_decode(y_pred, input_length, greedy=True, beam_width=100, top_paths=1):
    """Each of the decoded tensors is as wide as its longest sequence."""
    logarithms = tf.log(tf.transpose(y_pred, perm=[1, 0, 2]) + backend.epsilon())
    lengths = tf.cast(input_length, tf.int32)
    if greedy:
        decoded, scores = tf.nn.ctc_greedy_decoder(inputs=logarithms, sequence_length=lengths)
    else:
        decoded, scores = tf.nn.ctc_beam_search_decoder(
            inputs=logarithms, sequence_length=lengths, beam_width=beam_width, top_paths=top_paths
        )
    return [tf.sparse_to_dense(each.indices, each.dense_shape, each.values, -1) for each in decoded], scores


def _penalty(l1, l2, x):
    if not l1 and not l2:
        return backend.constant(0.0)
    penalty = 0.0
    if l1:
        penalty += l1 * tf.reduce_sum(tf.abs(x))
    if l2:
        penalty += l2 * tf.reduce_sum(tf.square(x))
    return penalty


def normalize_layer(self, inputs):
    """``LayerNormalization.call``: the moments over the axes, then the normalization."""
    rank = len(inputs.shape)
    mean, variance = tf.nn.moments(inputs, self.axis, keep_dims=True)
    sizes = [inputs.shape.as_list()[axis] if axis in self.axis else 1 for axis in range(rank)]

    def spread(values):
        spreads = values is not None and len(values.shape) != rank and list(self.axis) != [rank - 1]
        return tf.reshape(values, sizes) if spreads else values

    outputs = tf.nn.batch_normalization(inputs, mean, variance, spread(self.beta), spread(self.gamma), self.epsilon)
    outputs.set_shape(inputs.shape)
    return outputs


_OF_MODULES = {
    losses: (mean_absolute_percentage_error, mean_squared_logarithmic_error, huber),
    metrics_utils: (),
    activations: (softmax, selu),
    backend: (batch_dot, ones_like, ctc_decode),
    losses_utils: (compute_weighted_loss, _num_elements),
    accuracy_metrics: (
        *(categorical_accuracy, sparse_categorical_accuracy, top_k_categorical_accuracy),
        sparse_top_k_categorical_accuracy,
    ),
}


def install():
    """Put all of them in place."""
    from tf_keras.src.engine.training import Model
    from tf_keras.src.layers import LayerNormalization

    for module, functions in _OF_MODULES.items():
        for function in functions:
            rebind(getattr(module, function.__name__), function)
    _checks.install()
    Model.save = in_order(Model.save, f"self {SAVE}")
    _names.install()
    _confusion.install()
    _layers.install()
    _errors.install()
    _callbacks.install()
    for function in (backend.rnn, backend.elu):
        rebind(function, _selecting(function))
    regularizers.L1.__call__ = lambda self, x: _penalty(self.l1, None, x)
    regularizers.L2.__call__ = lambda self, x: _penalty(None, self.l2, x)
    regularizers.L1L2.__call__ = lambda self, x: _penalty(self.l1, self.l2, x)
    LayerNormalization.call = unconverted(normalize_layer)
    _average_each_example()


def _where(condition, x, y):
    """TF1's `where`, for which a mask [n, 1] is widened; it was wide in TF1 already, so these ops count for nothing."""
    if condition.shape.as_list() != x.shape.as_list():
        before = tf.get_default_graph().num_operations()
        condition = tf.logical_and(condition, tf.ones_like(x, tf.bool))
        _op_counts.add(before - tf.get_default_graph().num_operations())
    return tf.where(condition, x, y)


class _Selects(types.ModuleType):
    """TensorFlow 2 whose `where` is TensorFlow 1's, which does not broadcast; nor does its gradient."""

    def __init__(self, living):
        super().__init__(living.__name__)
        self.__dict__.update(where=_where, __getattr__=functools.partial(getattr, living))


def _selecting(function):
    """A function of tf_keras' backend, the same but for `where`."""
    inner = inspect.unwrap(function)
    names = {**vars(backend), "tf": _Selects(backend.tf)}
    same = types.FunctionType(inner.__code__, names, inner.__name__, inner.__defaults__, inner.__closure__)
    return backend.tf.__internal__.dispatch.add_dispatch_support(same)


def _average_each_example():
    """The classes of accuracy hold their functions: those that compare, and average over the last axis."""
    held = {
        accuracy_metrics.BinaryAccuracy: accuracy_metrics.binary_accuracy,
        accuracy_metrics.CategoricalAccuracy: accuracy_metrics.categorical_accuracy,
        accuracy_metrics.SparseCategoricalAccuracy: accuracy_metrics.sparse_categorical_accuracy,
        accuracy_metrics.TopKCategoricalAccuracy: accuracy_metrics.top_k_categorical_accuracy,
        accuracy_metrics.SparseTopKCategoricalAccuracy: accuracy_metrics.sparse_top_k_categorical_accuracy,
    }
    for kind, function in held.items():
        kind.__init__ = _holding(kind.__init__, function)


def _holding(living, function):
    @functools.wraps(living)
    def initialize(self, *args, **kwargs):
        living(self, *args, **kwargs)
        self._fn = tf.autograph.experimental.do_not_convert(function)

    return initialize
