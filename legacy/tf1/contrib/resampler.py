"""Replaces: ``tf.contrib.resampler``: reading an image at any positions, as spatial transformers do."""

import tensorflow.compat.v1 as tf

__all__ = ["resampler"]


def resampler(data, warp, name="resampler"):
    """Bilinear interpolation of `data` at the points `warp`; outside of the image there are zeros.

    Args:
        data: float `[batch, height, width, channels]`.
        warp: float `[batch, ..., 2]`: x, y.
        name: of the name scope.

    Returns:
        `[batch, ..., channels]`, with gradients for both.

    Raises:
        UnimplementedError: when run, `data` has not four dimensions, or the points of `warp` not two.
        InvalidArgumentError: when run, `warp` is no matrix, or of another batch size.

    Replaces: tf.contrib.resampler.resampler
    Differs: made of ops.
    """
    with tf.name_scope(name, "resampler", [data, warp]):
        data = tf.convert_to_tensor(data, name="data")
        warp = tf.convert_to_tensor(warp, name="warp")
        mistake = _mistake(data.get_shape(), warp.get_shape())
        if mistake is not None:
            return tf.py_func(_raise(mistake), [], data.dtype)
        shape = tf.shape(data)
        batch, height, width, channels = shape[0], shape[1], shape[2], shape[3]
        points = tf.reshape(warp, [batch, -1, 2])
        x, y = points[..., 0], points[..., 1]
        left, top = tf.floor(x), tf.floor(y)
        flat = tf.reshape(data, [batch, -1, channels])

        def read(column, row):
            column, row = tf.cast(column, tf.int32), tf.cast(row, tf.int32)
            inside = (column >= 0) & (column < width) & (row >= 0) & (row < height)
            index = tf.clip_by_value(row, 0, height - 1) * width + tf.clip_by_value(column, 0, width - 1)
            return tf.gather(flat, index, batch_dims=1) * tf.expand_dims(tf.cast(inside, data.dtype), -1)

        right_part, bottom_part = tf.expand_dims(x - left, -1), tf.expand_dims(y - top, -1)
        upper = (1 - right_part) * read(left, top) + right_part * read(left + 1, top)
        lower = (1 - right_part) * read(left, top + 1) + right_part * read(left + 1, top + 1)
        result = (1 - bottom_part) * upper + bottom_part * lower
        result = tf.reshape(result, tf.concat([tf.shape(warp)[:-1], [channels]], 0))
        result.set_shape(warp.get_shape()[:-1].concatenate(data.get_shape()[3:]))
        return result


def _mistake(data, warp):
    """What TF1's op raises when it is run on these static shapes, as the Python error that `tf.py_func` makes it of."""
    data, warp = (shape.as_list() if shape.rank is not None else None for shape in (data, warp))
    shapes = f"input shapes are: {data}, {warp}"
    if data is not None and len(data) != 4:
        return NotImplementedError(
            "Only bilinear interpolation is currently supported. The input data shape must be "
            f"[batch_size, data_height, data_width, data_channels], but is: {data}"
        )
    if warp is None:
        return None
    if len(warp) < 2:
        return ValueError(f"warp should be at least a matrix, got shape {warp}")
    if warp[-1] not in (None, 2):
        return NotImplementedError(
            "Only bilinear interpolation is supported, warping coordinates must be 2D; warp shape last entry should be "
            f"2, but shape vector is: {warp}"
        )
    if data is not None and None not in (data[0], warp[0]) and data[0] != warp[0]:
        return ValueError(f"Batch size of data and warp tensor must be the same, but {shapes}")
    return None


def _raise(error):
    def fail():
        raise error

    return fail
