"""Sine in, cosine out, for a recurrent network that carries its state over (section 8.3 of the notes).

Replaces: the notes' ``get_batch`` with its global BATCH_START, and ``feed_dict``.

    seq, res, xs = sine.batch(0)                       # numpy, the notes' first call; sine.batch(1) is the second
    train = sine.dataset(steps=200)                    # the same numbers through tf.data

Every batch starts `time_steps` later than the one before, so row i goes on where row i of the last batch ended.
"""

import numpy as np
from tf2notes.pipelines.guard import in_python

TIME_STEPS, BATCH_SIZE = 20, 50


def batch(step, batch_size=BATCH_SIZE, time_steps=TIME_STEPS):
    """The notes' get_batch at its call number `step` (from 0), in float64 as there.

    Returns:
        [seq, res, xs]: sine [B, T, 1], cosine [B, T, 1] and the angles [B, T]; row b covers the steps from
        (step + b) * time_steps on, 10 pi of which make a radian.
    """
    start = step * time_steps
    xs = np.arange(start, start + time_steps * batch_size).reshape(batch_size, time_steps) / (10 * np.pi)
    return [np.sin(xs)[:, :, np.newaxis], np.cos(xs)[:, :, np.newaxis], xs]


def dataset(steps=200, batch_size=BATCH_SIZE, time_steps=TIME_STEPS, first=0):
    """Batches number `first` to `first + steps - 1` as a ``tf.data.Dataset``, computed as they are asked for.

    Returns:
        elements (seq, res): float32 [B, T, 1] each, as ``feed_dict`` rounds them.
    """
    import tensorflow as tf

    def draw(step):
        seq, res, _ = batch(int(step), batch_size, time_steps)
        return seq.astype(np.float32), res.astype(np.float32)

    def one(step):
        drawn = in_python(draw, [step], [tf.float32, tf.float32])
        return tuple(tf.ensure_shape(part, [batch_size, time_steps, 1]) for part in drawn)

    return tf.data.Dataset.range(first, first + steps).map(one, tf.data.AUTOTUNE).prefetch(tf.data.AUTOTUNE)
