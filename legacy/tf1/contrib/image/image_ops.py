"""Images rotated, translated and transformed by projective transforms `[a0, a1, a2, b0, b1, b2, c0, c1]`.

The output pixel (x, y) shows the input point ``((a0 x + a1 y + a2) / k, (b0 x + b1 y + b2) / k)``, where
``k = c0 x + c1 y + 1``; points outside of the image are 0.
"""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.image.segments import bipartite_match, connected_components  # noqa: F401

__all__ = [
    "angles_to_projective_transforms",
    "compose_transforms",
    "flat_transforms_to_matrices",
    "matrices_to_flat_transforms",
    "rotate",
    "transform",
    "translate",
    "translations_to_projective_transforms",
]

_IMAGE_DTYPES = {tf.uint8, tf.int32, tf.int64, tf.float16, tf.float32, tf.float64}


def rotate(images, angles, interpolation="NEAREST", name=None):
    """Rotate counterclockwise around the center.

    Args:
        images: `[height, width]`, `[height, width, channels]` or `[batch, height, width, channels]`.
        angles: radians, scalar or `[batch]`.
        interpolation: "NEAREST" or "BILINEAR".
        name: of the name scope, else "rotate".

    Raises:
        TypeError: a dtype or a rank that is none of an image.

    Replaces: tf.contrib.image.rotate
    """
    with tf.name_scope(name, "rotate"):
        images = tf.convert_to_tensor(images)
        batch = _as_batch(images)
        height, width = tf.cast(tf.shape(batch)[1], tf.float32), tf.cast(tf.shape(batch)[2], tf.float32)
        transforms = angles_to_projective_transforms(angles, tf.expand_dims(height, 0), tf.expand_dims(width, 0))
        return transform(images, transforms, interpolation=interpolation)


def translate(images, translations, interpolation="NEAREST", name=None):
    """Move by `translations`, `[dx, dy]` or `[batch, 2]` pixels. Replaces: tf.contrib.image.translate"""
    with tf.name_scope(name, "translate"):
        return transform(images, translations_to_projective_transforms(translations), interpolation=interpolation)


def angles_to_projective_transforms(angles, image_height, image_width, name=None):
    """Transforms `[batch, 8]` that rotate by angles (scalar or `[batch]`); TypeError for another rank.

    Replaces: tf.contrib.image.angles_to_projective_transforms
    """
    with tf.name_scope(name, "angles_to_projective_transforms"):
        angles = tf.convert_to_tensor(angles, name="angles", dtype=tf.float32)
        if len(angles.get_shape()) > 1:
            raise TypeError("Angles should have rank 0 or 1.")
        angles = tf.reshape(angles, [-1])
        sine, cosine = tf.sin(angles), tf.cos(angles)
        right, bottom = image_width - 1, image_height - 1
        x_offset = (right - (cosine * right - sine * bottom)) / 2.0
        y_offset = (bottom - (sine * right + cosine * bottom)) / 2.0
        zeros = tf.zeros_like(angles)
        return tf.stack([cosine, -sine, x_offset, sine, cosine, y_offset, zeros, zeros], axis=1)


def translations_to_projective_transforms(translations, name=None):
    """Transforms `[batch, 8]` that move by `[dx, dy]` or `[batch, 2]`; TypeError for another rank.

    Replaces: tf.contrib.image.translations_to_projective_transforms
    """
    with tf.name_scope(name, "translations_to_projective_transforms"):
        translations = tf.convert_to_tensor(translations, name="translations", dtype=tf.float32)
        if translations.get_shape().ndims is None:
            raise TypeError("translation_or_translations rank must be statically known")
        if translations.get_shape().ndims not in (1, 2):
            raise TypeError("Translations should have rank 1 or 2.")
        dx, dy = tf.unstack(tf.reshape(translations, [-1, 2]), axis=1)
        ones, zeros = tf.ones_like(dx), tf.zeros_like(dx)
        return tf.stack([ones, zeros, -dx, zeros, ones, -dy, zeros, zeros], axis=1)


