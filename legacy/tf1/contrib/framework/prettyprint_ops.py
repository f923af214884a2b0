"""Replaces: tensorflow.contrib.framework.python.ops.prettyprint_ops."""

import tensorflow.compat.v1 as tf

__all__ = ["print_op"]


def print_op(
    input_,
    data=None,
    message=None,
    first_n=None,
    summarize=20,
    print_tensor_name=True,
    print_tensor_type=True,
    print_shape=True,
    summarize_indicator_vector=True,
    name=None,
):
    """`input_`, with a description of it and of `data` printed whenever it is evaluated.

    Args:
        input_: Tensor, variable, SparseTensor or TensorArray.
        data: None or a list of more of them.
        message: printed before.
        first_n, summarize, name: of `tf.Print`.
        print_tensor_name, print_tensor_type, print_shape: whether to print these.
        summarize_indicator_vector: print where the first True is in a boolean tensor.

    Raises:
        ValueError: `input_` is something else.

    Replaces: contrib.framework's ``print_op``
    """
    kinds = (tf.Tensor, tf.Variable, tf.SparseTensor, tf.TensorArray)
    if not isinstance(input_, kinds):
        raise ValueError("input_ must be of type Tensor, SparseTensor or TensorArray")
    parts = []
    for value in (input_, *(data or ())):
        parts += _describe(value, print_tensor_name, print_tensor_type, print_shape, summarize_indicator_vector)

    def with_print(tensor):
        return tf.Print(tensor, parts, message or "", first_n, summarize, name)

    if not isinstance(input_, (tf.SparseTensor, tf.TensorArray)):
        return with_print(input_)
    with tf.control_dependencies([with_print(tf.constant([]))]):
        if isinstance(input_, tf.TensorArray):
            return input_.identity()
        return tf.SparseTensor(tf.identity(input_.indices), tf.identity(input_.values), tf.identity(input_.dense_shape))


def _describe(value, with_name, with_type, with_shape, with_first_true):
    """What `print_op` prints of one value: a list of tensors."""
    is_array, is_sparse = isinstance(value, tf.TensorArray), isinstance(value, tf.SparseTensor)
    parts = []
    if with_name and isinstance(value, tf.Tensor):
        parts.append(tf.constant(f"Name: {value.name}"))
    if with_type:
        kind = next(
            (k for k in ("Tensor", "SparseTensor", "TensorArray", "Variable") if isinstance(value, getattr(tf, k))),
            None,
        )
        if kind is None:
            raise ValueError("t must be a Tensor, SparseTensor, TensorArray or Variable.")
        parts.append(tf.constant(f"Type: {kind} ({value.dtype.name})"))
    if with_shape and is_sparse:
        parts += [tf.constant("Shape:"), value.dense_shape]
    elif with_shape and is_array:
        parts += [tf.constant("Size:"), value.size()]
    elif with_shape and isinstance(value, tf.Tensor):
        parts.append(tf.constant(f"Shape: {value.get_shape().dims}"))
    if with_first_true and value.dtype == tf.bool:
        parts += [tf.constant("First True in Boolean tensor at:"), tf.argmax(tf.cast(value, tf.uint8), 0)]
    if is_sparse:
        parts += [tf.constant("Sparse indices:"), value.indices, tf.constant("Sparse values:"), value.values]
    elif is_array:
        parts += [tf.constant("Value:"), value.stack()]
    elif isinstance(value, tf.Tensor):
        parts += [tf.constant("Value:"), value]
    return parts
