"""A binary series and its echo, for a recurrent network that carries its state over (section 8.2 of the notes).

Replaces: the notes' ``generateData`` and the slicing of its result for ``feed_dict``.

    for x, y in echo.batches(seed=0): ...              # one epoch of numpy arrays
    train = echo.dataset(seed=0, epochs=100)           # the same arrays through tf.data

Row i of one batch goes on in row i of the next, so the state may be carried over; `steps` batches make an epoch, after
which the series (and the state) starts anew.
"""

import numpy as np
from tf2notes.pipelines.guard import in_python

LENGTH, BATCH_SIZE, STEPS, ECHO = 50_000, 5, 15, 3


def steps(length=LENGTH, batch_size=BATCH_SIZE, num_steps=STEPS):
    """Batches an epoch; what is left of the series beyond them is not used."""
    return length // batch_size // num_steps


def series(seed, length=LENGTH, echo_step=ECHO):
    """A fair random bit a step, and the bit of `echo_step` steps ago (0 at first): two int32 [length] arrays."""
    if not 0 < echo_step < length:
        raise ValueError(f"echo_step={echo_step}: expected 1 to {length - 1}, less than the series' length")
    x = np.random.RandomState(seed).choice(2, length, p=[0.5, 0.5]).astype(np.int32)
    y = np.roll(x, echo_step)
    y[:echo_step] = 0
    return x, y


def rows(seed, length=LENGTH, batch_size=BATCH_SIZE, echo_step=ECHO):
    """The series cut into `batch_size` rows one below the other: float32 x and int32 y, both [batch_size, columns]."""
    columns = length // batch_size
    x, y = (part[: batch_size * columns].reshape(batch_size, columns) for part in series(seed, length, echo_step))
    return x.astype(np.float32), y


def batches(seed, length=LENGTH, batch_size=BATCH_SIZE, num_steps=STEPS, echo_step=ECHO):
    """One epoch: yields float32 x and int32 y, both [batch_size, num_steps]."""
    x, y = rows(seed, length, batch_size, echo_step)
    for start in range(0, steps(length, batch_size, num_steps) * num_steps, num_steps):
        yield x[:, start : start + num_steps], y[:, start : start + num_steps]


def dataset(seed=0, epochs=1, length=LENGTH, batch_size=BATCH_SIZE, num_steps=STEPS, echo_step=ECHO):
    """`epochs` times `steps` batches as a ``tf.data.Dataset``; epoch e is ``batches(seed + e)``, drawn when reached.

    Returns:
        elements (x, y): float32 and int32 [batch_size, num_steps].
    """
    import tensorflow as tf

    per_epoch = steps(length, batch_size, num_steps)
    if per_epoch == 0:
        raise ValueError(f"length={length} is too short for one batch of {batch_size} rows of {num_steps} steps")

    def draw(epoch):
        x, y = rows(int(epoch), length, batch_size, echo_step)
        return [
            part[:, : per_epoch * num_steps].reshape(batch_size, per_epoch, num_steps).swapaxes(0, 1) for part in (x, y)
        ]

    def one_epoch(epoch):
        x, y = in_python(draw, [epoch], [tf.float32, tf.int32])
        shape = [per_epoch, batch_size, num_steps]
        return tf.data.Dataset.from_tensor_slices((tf.ensure_shape(x, shape), tf.ensure_shape(y, shape)))

    return tf.data.Dataset.range(seed, seed + epochs).flat_map(one_epoch).prefetch(tf.data.AUTOTUNE)