def transform(images, transforms, interpolation="NEAREST", output_shape=None, name=None):
    """Apply projective transforms.

    Args:
        images: as for `rotate`.
        transforms: `[8]` or `[batch, 8]`, from output points to input points.
        interpolation: "NEAREST" or "BILINEAR".
        output_shape: `[height, width]`; the images' if None.
        name: of the name scope, else "transform".

    Returns:
        The images, of their dtype and rank. The gradient is the gradient image, transformed back.

    Raises:
        TypeError: a dtype or a rank that is none.
        ValueError: `output_shape` is not of two numbers, or another `interpolation` (TF1 ended the process over it).

    Replaces: tf.contrib.image.transform
    """
    with tf.name_scope(name, "transform"):
        images = tf.convert_to_tensor(images, name="images")
        transforms = tf.convert_to_tensor(transforms, name="transforms", dtype=tf.float32)
        batch = _as_batch(images)
        if output_shape is None:
            static = batch.get_shape()[1:3]
            output_shape = static.as_list() if static.is_fully_defined() else tf.shape(batch)[1:3]
        output_shape = tf.convert_to_tensor(output_shape, tf.int32, name="output_shape")
        if not output_shape.get_shape().is_compatible_with([2]):
            raise ValueError("output_shape must be a 1-D Tensor of 2 elements: new_height, new_width")
        if transforms.get_shape().ndims is None:
            raise TypeError("transform_or_transforms rank must be statically known")
        if transforms.get_shape().ndims not in (1, 2):
            raise TypeError("Transforms should have rank 1 or 2.")
        if transforms.get_shape().ndims == 1:
            transforms = tf.expand_dims(transforms, 0)
        if interpolation.upper() not in ("NEAREST", "BILINEAR"):
            raise ValueError(f"interpolation must be NEAREST or BILINEAR, not {interpolation}")
        output = tf.raw_ops.ImageProjectiveTransformV2(
            images=batch, transforms=transforms, output_shape=output_shape, interpolation=interpolation.upper()
        )
        if images.get_shape().ndims == 2:
            return output[0, :, :, 0]
        return output[0] if images.get_shape().ndims == 3 else output


def compose_transforms(*transforms):
    """One transform `[batch, 8]` for several, the first being applied to output points last.

    Replaces: tf.contrib.image.compose_transforms
    """
    assert transforms, "transforms cannot be empty"
    with tf.name_scope("compose_transforms"):
        composed = flat_transforms_to_matrices(transforms[0])
        for other in transforms[1:]:
            composed = tf.matmul(composed, flat_transforms_to_matrices(other))
        return matrices_to_flat_transforms(composed)


def flat_transforms_to_matrices(transforms):
    """`[8]` or `[batch, 8]` to `[batch, 3, 3]`, with 1 in the corner; ValueError for another rank.

    Replaces: tf.contrib.image.flat_transforms_to_matrices
    """
    with tf.name_scope("flat_transforms_to_matrices"):
        transforms = tf.convert_to_tensor(transforms, name="transforms")
        if transforms.shape.ndims not in (1, 2):
            raise ValueError(f"Transforms should be 1D or 2D, got: {transforms}")
        transforms = tf.reshape(transforms, [-1, 8])
        return tf.reshape(tf.pad(transforms, [[0, 0], [0, 1]], constant_values=1.0), [-1, 3, 3])


def matrices_to_flat_transforms(transform_matrices):
    """`[3, 3]` or `[batch, 3, 3]` to `[batch, 8]`, divided by the corner; ValueError for another rank.

    Replaces: tf.contrib.image.matrices_to_flat_transforms
    """
    with tf.name_scope("matrices_to_flat_transforms"):
        matrices = tf.convert_to_tensor(transform_matrices, name="transform_matrices")
        if matrices.shape.ndims not in (2, 3):
            raise ValueError(f"Matrices should be 2D or 3D, got: {matrices}")
        flat = tf.reshape(matrices, [-1, 9])
        return (flat / flat[:, 8:9])[:, :8]


def _as_batch(images):
    """`[batch, height, width, channels]` of one image or several."""
    if images.dtype.base_dtype not in _IMAGE_DTYPES:
        raise TypeError(f"Invalid dtype {images.dtype}.")
    rank = images.get_shape().ndims
    if rank is None:
        raise TypeError("image_or_images rank must be statically known")
    if rank == 2:
        return images[None, :, :, None]
    if rank == 3:
        return images[None]
    if rank == 4:
        return images
    raise TypeError("Images should have rank between 2 and 4.")
