"""Replaces: ``tf.contrib.data``: what ``tf.data`` had on trial. Most of it is in ``tf.data.experimental`` today."""

import tensorflow.compat.v1 as tf
from tensorflow.python.data.util import nest

_living = tf.data.experimental

AUTOTUNE = _living.AUTOTUNE
Counter = _living.Counter
CsvDataset = _living.CsvDataset
Optional = _living.Optional
RandomDataset = _living.RandomDataset
Reducer = _living.Reducer
SqlDataset = _living.SqlDataset
TFRecordWriter = _living.TFRecordWriter
bucket_by_sequence_length = _living.bucket_by_sequence_length
choose_from_datasets = _living.choose_from_datasets
copy_to_device = _living.copy_to_device
dense_to_sparse_batch = _living.dense_to_sparse_batch
enumerate_dataset = _living.enumerate_dataset
get_next_as_optional = _living.get_next_as_optional
get_single_element = _living.get_single_element
group_by_reducer = _living.group_by_reducer
group_by_window = _living.group_by_window
ignore_errors = _living.ignore_errors
make_batched_features_dataset = _living.make_batched_features_dataset
make_csv_dataset = _living.make_csv_dataset
make_saveable_from_iterator = _living.make_saveable_from_iterator
map_and_batch = _living.map_and_batch
parallel_interleave = _living.parallel_interleave
parse_example_dataset = _living.parse_example_dataset
prefetch_to_device = _living.prefetch_to_device
rejection_resample = _living.rejection_resample
sample_from_datasets = _living.sample_from_datasets
scan = _living.scan
shuffle_and_repeat = _living.shuffle_and_repeat
unbatch = _living.unbatch
unique = _living.unique

# Before 1.4 the whole of tf.data was here.
Dataset = tf.data.Dataset
FixedLengthRecordDataset = tf.data.FixedLengthRecordDataset
Iterator = tf.data.Iterator
TFRecordDataset = tf.data.TFRecordDataset
TextLineDataset = tf.data.TextLineDataset


def batch_and_drop_remainder(batch_size):
    """For `dataset.apply`: full batches only. Replaces: tf.contrib.data.batch_and_drop_remainder"""
    return lambda dataset: dataset.batch(batch_size, drop_remainder=True)


def padded_batch_and_drop_remainder(batch_size, padded_shapes, padding_values=None):
    """For `dataset.apply`: full padded batches only. Replaces: tf.contrib.data.padded_batch_and_drop_remainder"""
    return lambda dataset: dataset.padded_batch(
        batch_size, padded_shapes=padded_shapes, padding_values=padding_values, drop_remainder=True
    )


def sloppy_interleave(map_func, cycle_length, block_length=1):
    """For `dataset.apply`: interleave in any order. Replaces: tf.contrib.data.sloppy_interleave"""
    return parallel_interleave(map_func, cycle_length, block_length, sloppy=True)


def sliding_window_batch(window_size, stride=None, window_shift=None, window_stride=1):
    """For `dataset.apply`: full batches of `window_size` elements, `window_stride` apart, every `window_shift` ones.

    Args:
        window_size, window_shift, window_stride: positive ints; the shift is 1 if None.
        stride: older name of `window_shift`.

    Raises:
        ValueError: both `stride` and `window_shift`.

    Replaces: tf.contrib.data.sliding_window_batch
    """
    if stride is not None and window_shift is not None:
        raise ValueError("Cannot specify both `stride` and `window_shift`")
    shift = stride if window_shift is None else window_shift

    def apply(dataset):
        windows = dataset.window(
            window_size, shift=1 if shift is None else shift, stride=window_stride, drop_remainder=True
        )
        return windows.flat_map(batched)

    def batched(*window):
        window = window[0] if len(window) == 1 else window
        if isinstance(window, tf.data.Dataset):
            return window.batch(window_size)
        return tf.data.Dataset.zip(nest.map_structure(lambda part: part.batch(window_size), window))

    return apply


def assert_element_shape(expected_shapes):
    """For `dataset.apply`: shapes asserted when run, and known from here on.

    Args:
        expected_shapes: structure of TensorShapes; None or an unknown shape asserts nothing.

    Raises:
        ValueError: when applied, to a dataset whose shapes are known to be others.
        tf.errors.InvalidArgumentError: when run.

    Replaces: tf.contrib.data.assert_element_shape
    """

    def check(*elements):
        elements = elements[0] if len(elements) == 1 else elements
        shapes = nest.flatten_up_to(elements, expected_shapes)
        checked = [tf.ensure_shape(e, s) for e, s in zip(nest.flatten(elements), shapes, strict=True)]
        return nest.pack_sequence_as(elements, checked)

    return lambda dataset: dataset.map(check)


def reduce_dataset(dataset, reducer):
    """The dataset reduced to one element from `reducer.init_func(0)` on; as in 1.15, `finalize_func` is not called.

    Raises:
        TypeError: `dataset` is none.

    Replaces: tf.contrib.data.reduce_dataset
    """
    if not isinstance(dataset, (tf.data.Dataset, tf.compat.v2.data.Dataset)):
        raise TypeError(f"`dataset` must be a `tf.data.Dataset` object, received: {type(dataset)}")
    return dataset.reduce(reducer.init_func(tf.constant(0, tf.int64)), reducer.reduce_func)


def read_batch_features(
    file_pattern,
    batch_size,
    features,
    reader=tf.data.TFRecordDataset,
    reader_args=None,
    randomize_input=True,
    num_epochs=None,
    capacity=10000,
):
    """The next batch of features parsed from files of tf.Example: name to tensor.

    Args:
        file_pattern: list of files or patterns.
        batch_size: int.
        features: name to FixedLenFeature or the like.
        reader: Dataset class that reads a file.
        reader_args: for it, after the file name.
        randomize_input: whether to shuffle.
        num_epochs: None repeats for ever.
        capacity: of the shuffle buffer.

    Replaces: tf.contrib.data.read_batch_features
    """
    dataset = make_batched_features_dataset(
        file_pattern,
        batch_size,
        features,
        reader=reader,
        reader_args=reader_args,
        shuffle=randomize_input,
        num_epochs=num_epochs,
        shuffle_buffer_size=capacity,
    )
    return tf.data.make_one_shot_iterator(dataset).get_next()


class CheckpointInputPipelineHook:
    """Raises NotImplementedError: it hung on estimators' input pipelines. Replaces: that of tf.contrib.data"""

    def __init__(self, estimator):
        raise NotImplementedError(
            "tf.contrib.data.CheckpointInputPipelineHook is gone: save the iterator with make_saveable_from_iterator "
            f"in the input_fn of {estimator}"
        )


class LMDBDataset:
    """Raises NotImplementedError: today's TensorFlow cannot read LMDB. Replaces: tf.contrib.data.LMDBDataset"""

    def __init__(self, filenames):
        raise NotImplementedError(
            f"tf.contrib.data.LMDBDataset: TensorFlow lost its LMDB reader; convert {filenames} to TFRecord files"
        )
