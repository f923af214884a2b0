"""Tensor transforms: reduce, concat, squeeze, split, embedding_lookup, expand_dims, slice, stack, gather, pad.

Notes: section 10.

Repaired: the lost line breaks; `tf.concat(0, values)` and `tf.split(1, 3, value)` of TF 0.x have their arguments the
other way round; `Init`, `Withtf` and the quotes of the padding example. What `REFLECT` and `SYMMETRIC` do is shown on
rows of three, because a row of two cannot be reflected by two.
"""

from __future__ import print_function

import numpy as np
import tensorflow as tf


def reduces():
    a = tf.constant([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    return {
        "reduce_sum": tf.reduce_sum(a),
        "reduce_sum axis 1": tf.reduce_sum(a, 1),
        "reduce_mean axis 0": tf.reduce_mean(a, 0),
        "reduce_max axis 0": tf.reduce_max(a, 0),
        "reduce_min axis 1": tf.reduce_min(a, 1),
        "reduce_prod": tf.reduce_prod(a),
        "reduce_all": tf.reduce_all(a > 1),
        "reduce_any": tf.reduce_any(a > 1),
        "reduce_sum keep_dims": tf.reduce_sum(a, 1, keep_dims=True),
    }


def concat():
    arr = np.zeros([6, 2, 3, 4, 5])[0]
    t1 = [[1, 2, 3], [4, 5, 6]]
    t2 = [[7, 8, 9], [10, 11, 12]]
    return {
        "concat axis 0": tf.concat([t1, t2], 0),
        "concat axis 1": tf.concat([t1, t2], 1),
        "np.concatenate axis 0": np.concatenate(arr, 0).shape,
        "np.concatenate axis 1": np.concatenate(arr, 1).shape,
    }


def squeeze():
    arr = tf.Variable(tf.truncated_normal([3, 4, 1, 6, 1], stddev=0.1))
    return {
        "squeeze [2, 4]": tf.squeeze(arr, [2, 4]).get_shape().as_list(),
        "squeeze [2]": tf.squeeze(arr, [2]).get_shape().as_list(),
        "squeeze": tf.squeeze(arr).get_shape().as_list(),
    }


def split():
    value = tf.reshape(tf.range(150), [5, 30])
    split0, split1, split2 = tf.split(value, 3, 1)
    a, b, c = tf.split(value, [4, 15, 11], 1)
    return {
        "shape of split0": tf.shape(split0),
        "split2": split2,
        "shapes of uneven splits": [a.shape.as_list(), b.shape.as_list(), c.shape.as_list()],
    }


def embedding_lookup():
    mat = np.array([1, 2, 3, 4, 5, 6, 7, 8, 9]).reshape((3, -1))
    ids = [[1, 2], [0, 1]]
    return {"embedding_lookup": tf.nn.embedding_lookup(mat, ids)}


def expand_dims():
    t = tf.zeros([2])
    t2 = tf.zeros([2, 3, 5])
    return {
        "expand_dims t 0": tf.shape(tf.expand_dims(t, 0)),
        "expand_dims t 1": tf.shape(tf.expand_dims(t, 1)),
        "expand_dims t -1": tf.shape(tf.expand_dims(t, -1)),
        "expand_dims t2 0": tf.shape(tf.expand_dims(t2, 0)),
        "expand_dims t2 2": tf.shape(tf.expand_dims(t2, 2)),
        "expand_dims t2 3": tf.shape(tf.expand_dims(t2, 3)),
    }


def slices():
    input = tf.constant([[[1, 1, 1], [2, 2, 2]], [[3, 3, 3], [4, 4, 4]], [[5, 5, 5], [6, 6, 6]]])
    return {
        "slice [1, 1, 3]": tf.slice(input, [1, 0, 0], [1, 1, 3]),
        "slice [1, 2, 3]": tf.slice(input, [1, 0, 0], [1, 2, 3]),
        "slice [2, 1, 3]": tf.slice(input, [1, 0, 0], [2, 1, 3]),
        "slice [-1, 1, -1]": tf.slice(input, [1, 0, 1], [-1, 1, -1]),
        "input[1:2]": input[1:2],
    }


def stack():
    x, y, z = [1, 4], [2, 5], [3, 6]
    return {"stack": tf.stack([x, y, z]), "stack axis 1": tf.stack([x, y, z], axis=1)}


def gather():
    input = [[[1, 1, 1], [2, 2, 2]], [[3, 3, 3], [4, 4, 4]], [[5, 5, 5], [6, 6, 6]]]
    return {
        "gather [0, 2]": tf.gather(input, [0, 2]),
        "gather of a scalar": tf.gather(input, 1),
        "gather of higher rank": tf.gather(input, [[2, 0], [1, 1]]),
    }


def pad():
    tensor = [[1, 2], [1, 2]]
    paddings = [[1, 1], [1, 1]]
    row = [[1, 2, 3], [4, 5, 6]]
    around = [[1, 1], [2, 2]]
    return {
        "pad": tf.pad(tensor, paddings, mode="CONSTANT"),
        "pad constant": tf.pad(row, around, mode="CONSTANT", constant_values=7),
        "pad reflect": tf.pad(row, around, mode="REFLECT"),
        "pad symmetric": tf.pad(row, around, mode="SYMMETRIC"),
    }


def results():
    found, tensors = {}, {}
    parts = (reduces, concat, squeeze, split, embedding_lookup, expand_dims, slices, stack, gather, pad)
    for part in parts:
        for name, value in part().items():
            (tensors if isinstance(value, tf.Tensor) else found)[name] = value
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        found.update(sess.run(tensors))
    return found


def main(_):
    for name, value in sorted(results().items()):
        print(name, "==>")
        print(value)


if __name__ == "__main__":
    tf.app.run()
