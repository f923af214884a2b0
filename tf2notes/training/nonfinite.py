"""A loss or gradients that are NaN or infinite: noticed in the loop, traced to the first tensor outside of it."""

import contextlib

import keras
import numpy as np
import tensorflow as tf
from keras.src.trainers.data_adapters.data_adapter_utils import unpack_x_y_sample_weight

NARROW = (tf.float16, tf.bfloat16)


class NonFiniteError(ArithmeticError):
    """The loss or a gradient is NaN or infinite; says at which step and batch, and which tensor was the first."""


def all_finite(loss, gradients, optimizer):
    """Whether the loss and all gradients are finite, a bool scalar, for little more than reading them once.

    A sum is not finite where one of its terms is not. (One that is not although its terms are would need gradients of
    1e38.) A ``LossScaleOptimizer`` looks for infinite gradients itself, and expects some.
    """
    sums = [loss]
    if not isinstance(optimizer, keras.optimizers.LossScaleOptimizer):
        flat = [g.values if isinstance(g, tf.IndexedSlices) else g for g in gradients if g is not None]
        sums += [tf.reduce_sum(tf.cast(g, tf.float32) if g.dtype in NARROW else g) for g in flat]
    by_type = {}
    for value in sums:
        by_type.setdefault(value.dtype, []).append(value)
    finite = [tf.math.is_finite(tf.math.real(tf.add_n(values))) for values in by_type.values()]
    return finite[0] if len(finite) == 1 else tf.reduce_all(finite)


def check_weights(model):
    """Refuse to save weights of which the last update has left one that is not finite.

    Raises:
        NonFiniteError: names it.
    """
    for variable in model.trainable_variables:
        if fault := _fault(variable.numpy()):
            raise NonFiniteError(f"the last update has spoilt the weight {variable.path} {fault}; it was not saved")


def describe(model, batch):
    """Which tensor is the first that is not finite: of the batch, the weights, the layers' outputs, loss, gradients.

    The step is computed once more, layer by layer; seeds, statistics and metrics are afterwards what they were.

    Args:
        batch: arrays, as the dataset gave them.
    """
    x, y, sample_weight = unpack_x_y_sample_weight(batch)
    for name, part in (("the input", x), ("the target", y), ("the sample weight", sample_weight)):
        for i, value in enumerate(tf.nest.flatten(part)):
            if value is not None and (fault := _fault(value)):
                return f"{name}{f' number {i}' if tf.nest.is_nested(part) else ''} {fault}"
    for variable in model.weights:
        if fault := _fault(variable.numpy()):
            return f"the weight {variable.path} {fault}"
    with _unchanged(model), _watched(model) as found, tf.GradientTape() as tape:
        y_pred = model(x, training=True) if model._call_has_training_arg else model(x)
        loss = model._compute_loss(x=x, y=y, y_pred=y_pred, sample_weight=sample_weight, training=True)
    if found:
        return found[0]
    if _fault(loss):
        return f"the loss, {float(loss)}, computed from finite outputs"
    variables = model.trainable_variables
    gradients = tape.gradient(loss, [v.value for v in variables])
    for variable, gradient in reversed(list(zip(variables, gradients, strict=True))):  # as they are computed
        values = gradient.values if isinstance(gradient, tf.IndexedSlices) else gradient
        if values is not None and (fault := _fault(values)):
            return f"the gradient of {variable.path} {fault}"
    return "none where the step is computed once more; the gradients' sum may have overflowed"


@contextlib.contextmanager
def _unchanged(model):
    kept = [(v, tf.identity(v.value)) for v in model.non_trainable_variables]
    try:
        yield
    finally:
        for variable, value in kept:
            variable.value.assign(value)


@contextlib.contextmanager
def _watched(model):
    """Gives a list for the first output of a layer that is not finite."""
    found, layers = [], list(model._flatten_layers(include_self=False))
    for layer in layers:
        _watch(layer, found)
    try:
        yield found
    finally:
        for layer in layers:
            layer.__dict__.pop("call", None)


def _watch(layer, found):
    call = layer.call

    def watched(*args, **kwargs):
        outputs = call(*args, **kwargs)
        for value in tf.nest.flatten(outputs):
            if not found and tf.is_tensor(value) and tf.executing_eagerly() and (fault := _fault(value)):
                found.append(f"the output of the layer {layer.path or layer.name} {fault}")
        return outputs

    object.__setattr__(layer, "call", watched)


def _fault(value):
    array = np.asarray(value)
    if array.dtype.kind not in "fcV" and array.dtype != keras.backend.floatx():
        return None
    bad = ~np.isfinite(array.astype(np.float64) if array.dtype.kind == "V" else array)
    if not bad.any():
        return None
    at = tuple(int(i) for i in np.argwhere(bad)[0])
    return (
        f"(shape {list(array.shape)}): {int(bad.sum())} of {array.size} values, the first, {array[at]}, at {list(at)}"
    )
