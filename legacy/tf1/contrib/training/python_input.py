"""Python generators as TensorFlow inputs."""

import tensorflow.compat.v1 as tf

__all__ = ["python_input"]


def python_input(generator, features, name=None):
    """Tensors that hold the next item of a generator whenever they are run.

    Args:
        generator: a function without arguments that returns an iterator of `{key: value}`.
        features: key to `tf.FixedLenFeature`: dtype, shape and, perhaps, a default.
        name: of the name scope, else "python_input".

    Returns:
        key to tensor. Running past the end raises tf.errors.OutOfRangeError.

    Raises:
        TypeError: a feature is no FixedLenFeature.
        KeyError: an item lacks a feature that has no default (found when run, as an UnknownError).

    Replaces: tf.contrib.training.python_input (1.2 to 1.12)
    """
    for key, feature in features.items():
        if not isinstance(feature, tf.FixedLenFeature):
            raise TypeError(f"features[{key!r}] must be a tf.FixedLenFeature, received: {type(feature)}")
    keys = sorted(features)
    iterator = iter(generator())

    def next_item():
        item = next(iterator)
        for key in keys:
            if key not in item and features[key].default_value is None:
                raise KeyError(f"the generator's item lacks {key!r}, which has no default value")
        values = [item[key] if key in item else features[key].default_value for key in keys]
        return [_as_array(value, features[key]) for key, value in zip(keys, values, strict=True)]

    with tf.name_scope(name, "python_input"):
        tensors = tf.py_func(next_item, [], [features[key].dtype for key in keys], stateful=True, name="next")
        for key, tensor in zip(keys, tensors, strict=True):
            tensor.set_shape(features[key].shape)
        return dict(zip(keys, tensors, strict=True))


def _as_array(value, feature):
    return tf.make_ndarray(tf.make_tensor_proto(value, dtype=feature.dtype, shape=feature.shape))
