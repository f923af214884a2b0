"""Tensor transforms: reduce, concat, squeeze, split, embedding lookup, expand_dims, slice, stack, gather, pad.

Legacy: legacy/examples/tensor_transforms.py
Parity: tests/examples/test_tensor_transforms.py

`keras.ops` follows NumPy: `keepdims`, `take` for gather, `concatenate`, indexing for slice. `ops.split` takes the
positions where to cut, not the sizes of the pieces.
"""

import keras
import numpy as np
from keras import ops

BLOCKS = [[[1, 1, 1], [2, 2, 2]], [[3, 3, 3], [4, 4, 4]], [[5, 5, 5], [6, 6, 6]]]


def reduces():
    """Sums, means and extremes over all elements or along one axis."""
    a = ops.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    return {
        "reduce_sum": ops.sum(a),
        "reduce_sum axis 1": ops.sum(a, axis=1),
        "reduce_mean axis 0": ops.mean(a, axis=0),
        "reduce_max axis 0": ops.max(a, axis=0),
        "reduce_min axis 1": ops.min(a, axis=1),
        "reduce_prod": ops.prod(a),
        "reduce_all": ops.all(a > 1),
        "reduce_any": ops.any(a > 1),
        "reduce_sum keep_dims": ops.sum(a, axis=1, keepdims=True),
    }


def joined_and_cut():
    """concat, split, stack."""
    t1, t2 = ops.array([[1, 2, 3], [4, 5, 6]]), ops.array([[7, 8, 9], [10, 11, 12]])
    arr = np.zeros([2, 3, 4, 5])
    value = ops.reshape(ops.arange(150), (5, 30))
    thirds = ops.split(value, 3, axis=1)
    uneven = ops.split(value, [4, 4 + 15], axis=1)
    x, y, z = ops.array([1, 4]), ops.array([2, 5]), ops.array([3, 6])
    return {
        "concat axis 0": ops.concatenate([t1, t2], axis=0),
        "concat axis 1": ops.concatenate([t1, t2], axis=1),
        "np.concatenate axis 0": ops.concatenate(list(arr), axis=0).shape,
        "np.concatenate axis 1": ops.concatenate(list(arr), axis=1).shape,
        "shape of split0": thirds[0].shape,
        "split2": thirds[2],
        "shapes of uneven splits": [piece.shape for piece in uneven],
        "stack": ops.stack([x, y, z]),
        "stack axis 1": ops.stack([x, y, z], axis=1),
    }


def dimensions():
    """squeeze and expand_dims: dimensions of one taken away and added."""
    arr = keras.random.truncated_normal((3, 4, 1, 6, 1), stddev=0.1, seed=0)
    t, t2 = ops.zeros((2,)), ops.zeros((2, 3, 5))
    return {
        "squeeze [2, 4]": ops.squeeze(arr, axis=(2, 4)).shape,
        "squeeze [2]": ops.squeeze(arr, axis=2).shape,
        "squeeze": ops.squeeze(arr).shape,
        "expand_dims t 0": ops.expand_dims(t, 0).shape,
        "expand_dims t 1": ops.expand_dims(t, 1).shape,
        "expand_dims t -1": t[..., None].shape,
        "expand_dims t2 0": ops.expand_dims(t2, 0).shape,
        "expand_dims t2 2": t2[:, :, None].shape,
        "expand_dims t2 3": t2[..., None].shape,
    }


def parts():
    """Slices are indexing; gather is `take`, and so is an embedding's lookup."""
    blocks = ops.array(BLOCKS)
    table = ops.reshape(ops.arange(1, 10), (3, 3))
    return {
        "embedding_lookup": ops.take(table, ops.array([[1, 2], [0, 1]]), axis=0),
        "slice [1, 1, 3]": blocks[1:2, 0:1],
        "slice [1, 2, 3]": blocks[1:2],
        "slice [2, 1, 3]": blocks[1:3, 0:1],
        "slice [-1, 1, -1]": blocks[1:, 0:1, 1:],
        "input[1:2]": blocks[1:2],
        "gather [0, 2]": ops.take(blocks, ops.array([0, 2]), axis=0),
        "gather of a scalar": blocks[1],
        "gather of higher rank": ops.take(blocks, ops.array([[2, 0], [1, 1]]), axis=0),
    }


def pads():
    """Zeros, a constant, the row reflected without its edge, the row reflected with its edge."""
    tensor, row = ops.array([[1, 2], [1, 2]]), ops.array([[1, 2, 3], [4, 5, 6]])
    around = ((1, 1), (2, 2))
    return {
        "pad": ops.pad(tensor, ((1, 1), (1, 1))),
        "pad constant": ops.pad(row, around, constant_values=7),
        "pad reflect": ops.pad(row, around, mode="reflect"),
        "pad symmetric": ops.pad(row, around, mode="symmetric"),
    }


def results():
    """All values by the original's names."""
    found = (reduces(), joined_and_cut(), dimensions(), parts(), pads())
    return {name: value for part in found for name, value in part.items()}
