"""Python functions as ops. Replaces: tensorflow.contrib.framework.python.ops.script_ops"""

import tensorflow.compat.v1 as tf

__all__ = ["py_func"]


def py_func(func, args=(), kwargs=None, output_types=None, output_shapes=None, stateful=True, name=None):
    """`tf.py_func` with keyword arguments and structures.

    Args:
        func: takes arrays in the structure of `args` and `kwargs`, returns arrays in that of `output_types`.
        args: list or tuple of (structures of) tensors.
        kwargs: dict of the same.
        output_types: structure of dtypes, or a function of the arguments that gives it.
        output_shapes: structure of shapes, or a function of the arguments, or None.
        stateful: False lets TensorFlow merge equal calls.
        name: of the op.

    Returns:
        Tensors in the structure of `output_types`.

    Raises:
        TypeError: `args` is no list or tuple, `kwargs` no dict.

    Replaces: tf.contrib.framework.py_func
    """
    kwargs = {} if kwargs is None else kwargs
    if not isinstance(args, (list, tuple)):
        raise TypeError(f"args must be list and not {type(args)}. args: {args}")
    if not isinstance(kwargs, dict):
        raise TypeError(f"kwargs must be dict and not {type(kwargs)}. args: {kwargs}")
    if callable(output_types):
        output_types = output_types(*args, **kwargs)
    if callable(output_shapes):
        output_shapes = output_shapes(*args, **kwargs)
    structure = (args, kwargs)

    def on_flat(*arrays):
        inner_args, inner_kwargs = tf.nest.pack_sequence_as(structure, arrays)
        result = func(*inner_args, **inner_kwargs)
        tf.nest.assert_same_structure(output_types, result)
        return tf.nest.flatten(result)

    flat = tf.py_func(on_flat, tf.nest.flatten(structure), tf.nest.flatten(output_types), stateful=stateful, name=name)
    if output_shapes is not None:
        from tensorflow.python.util.nest import flatten_up_to

        for tensor, shape in zip(flat, flatten_up_to(output_types, output_shapes), strict=True):
            tensor.set_shape(tf.TensorShape(shape))
    return tf.nest.pack_sequence_as(output_types, flat)
