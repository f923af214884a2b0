"""Replaces: the summary functions of TensorFlow before 1.0 (later ``tf.contrib.deprecated``).

Differs from ``tf.summary``: the tag is written as it is given, without name scopes.
"""

import tensorflow.compat.v1 as _v1


def _collected(summary, collections):
    for key in [_v1.GraphKeys.SUMMARIES] if collections is None else collections:
        _v1.add_to_collection(key, summary)
    return summary


def scalar_summary(tags, values, collections=None, name=None):
    """Replaces: ``tf.scalar_summary``."""
    return _collected(_v1.raw_ops.ScalarSummary(tags=tags, values=values, name=name), collections)


def histogram_summary(tag, values, collections=None, name=None):
    """Replaces: ``tf.histogram_summary``."""
    return _collected(_v1.raw_ops.HistogramSummary(tag=tag, values=values, name=name), collections)


def image_summary(tag, tensor, max_images=3, collections=None, name=None):
    """Replaces: ``tf.image_summary``."""
    summary = _v1.raw_ops.ImageSummary(tag=tag, tensor=tensor, max_images=max_images, name=name)
    return _collected(summary, collections)


def audio_summary(tag, tensor, sample_rate, max_outputs=3, collections=None, name=None):
    """Replaces: ``tf.audio_summary``."""
    summary = _v1.raw_ops.AudioSummaryV2(
        tag=tag, tensor=tensor, sample_rate=sample_rate, max_outputs=max_outputs, name=name
    )
    return _collected(summary, collections)


def merge_summary(inputs, collections=None, name=None):
    """Replaces: ``tf.merge_summary``."""
    merged = _v1.raw_ops.MergeSummary(inputs=inputs, name=name)
    for key in collections or ():
        _v1.add_to_collection(key, merged)
    return merged


def merge_all_summaries(key=_v1.GraphKeys.SUMMARIES):
    """Replaces: ``tf.merge_all_summaries``."""
    summaries = _v1.get_collection(key)
    return merge_summary(summaries) if summaries else None


def get_summary_op():
    """Replaces: ``tf.contrib.deprecated.get_summary_op``: the graph's merged summary, made once."""
    known = _v1.get_collection(_v1.GraphKeys.SUMMARY_OP)
    if known and known[0] is not None:
        return known[0]
    merged = merge_all_summaries()
    if merged is not None:
        _v1.add_to_collection(_v1.GraphKeys.SUMMARY_OP, merged)
    return merged
