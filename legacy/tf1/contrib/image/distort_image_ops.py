"""Hue, saturation and value changed in the YIQ color space, by one matrix."""

import numpy as np
import tensorflow.compat.v1 as tf

__all__ = ["adjust_hsv_in_yiq", "random_hsv_in_yiq"]

_RGB_TO_YIQ = np.array([[0.299, 0.587, 0.114], [0.596, -0.274, -0.322], [0.211, -0.523, 0.312]])
_YIQ_TO_RGB = np.linalg.inv(_RGB_TO_YIQ)


def random_hsv_in_yiq(
    image, max_delta_hue=0, lower_saturation=1, upper_saturation=1, lower_value=1, upper_value=1, seed=None
):
    """`adjust_hsv_in_yiq` by numbers drawn from the given ranges; ValueError for ranges that are none.

    Replaces: tensorflow.contrib.image.python.ops.distort_image_ops.random_hsv_in_yiq
    """
    if max_delta_hue < 0:
        raise ValueError("max_delta must be non-negative.")
    if lower_saturation < 0:
        raise ValueError("lower_saturation must be non-negative.")
    if lower_value < 0:
        raise ValueError("lower_value must be non-negative.")
    if lower_saturation > upper_saturation:
        raise ValueError("lower_saturation must be < upper_saturation.")
    if lower_value > upper_value:
        raise ValueError("lower_value must be < upper_value.")

    def draw(low, high):
        return low if low == high else tf.random_uniform([], low, high, seed=seed)

    delta_hue = draw(-max_delta_hue, max_delta_hue)
    saturation = draw(lower_saturation, upper_saturation)
    return adjust_hsv_in_yiq(image, delta_hue, saturation, draw(lower_value, upper_value))


def adjust_hsv_in_yiq(image, delta_hue=0, scale_saturation=1, scale_value=1, name=None):
    """Turn the hue by `delta_hue` radians, scale saturation and value.

    Args:
        image: `[..., 3]`, of any image dtype.
        delta_hue, scale_saturation, scale_value: scalars.
        name: of the name scope, else "adjust_hsv_in_yiq".

    Replaces: tensorflow.contrib.image.python.ops.distort_image_ops.adjust_hsv_in_yiq
    Differs: made of ops, so it has a gradient.
    """
    with tf.name_scope(name, "adjust_hsv_in_yiq", [image]):
        image = tf.convert_to_tensor(image, name="image")
        rgb = tf.image.convert_image_dtype(image, tf.float32)
        delta_hue, scale_saturation, scale_value = (
            tf.cast(x, tf.float32) for x in (delta_hue, scale_saturation, scale_value)
        )
        value_saturation = scale_value * scale_saturation
        cosine, sine = value_saturation * tf.cos(delta_hue), value_saturation * tf.sin(delta_hue)
        zero = tf.zeros([])
        turn = tf.stack([[scale_value, zero, zero], [zero, cosine, -sine], [zero, sine, cosine]])
        matrix = tf.matmul(tf.matmul(tf.constant(_YIQ_TO_RGB, tf.float32), turn), tf.constant(_RGB_TO_YIQ, tf.float32))
        changed = tf.reshape(tf.matmul(tf.reshape(rgb, [-1, 3]), matrix, transpose_b=True), tf.shape(rgb))
        changed.set_shape(rgb.get_shape())
        return tf.image.convert_image_dtype(changed, image.dtype)
