"""Sparse tensors through a barrier, which takes dense ones only: they wait in a map, and their handles go in."""

import tensorflow.compat.v1 as tf
from tensorflow.python.ops import sparse_ops

# A sparse context travels as a sequence whose segments all hold it at their first step.
_SPARSE_CONTEXT_PREFIX_KEY = _CONTEXT = "_context_in_seq_"
_SPARSE = (tf.SparseTensor, tf.SparseTensorValue)


def store_sparse(sequences, shared_name=None):
    """Returns `(sequences with handles in place of SparseTensors, name to the op that stored it)`."""
    dense, stores = dict(sequences), {}
    for name in sorted(sequences):
        if isinstance(sequences[name], _SPARSE):
            dense[name] = sparse_ops._add_many_sparse_to_tensors_map(
                tf.convert_to_tensor_or_sparse_tensor(sequences[name]), shared_name=shared_name
            )
            stores[name] = dense[name].op
    return dense, stores


def _deconstruct_sparse_tensor_seq(input_sequence, shared_name=None):
    """`store_sparse` as TF1 had it: `(sequences, names of the sparse ones or None, ops that stored them)`."""
    dense, stores = store_sparse(input_sequence, shared_name)
    return dense, list(stores) or None, list(stores.values())


def _reconstruct_sparse_tensor_seq(sequence, sparse_tensor_keys, tensor_op_list, batch_size, num_unroll):
    """`restore_sparse` as TF1 had it."""
    restore_sparse(sequence, dict(zip(sparse_tensor_keys or (), tensor_op_list, strict=True)), batch_size, num_unroll)


def restore_sparse(sequences, stores, batch_size, num_unroll):
    """Replaces the handles `[batch, num_unroll]` in `sequences` by SparseTensors `[batch, num_unroll, ...]`."""
    for name, store in stores.items():
        flat = sparse_ops._take_many_sparse_from_tensors_map(
            sparse_map_op=store, sparse_handles=tf.reshape(sequences[name], [-1]), rank=None
        )
        rows, unroll = flat.indices[:, :1], tf.cast(num_unroll, tf.int64)
        sizes = tf.stack([tf.cast(batch_size, tf.int64), unroll])
        sequences[name] = tf.SparseTensor(
            indices=tf.concat([rows // unroll, rows % unroll, flat.indices[:, 1:]], axis=1),
            values=flat.values,
            dense_shape=tf.concat([sizes, flat.dense_shape[1:]], axis=0),
        )


def context_to_sequences(context, sequences, num_unroll):
    """Moves the SparseTensors of `context` into `sequences`, one copy for each segment."""
    names = [name for name in sorted(context) if isinstance(context[name], _SPARSE)]
    if not names:
        return
    length = tf.constant(1, tf.int64)
    if sequences:
        first = next(iter(sequences.values()))
        length = first.dense_shape[0] if isinstance(first, _SPARSE) else tf.shape(first, out_type=tf.int64)[0]
    for name in names:
        value = tf.convert_to_tensor_or_sparse_tensor(context.pop(name))
        starts = tf.range(tf.constant(0, tf.int64), length, delta=num_unroll)
        copies, entries = tf.shape(starts)[0], tf.shape(value.indices)[0]
        steps = tf.reshape(tf.tile(tf.expand_dims(starts, 1), [1, entries]), [-1, 1])
        sequences[_CONTEXT + name] = tf.SparseTensor(
            indices=tf.concat([steps, tf.tile(value.indices, [copies, 1])], 1),
            values=tf.tile(value.values, [copies]),
            dense_shape=tf.concat([[length], value.dense_shape], 0),
        )


def context_from_sequences(context, sequences):
    """The reverse of `context_to_sequences`, on a batch."""
    for name in sorted(sequences):
        if name.startswith(_CONTEXT):
            value = sequences.pop(name)
            context[name[len(_CONTEXT) :]] = tf.SparseTensor(
                indices=tf.concat([value.indices[:, :1], value.indices[:, 2:]], 1),
                values=value.values,
                dense_shape=tf.concat([value.dense_shape[:1], value.dense_shape[2:]], 0),
            )
