"""What TF1 did with queues and reader threads, one ``tf.data`` function for each, under TF1's names (section 39).

    files = queues.string_input_producer(["file0.csv", "file1.csv"], num_epochs=5, seed=0)
    rows = csv.rows(files, [[1], [1], [1], [1], [1]])
    train = queues.shuffle_batch(rows, batch_size=32, capacity=10_096, min_after_dequeue=10_000, seed=0)

They take and return datasets where TF1's took and returned tensors. There is nothing to start, stop or join: a dataset
ends by itself where a queue raised OutOfRangeError, errors reach whoever iterates, and ``prefetch`` is the thread.
`readers` are here too; `threads` has Coordinator and QueueRunner, `buckets` the batches by length.
"""

from tf2notes.pipelines import tfrecord


def input_producer(values, num_epochs=None, shuffle=True, seed=None):
    """The rows of a tensor one by one, each epoch in another order. Replaces: ``tf.train.input_producer``.

    Args:
        values: a tensor or a structure of tensors with an equal first dimension.
        num_epochs: None for ever.
        shuffle: all rows of an epoch are shuffled; no row comes twice before every other came once.
    """
    import tensorflow as tf

    rows = tf.data.Dataset.from_tensor_slices(values)
    if int(rows.cardinality()) == 0:
        raise ValueError("input_producer requires at least one row; found none")
    if shuffle:
        rows = rows.shuffle(int(rows.cardinality()), seed=seed, reshuffle_each_iteration=True)
    return rows.repeat(num_epochs)


def string_input_producer(strings, num_epochs=None, shuffle=True, seed=None):
    """File names (or other strings) one by one. Replaces: ``tf.train.string_input_producer``.

    Differs: names are not patterns, as there; but a file that is missing is an error once it is read, with its name.
    """
    import tensorflow as tf

    strings = list(strings) if not tf.is_tensor(strings) else strings
    if len(strings) == 0:
        raise ValueError("string_input_producer requires a non-null input tensor")
    return input_producer(tf.constant(strings, tf.string), num_epochs, shuffle, seed)


def range_input_producer(limit, num_epochs=None, shuffle=True, seed=None):
    """The integers 0 to limit - 1, int32. Replaces: ``tf.train.range_input_producer``."""
    import tensorflow as tf

    return input_producer(tf.range(limit, dtype=tf.int32), num_epochs, shuffle, seed)


def slice_input_producer(tensor_list, num_epochs=None, shuffle=True, seed=None):
    """A row of every tensor at a time, as tuples. Replaces: ``tf.train.slice_input_producer``."""
    if not tensor_list:
        raise ValueError("Expected at least one tensor in slice_input_producer().")
    return input_producer(tuple(tensor_list), num_epochs, shuffle, seed)


def limit_epochs(dataset, num_epochs=None):
    """The dataset `num_epochs` times over. Replaces: ``tf.train.limit_epochs``."""
    return dataset.repeat(num_epochs)


def text_lines(files, skip_header_lines=0, cycle_length=1):
    """The lines of files, scalar strings. Replaces: ``tf.TextLineReader``; `csv.rows` also parses and checks them."""
    import tensorflow as tf

    return _paths(files).interleave(
        lambda path: tf.data.TextLineDataset(path).skip(skip_header_lines), cycle_length, block_length=1
    )


def tf_records(files, compression=None, on_error="raise", report=None, cycle_length=1):
    """The records of TFRecord files, scalar strings. Replaces: ``tf.TFRecordReader``.

    With several files at a time (TF1: several readers and ``shuffle_batch_join``), `cycle_length` of them take turns.
    """
    return tfrecord.serialized(files, compression, on_error, report, cycle_length)


def whole_files(files):
    """(name, content) of each file. Replaces: ``tf.WholeFileReader``."""
    import tensorflow as tf

    return _paths(files).map(lambda path: (path, tf.io.read_file(path)), tf.data.AUTOTUNE, deterministic=True)


def fixed_length_records(files, record_bytes, header_bytes=0, footer_bytes=0):
    """Records of equal length, scalar strings. Replaces: ``tf.FixedLengthRecordReader`` (without ``hop_bytes``)."""
    import tensorflow as tf

    return _paths(files).flat_map(
        lambda path: tf.data.FixedLengthRecordDataset(path, record_bytes, header_bytes, footer_bytes)
    )


