"""Where a loss that is NaN or infinite comes from."""

import keras
import numpy as np
import tensorflow as tf
from keras.src.trainers.data_adapters.data_adapter_utils import unpack_x_y_sample_weight


class NonFiniteError(ArithmeticError):
    """The loss is NaN or infinite; says at which step and batch, and which tensor was the first."""


def describe(model, batch):
    """Which tensor is the first that is not finite: one of the batch, a weight, a layer's output, or the loss.

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
    found = []
    for layer in model._flatten_layers(include_self=False):
        _watch(layer, found)
    try:
        with tf.GradientTape():
            y_pred = model(x, training=True) if model._call_has_training_arg else model(x)
            if not found:
                model._compute_loss(x=x, y=y, y_pred=y_pred, sample_weight=sample_weight, training=True)
    finally:
        for layer in model._flatten_layers(include_self=False):
            layer.__dict__.pop("call", None)
    return found[0] if found else "the loss, computed from finite outputs"


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
