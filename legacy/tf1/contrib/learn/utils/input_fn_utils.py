"""Replaces: ``tf.contrib.learn.utils.input_fn_utils``"""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.learn._interfaces import InputFnOps, build_parsing_serving_input_fn

__all__ = ["InputFnOps", "build_default_serving_input_fn", "build_parsing_serving_input_fn"]


def build_default_serving_input_fn(features, default_batch_size=None):
    """An input_fn of placeholders like these tensors, of any batch size or the one given."""

    def input_fn():
        placeholders = {}
        for name, tensor in features.items():
            shape = [default_batch_size, *tensor.shape.as_list()[1:]]
            placeholders[name] = tf.placeholder(tensor.dtype, shape, name=tensor.op.name)
        return InputFnOps(placeholders, None, placeholders)

    return input_fn
