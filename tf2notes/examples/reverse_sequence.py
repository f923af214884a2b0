"""Reversing sequences: every one of a batch turned round up to its length, batch first and time first.

Legacy: legacy/examples/reverse_sequence.py
Parity: tests/examples/test_reverse_sequence.py

`keras.layers.Bidirectional` does not need it: under a mask its backward layer goes over the reversed sequence, masked
steps first. `tf.reverse_sequence` is still there; in `keras.ops` it is one `take_along_axis`.
"""

import numpy as np
import tensorflow as tf
from keras import ops

SEQ_LENGTHS = np.array([7, 2, 3, 5])


def numbers(*shape):
    """0, 1, 2, ... in a shape."""
    return np.arange(np.prod(shape)).reshape(shape)


def reverse(x, lengths):
    """[batch, time, ...] with the first `lengths[i]` steps of sequence i backwards, the others where they were."""
    steps = ops.arange(x.shape[1])[None]
    lengths = ops.cast(lengths, steps.dtype)[:, None]
    sources = ops.where(steps < lengths, lengths - 1 - steps, steps)
    return ops.take_along_axis(x, ops.reshape(sources, (*sources.shape, *[1] * (len(x.shape) - 2))), axis=1)


def results():
    """All arrays by the original's names."""
    batch_major, time_major = numbers(4, 8), numbers(8, 2, 4)
    first = reverse(batch_major, SEQ_LENGTHS)
    swapped = reverse(ops.transpose(time_major, (2, 0, 1)), SEQ_LENGTHS)
    floats = tf.constant(batch_major, tf.float32)
    with tf.GradientTape() as tape:
        tape.watch(floats)
        total = ops.sum(reverse(floats, SEQ_LENGTHS) * ops.cast(batch_major**2, "float32"))
    return {
        "batch 0, time 1": first,
        "batch 2, time 0": ops.transpose(swapped, (1, 2, 0)),
        "twice": reverse(first, SEQ_LENGTHS),
        "without lengths": ops.flip(batch_major, axis=1),
        "with lengths": tf.reverse_sequence(batch_major, SEQ_LENGTHS, seq_axis=1, batch_axis=0),
        "gradient": tape.gradient(total, floats),
    }
