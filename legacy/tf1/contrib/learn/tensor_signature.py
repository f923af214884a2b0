"""Replaces: ``tensorflow.contrib.learn.python.learn.estimators.tensor_signature``: kinds of tensors."""

import collections

import tensorflow.compat.v1 as tf


class TensorSignature(collections.namedtuple("TensorSignature", ["dtype", "shape", "is_sparse"])):
    """The dtype, the static shape (None of a sparse tensor) and the kind of a tensor."""

    def __new__(cls, tensor):
        if isinstance(tensor, tf.SparseTensor):
            return super().__new__(cls, dtype=tensor.values.dtype, shape=None, is_sparse=True)
        return super().__new__(cls, dtype=tensor.dtype, shape=tensor.get_shape(), is_sparse=False)

    def is_compatible_with(self, other):
        """Whether tensors of this and of the `other` signature may differ in the size of the batch only."""
        if other.is_sparse or self.is_sparse:
            return self.is_sparse and other.is_sparse and self.dtype.is_compatible_with(other.dtype)
        return self.dtype.is_compatible_with(other.dtype) and _alike_but_for_batch(self.shape, other.shape)

    def get_placeholder(self):
        """A placeholder for batches of any size."""
        if self.is_sparse:
            return tf.sparse_placeholder(dtype=self.dtype)
        return tf.placeholder(dtype=self.dtype, shape=[None, *self.shape[1:].as_list()])

    def get_feature_spec(self):
        """How to parse it from an Example, which has but float32, int64 and strings."""
        dtype = {tf.int32: tf.int64, tf.float64: tf.float32}.get(self.dtype, self.dtype)
        if self.is_sparse:
            return tf.VarLenFeature(dtype=dtype)
        return tf.FixedLenFeature(shape=self.shape[1:], dtype=dtype)


def _alike_but_for_batch(one, other):
    one, other = tf.TensorShape(one), tf.TensorShape(other)
    if one.rank is None or other.rank is None:
        return True
    return one.rank == other.rank and one[1:].is_compatible_with(other[1:])


def tensors_compatible(tensors, signatures):
    """Whether a tensor or a dict of tensors has the given signatures; more tensors than those do no harm."""
    if tensors is None:
        return signatures is None
    if isinstance(tensors, dict):
        return isinstance(signatures, dict) and all(
            name in tensors and TensorSignature(tensors[name]).is_compatible_with(signature)
            for name, signature in signatures.items()
        )
    if signatures is None or isinstance(signatures, dict):
        return False
    return TensorSignature(tensors).is_compatible_with(signatures)


def create_signatures(tensors):
    """The signature of a tensor, or of each of a dict; None of None."""
    return _each(tensors, TensorSignature)


def create_placeholders_from_signatures(signatures):
    """A placeholder for a signature, or for each of a dict; None for None."""
    return _each(signatures, TensorSignature.get_placeholder)


def _each(values, function):
    if isinstance(values, dict):
        return {name: function(value) for name, value in values.items()}
    return None if values is None else function(values)


def create_example_parser_from_signatures(signatures, examples_batch, single_feature_name="feature"):
    """What a batch of serialized Examples holds, as the signatures want it.

    Args:
        signatures: a `TensorSignature`, or a dict of them.
        examples_batch: strings `[batch]`.
        single_feature_name: the feature's name where there is one signature.

    Returns:
        A tensor or a dict of tensors.
    """
    single = not isinstance(signatures, dict)
    wanted = {single_feature_name: signatures} if single else signatures
    parsed = tf.parse_example(examples_batch, {name: value.get_feature_spec() for name, value in wanted.items()})
    for name, value in parsed.items():
        if not wanted[name].dtype.is_compatible_with(value.dtype):
            parsed[name] = tf.cast(value, wanted[name].dtype)
    return parsed[single_feature_name] if single else parsed
