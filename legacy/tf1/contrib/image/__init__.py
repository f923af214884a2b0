"""Replaces: ``tf.contrib.image``: projective transforms, warps, connected components, matching."""

from tf2notes.legacy.tf1.contrib.image.distort_image_ops import adjust_hsv_in_yiq, random_hsv_in_yiq
from tf2notes.legacy.tf1.contrib.image.image_ops import (
    angles_to_projective_transforms,
    compose_transforms,
    flat_transforms_to_matrices,
    matrices_to_flat_transforms,
    rotate,
    transform,
    translate,
    translations_to_projective_transforms,
)
from tf2notes.legacy.tf1.contrib.image.segments import bipartite_match, connected_components
from tf2notes.legacy.tf1.contrib.image.warps import dense_image_warp, interpolate_spline, sparse_image_warp

__all__ = [
    "adjust_hsv_in_yiq",
    "angles_to_projective_transforms",
    "bipartite_match",
    "compose_transforms",
    "connected_components",
    "dense_image_warp",
    "flat_transforms_to_matrices",
    "interpolate_spline",
    "matrices_to_flat_transforms",
    "random_hsv_in_yiq",
    "rotate",
    "single_image_random_dot_stereograms",
    "sparse_image_warp",
    "transform",
    "translate",
    "translations_to_projective_transforms",
]


def single_image_random_dot_stereograms(
    depth_values,
    hidden_surface_removal=None,
    convergence_dots_size=None,
    dots_per_inch=None,
    eye_separation=None,
    mu=None,
    normalize=None,
    normalize_max=None,
    normalize_min=None,
    border_level=None,
    number_colors=None,
    output_image_shape=None,
    output_data_window=None,
):
    """Raises NotImplementedError: its op was a library of its own that TensorFlow no longer has.

    Replaces: tf.contrib.image.single_image_random_dot_stereograms
    """
    raise NotImplementedError(
        "tf.contrib.image.single_image_random_dot_stereograms has no op in today's TensorFlow: draw it with NumPy"
    )
