"""Replaces: ``tf.contrib.deprecated``: the summary functions of TensorFlow before 1.0."""

from tf2notes.legacy.tf1._old_summaries import (
    audio_summary,
    histogram_summary,
    image_summary,
    merge_all_summaries,
    merge_summary,
    scalar_summary,
)

__all__ = [
    "audio_summary",
    "histogram_summary",
    "image_summary",
    "merge_all_summaries",
    "merge_summary",
    "scalar_summary",
]
