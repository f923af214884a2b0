"""Replaces: ``tf.contrib.periodic_resample``: more along some dimensions at the cost of one."""

import numpy as np
import tensorflow.compat.v1 as tf

__all__ = ["periodic_resample"]


def periodic_resample(values, shape, name=None):
    """`values` in another shape, as subpixel convolution rearranges channels.

    An output point s takes the input point ``s[i] // g[i]`` in each dimension i but the one that shrinks, where
    ``g[i]`` is how many times the input's size goes into the output's, rounded up; which of the outputs that share an
    input point it is tells the place in the dimension that shrinks.

    Args:
        values: of a known shape.
        shape: the sizes, not smaller than those of `values`, with one None for the dimension that shrinks.
        name: of the op.

    Raises:
        ValueError: there is not one None, the rank is another, or more values are needed than there are (where TF1 read
            beyond the tensor's end).
        NotImplementedError: the shape of `values` is not known.

    Replaces: tf.contrib.periodic_resample.periodic_resample
    """
    values = tf.convert_to_tensor(values, name="values")
    if not values.shape.is_fully_defined():
        raise NotImplementedError(f"periodic_resample: the shape of values must be known, not {values.shape}")
    old, new = values.shape.as_list(), tf.TensorShape(shape).as_list()
    if len(old) != len(new):
        raise ValueError(f"shape expected to be the same rank {len(old)} as values, not {len(new)}")
    if new.count(None) != 1:
        raise ValueError(f"shape must have exactly one None, not {new}")
    shrinks = new.index(None)
    others = [at for at in range(len(old)) if at != shrinks]
    if any(new[at] < old[at] for at in others):
        raise ValueError(f"the sizes of shape, {new}, must not be smaller than those of values, {old}")
    new[shrinks] = int(np.prod(old)) // int(np.prod([new[at] for at in others]))
    places = np.indices(new)
    source, step = [None] * len(old), new[shrinks]
    source[shrinks] = places[shrinks]
    for at in others:
        times = -(-new[at] // old[at])
        source[at] = places[at] // times
        source[shrinks] = source[shrinks] + step * (places[at] % times)
        step *= times
    flat = sum(place * int(np.prod(old[at + 1 :])) for at, place in enumerate(source))  # may lead into the next row
    if flat.size and flat.max() >= np.prod(old):
        raise ValueError(f"periodic_resample from {old} to {new} needs more values than there are")
    return tf.gather(tf.reshape(values, [-1]), flat.astype(np.int32), name=name)
