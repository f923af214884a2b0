"""Batches of sequences of about equal length.

Replaces: ``tf.contrib.training.bucket`` and ``bucket_by_sequence_length``, and the buckets that
``tf.contrib.legacy_seq2seq.model_with_buckets`` is fed (section 18 of the notes).
"""

from tf2notes.pipelines.guard import in_python
from tf2notes.pipelines.report import BadData, check_mode, settle


def bucket_by_sequence_length(
    dataset, length, batch_size, bucket_boundaries, dynamic_pad=True, allow_smaller_final_batch=False
):
    """Batches whose rows fall between the same two boundaries.

    Args:
        dataset: of rows.
        length: a function of a row that gives its length, a scalar integer.
        batch_size: rows a batch, or a list of one size for each bucket.
        bucket_boundaries: strictly increasing; bucket i takes lengths from boundary i - 1 up to below boundary i, and
            there is one more bucket for what is longer.
        dynamic_pad: pads to the longest row of the batch; without it rows of a batch must have equal shapes.
        allow_smaller_final_batch: whether what is left in the buckets at the end comes out; TF1 leaves it out by
            default.

    Returns:
        a dataset of (lengths int32 [B], batch), as TF1 returns (sequence_length, outputs).
    """
    import tensorflow as tf

    boundaries = list(bucket_boundaries)
    if not boundaries or any(not isinstance(b, int) for b in boundaries):
        raise TypeError(f"bucket_boundaries={bucket_boundaries!r}: expected a list of at least one integer")
    if boundaries != sorted(set(boundaries)) or boundaries[0] <= 0:
        raise ValueError(f"bucket_boundaries={boundaries}: expected positive numbers, each greater than the one before")
    sizes = [batch_size] * (len(boundaries) + 1) if isinstance(batch_size, int) else list(batch_size)
    if len(sizes) != len(boundaries) + 1:
        raise ValueError(
            f"batch_size: found {len(sizes)} sizes, expected one for each of {len(boundaries) + 1} buckets"
        )

    def measure(*row):
        return tf.cast(length(*row), tf.int32), row[0] if len(row) == 1 else row

    return dataset.map(measure, tf.data.AUTOTUNE, deterministic=True).bucket_by_sequence_length(
        lambda size, row: size,
        boundaries,
        sizes,
        drop_remainder=not allow_smaller_final_batch,
        no_padding=not dynamic_pad,
    )


def bucket_pairs(dataset, buckets, batch_size, pad=0, allow_smaller_final_batch=False, on_error="raise", report=None):
    """Batches for ``model_with_buckets``: pairs padded to the smallest bucket that holds both.

    Args:
        dataset: of (source, target), integers [S] and [T].
        buckets: (source size, target size), both ascending.
        pad: the id to fill up with.
        on_error: "raise" for a pair that fits into no bucket, or "skip" it and note it in the report.

    Returns:
        a dataset of (bucket, source, target): an int64 scalar, and [B, source size] and [B, target size] of that
        bucket.
    """
    import tensorflow as tf

    report = check_mode(on_error, report)
    if not buckets or sorted(buckets) != list(buckets) or sorted(t for _, t in buckets) != [t for _, t in buckets]:
        raise ValueError(f"buckets={buckets!r}: expected pairs (source size, target size), both ascending")
    sizes = tf.constant(buckets, tf.int64)

    def refuse(number, source, target):
        reason = f"lengths {source} and {target} fit into no bucket; the last one is {tuple(buckets[-1])}"
        message = settle(BadData("pairs", f"number {number}", reason), report)
        if message:
            raise ValueError(message)
        return False

    def choose(number, pair):
        lengths = tf.stack([tf.size(part, tf.int64) for part in pair])
        fits = tf.reduce_all(lengths <= sizes, axis=1)
        found = tf.reduce_any(fits)
        kept = tf.cond(found, lambda: True, lambda: in_python(refuse, [number, *tf.unstack(lengths)], [tf.bool])[0])
        return tf.ensure_shape(kept, []), tf.argmax(fits), *pair

    def collect(bucket, rows):
        shapes = ([], sizes[bucket, :1], sizes[bucket, 1:])
        values = (tf.constant(0, tf.int64), *(tf.constant(pad, part.dtype) for part in rows.element_spec[1:]))
        return rows.padded_batch(batch_size, shapes, values, drop_remainder=not allow_smaller_final_batch)

    def is_kept(kept, *row):
        return kept

    def without_flag(kept, *row):
        return row

    rows = dataset.enumerate().map(choose).filter(is_kept).map(without_flag)
    grouped = rows.group_by_window(lambda bucket, *_: bucket, collect, window_size=batch_size)
    return grouped.map(lambda bucket, source, target: (bucket[0], source, target))