def batch(dataset, batch_size, enqueue_many=False, dynamic_pad=False, allow_smaller_final_batch=False):
    """Rows in batches. Replaces: ``tf.train.batch``.

    Args:
        enqueue_many: the dataset's elements are themselves batches, of any size.
        dynamic_pad: pads rows with zeros (empty strings) to the longest of the batch in each dimension.
        allow_smaller_final_batch: whether rows that fill no whole batch at the end come as a smaller one; TF1 leaves
            them out by default.
    """
    rows = dataset.unbatch() if enqueue_many else dataset
    if dynamic_pad:
        return _ahead(rows.padded_batch(batch_size, drop_remainder=not allow_smaller_final_batch))
    return _ahead(rows.batch(batch_size, drop_remainder=not allow_smaller_final_batch))


def batch_join(datasets, batch_size, enqueue_many=False, dynamic_pad=False, allow_smaller_final_batch=False):
    """Rows of several datasets, one of each in turn, in batches. Replaces: ``tf.train.batch_join``."""
    return batch(_join(datasets), batch_size, enqueue_many, dynamic_pad, allow_smaller_final_batch)


def shuffle_batch(
    dataset,
    batch_size,
    capacity,
    min_after_dequeue,
    seed=None,
    enqueue_many=False,
    allow_smaller_final_batch=False,
):
    """Rows in random batches. Replaces: ``tf.train.shuffle_batch``.

    TF1 drew each row from a queue of at least `min_after_dequeue` and at most `capacity` rows; a shuffle buffer is
    always full, so it has `capacity` rows: a row comes at most `capacity` rows early, as with TF1, and the mixing is
    never worse. Epochs run into each other as there: repeat first, shuffle then.
    """
    if not 0 <= min_after_dequeue < capacity:
        raise ValueError(f"min_after_dequeue={min_after_dequeue}: expected 0 to capacity - 1 = {capacity - 1}")
    rows = dataset.unbatch() if enqueue_many else dataset
    rows = rows.shuffle(capacity, seed=seed, reshuffle_each_iteration=True)
    return batch(rows, batch_size, allow_smaller_final_batch=allow_smaller_final_batch)


def shuffle_batch_join(
    datasets,
    batch_size,
    capacity,
    min_after_dequeue,
    seed=None,
    enqueue_many=False,
    allow_smaller_final_batch=False,
):
    """`shuffle_batch` of several datasets, one row of each in turn. Replaces: ``tf.train.shuffle_batch_join``."""
    joined = _join(datasets)
    return shuffle_batch(joined, batch_size, capacity, min_after_dequeue, seed, enqueue_many, allow_smaller_final_batch)


def maybe_batch(dataset, keep_input, batch_size, dynamic_pad=False, allow_smaller_final_batch=False):
    """`batch` of the rows for which ``keep_input(*row)`` is true. Replaces: ``tf.train.maybe_batch``."""
    return batch(dataset.filter(keep_input), batch_size, False, dynamic_pad, allow_smaller_final_batch)


def maybe_shuffle_batch(
    dataset, keep_input, batch_size, capacity, min_after_dequeue, seed=None, allow_smaller_final_batch=False
):
    """`shuffle_batch` of the rows with a true ``keep_input(*row)``. Replaces: ``tf.train.maybe_shuffle_batch``."""
    kept = dataset.filter(keep_input)
    return shuffle_batch(kept, batch_size, capacity, min_after_dequeue, seed, False, allow_smaller_final_batch)


def _paths(files):
    import tensorflow as tf

    return files if isinstance(files, tf.data.Dataset) else tf.data.Dataset.from_tensor_slices(tfrecord.files(files))


def _join(datasets):
    import tensorflow as tf

    if not datasets:
        raise ValueError("Expected at least one dataset to join")
    turns = tf.data.Dataset.range(len(datasets)).repeat()
    return tf.data.Dataset.choose_from_datasets(list(datasets), turns, stop_on_empty_dataset=False)


def _ahead(dataset):
    import tensorflow as tf

    return dataset.prefetch(tf.data.AUTOTUNE)
