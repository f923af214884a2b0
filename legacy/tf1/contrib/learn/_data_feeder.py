"""Replaces: ``contrib.learn``'s data_feeder: arrays and iterators as feed dictionaries, batch by batch."""

import itertools
import sys

import numpy as np
import tensorflow.compat.v1 as tf


def _pandas(data, kinds=("DataFrame", "Series")):
    """Whether `data` is pandas': only where pandas is imported can it be."""
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(data, tuple(getattr(pandas, kind) for kind in kinds))


def __getattr__(name):
    """What TF1's file held of its neighbours: HAS_PANDAS, extract_pandas_data..."""
    from tf2notes.legacy.tf1.contrib.learn import io

    if name.startswith(("HAS_", "extract_")):
        return getattr(io, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def setup_train_data_feeder(x, y, n_classes, batch_size=None, shuffle=True, epochs=None):
    """A `DataFeeder` of arrays, or a `StreamingDataFeeder` where `x` is an iterator.

    Raises:
        ValueError: `x` is an iterator and `y` is none.

    Replaces: tf.contrib.learn.io.setup_train_data_feeder
    """
    from tf2notes.legacy.tf1.contrib.learn import io

    x = io.extract_pandas_data(io.extract_dask_data(x))
    y = None if y is None else io.extract_pandas_labels(io.extract_dask_labels(y))
    if not _is_iterator(x):
        return DataFeeder(x, y, n_classes, batch_size, shuffle=shuffle, epochs=epochs)
    if y is not None and not _is_iterator(y):
        raise ValueError("Both x and y should be iterators for streaming learning to work.")
    return StreamingDataFeeder(x, y, n_classes, batch_size)


def setup_predict_data_feeder(x, batch_size=None):
    """The batches of `x`: a list of arrays, or an iterator of matrices where `x` is an iterator.

    Raises:
        ValueError: `batch_size` is not positive.

    Replaces: tf.contrib.learn.io.setup_predict_data_feeder
    """
    from tf2notes.legacy.tf1.contrib.learn import io

    x = io.extract_pandas_data(io.extract_dask_data(x))
    if _is_iterator(x):
        return _batch_data(x, batch_size)
    x = np.reshape(x, (-1, 1)) if len(x.shape) == 1 else x
    if batch_size is None:
        return [x]
    _check_batch_size(batch_size)
    return [x[begin : begin + batch_size] for begin in range(0, len(x), batch_size)]


def setup_processor_data_feeder(x):
    """Rows to process: a DataFrame's values, or `x`. Replaces: tf.contrib.learn.io.setup_processor_data_feeder"""
    from tf2notes.legacy.tf1.contrib.learn import io

    return io.extract_pandas_matrix(x)


def check_array(array, dtype):
    """An array or list in `dtype`; anything else as it is."""
    return np.asarray(array, dtype=dtype) if isinstance(array, (np.ndarray, list)) else array


def _access(data, iloc):
    """`data[iloc]`, by position for pandas too."""
    return data.iloc[iloc] if _pandas(data) else data[iloc]


def _is_iterator(x):
    return hasattr(x, "next") or hasattr(x, "__next__")


def _check_batch_size(batch_size):
    if batch_size is not None and batch_size <= 0:
        raise ValueError(f"Invalid batch_size {batch_size}.")


def _batch_data(x, batch_size=None):
    """Yields matrices of `batch_size` rows (dicts of them for dicts), and the rest."""
    _check_batch_size(batch_size)
    first = next(x)
    rows = []
    for row in itertools.chain([first], x):
        rows.append(row)
        if batch_size is not None and len(rows) >= batch_size:
            yield _as_matrix(rows, first)
            rows = []
    yield _as_matrix(rows, first)


def _as_matrix(rows, like):
    if isinstance(like, dict):
        return {key: _as_matrix([row[key] for row in rows], None) for key in like}
    return np.array(rows, ndmin=2).view(np.matrix)


def _per_key(function, value):
    """`function` of a value, or of each value of a dict."""
    return {key: function(item) for key, item in value.items()} if isinstance(value, dict) else function(value)


def _check_dtype(dtype):
    if tf.as_dtype(dtype) == tf.float64:
        tf.logging.warn("float64 is not supported by many models, consider casting to float32.")
    return dtype


def _get_in_out_shape(x_shape, y_shape, n_classes, batch_size=None):
    """Shapes of a batch of inputs and of outputs (one-hot where there are several classes), and the batch size."""
    if isinstance(y_shape, dict) and n_classes is not None and not isinstance(n_classes, dict):
        raise AssertionError(f"n_classes must be a dict as y is, not {n_classes}")
    if batch_size is None:
        batch_size = (next(iter(x_shape.values())) if isinstance(x_shape, dict) else x_shape)[0]
    _check_batch_size(batch_size)
    inputs = _per_key(lambda shape: [batch_size, *(shape[1:] or [1])], x_shape)

    def output(shape, classes):
        shape = list(shape[1:])
        shape = shape[1:] if shape[:1] == [1] else shape
        return [batch_size, *shape, *([classes] if classes is not None and classes > 1 else [])]

    if y_shape is None:
        return inputs, None, batch_size
    if isinstance(y_shape, dict):
        return inputs, {k: output(v, (n_classes or {}).get(k)) for k, v in y_shape.items()}, batch_size
    return inputs, output(y_shape, n_classes), batch_size


def _put(out, row, value, n_classes):
    """Write a label: as it is, or as ones at the classes it names."""
    if n_classes is None or n_classes <= 1:
        out[row] = np.asarray(value).reshape(out.shape[1:])
    elif out.ndim == 2:
        out[row, int(value)] = 1.0
    else:
        for index, each in enumerate(value):
            out[row, index, each] = 1.0


class DataFeeder:
    """Arrays as feed dictionaries.

    Args:
        x: array `[samples, ...]`, or a dict of them.
        y: None, or labels likewise.
        n_classes: None: labels as they are; a number (a dict of them for a dict): labels are int64 if it is more than
            1, and are fed as one-hot vectors.
        batch_size: all samples if None.
        shuffle: take the samples in another order in each epoch.
        random_state: of the order, ``RandomState(42)`` if None.
        epochs: how often to go through; None has no end.

    Replaces: tensorflow.contrib.learn.python.learn.learn_io.data_feeder.DataFeeder
    """

    def __init__(self, x, y, n_classes, batch_size=None, shuffle=True, random_state=None, epochs=None):
        y = np.array(y) if isinstance(y, list) else y
        self._x = _per_key(lambda value: check_array(value, value.dtype), x)
        self._y = None if y is None else _per_key(lambda value: check_array(value, value.dtype), y)
        if n_classes is not None and y is not None and not isinstance(y, dict):
            self._y = check_array(y, np.int64 if n_classes > 1 else np.float32)
        self.n_classes = n_classes
        self.max_epochs = epochs
        y_shape = None if y is None else _per_key(lambda value: value.shape, self._y)
        self.input_shape, self.output_shape, self._batch_size = _get_in_out_shape(
            _per_key(lambda value: value.shape, self._x), y_shape, n_classes, batch_size
        )
        self._input_dtype = _per_key(lambda value: _check_dtype(value.dtype), self._x)
        self._output_dtype = np.float32
        if y is not None:
            self._output_dtype = _per_key(lambda value: _check_dtype(value.dtype), self._y)
        if n_classes is not None and isinstance(y, dict):
            self._output_dtype.update({key: np.float32 for key in n_classes if key in self._output_dtype})
        self._shuffle = shuffle
        self.random_state = np.random.RandomState(42) if random_state is None else random_state
        self.indices = self._order()
        self.offset = 0
        self.epoch = 0
        self._epoch_placeholder = None

    def _count(self):
        values = next(iter(self._x.values())) if isinstance(self._x, dict) else self._x
        return tf.dimension_value(values.shape[0])

    def _order(self):
        return self.random_state.permutation(self._count()) if self._shuffle else np.arange(self._count())

    @property
    def x(self):
        return self._x

    @property
    def y(self):
        return self._y

    @property
    def shuffle(self):
        return self._shuffle

    @property
    def input_dtype(self):
        return self._input_dtype

    @property
    def output_dtype(self):
        return self._output_dtype

    @property
    def batch_size(self):
        return self._batch_size

    def make_epoch_variable(self):
        """A placeholder "epoch", int32 `[1]`, fed with the number of the epoch."""
        self._epoch_placeholder = tf.placeholder(tf.int32, [1], name="epoch")
        return self._epoch_placeholder

    def input_builder(self):
        """Placeholders "input" and "output" (or "input_<key>"...), with any number of rows."""

        def placeholder(shape, dtype, name):
            if isinstance(shape, dict):
                return {key: placeholder(shape[key], dtype[key], f"{name}_{key}") for key in shape}
            return None if shape is None else tf.placeholder(tf.as_dtype(dtype), [None, *shape[1:]], name=name)

        inputs = placeholder(self.input_shape, self._input_dtype, "input")
        self.set_placeholders(inputs, placeholder(self.output_shape, self._output_dtype, "output"))
        return self._input_placeholder, self._output_placeholder

    def set_placeholders(self, input_placeholder, output_placeholder):
        """Feed these."""
        self._input_placeholder = input_placeholder
        self._output_placeholder = output_placeholder

    def get_feed_params(self):
        """Where the feeder stands."""
        return {"epoch": self.epoch, "offset": self.offset, "batch_size": self._batch_size}

    def get_feed_dict_fn(self):
        """`f() -> feed dictionary` for the next batch, by names of tensors; StopIteration after the last epoch."""

        def rows(data, indices):
            found = _access(data, indices)
            return np.array(found).reshape((len(indices), 1)) if len(data.shape) == 1 else found

        def labels(data, shape, dtype, n_classes, indices):
            out = np.zeros([len(indices), *shape[1:]], dtype=dtype)
            for row, sample in enumerate(indices):
                _put(out, row, _access(data, sample), n_classes)
            return out

        def feed_dict_fn():
            if self.max_epochs is not None and self.epoch + 1 > self.max_epochs:
                raise StopIteration
            feed = {} if self._epoch_placeholder is None else {self._epoch_placeholder.name: [self.epoch]}
            indices = self.indices[self.offset : self.offset + self._batch_size]
            self.offset += self._batch_size
            if self.offset >= self._count():
                self.indices, self.offset, self.epoch = self._order(), 0, self.epoch + 1
            feed.update(_by_name(self._input_placeholder, _per_key(lambda data: rows(data, indices), self._x)))
            if self._output_placeholder is None:
                return feed
            if isinstance(self._y, dict):
                classes = self.n_classes or {}
                out = {
                    key: labels(data, self.output_shape[key], self._output_dtype[key], classes.get(key), indices)
                    for key, data in self._y.items()
                }
            else:
                out = labels(self._y, self.output_shape, self._output_dtype, self.n_classes, indices)
            return {**feed, **_by_name(self._output_placeholder, out)}

        return feed_dict_fn


def _by_name(placeholders, values):
    if isinstance(placeholders, dict):
        return {placeholder.name: values[key] for key, placeholder in placeholders.items()}
    return {placeholders.name: values}


class StreamingDataFeeder(DataFeeder):
    """Iterators as feed dictionaries: `x` yields samples (or dicts), `y` labels.

    Args:
        x, y, n_classes, batch_size: as for `DataFeeder`; one sample at a time if `batch_size` is None.

    Replaces: tensorflow.contrib.learn.python.learn.learn_io.data_feeder.StreamingDataFeeder
    """

    def __init__(self, x, y, n_classes, batch_size):
        first_x = next(x)
        self._x = itertools.chain([first_x], x)
        first_y = None if y is None else next(y)
        self._y = None if y is None else itertools.chain([first_y], y)
        self.n_classes = n_classes
        y_shape = None
        if y is not None:
            y_shape = _per_key(lambda v: [1, *(v[0].shape if isinstance(v, list) else v.shape)], first_y)
        self.input_shape, self.output_shape, self._batch_size = _get_in_out_shape(
            _per_key(lambda value: [1, *value.shape], first_x), y_shape, n_classes, batch_size
        )
        self._input_dtype = _per_key(lambda value: _check_dtype(value.dtype), first_x)
        if n_classes is not None and not isinstance(first_y, dict) and n_classes > 0:
            self._output_dtype = np.float32
        else:
            self._output_dtype = None if y is None else _per_key(_dtype_of_label, first_y)

    def get_feed_params(self):
        """The batch size."""
        return {"batch_size": self._batch_size}

    def get_feed_dict_fn(self):
        """`f() -> feed dictionary` for the next batch; StopIteration when the iterators have ended."""
        self.stopped = False

        def collect(samples, shape, dtype, n_classes):
            if isinstance(shape, dict):
                classes = n_classes or {}
                return {k: collect([s[k] for s in samples], shape[k], dtype[k], classes.get(k)) for k in shape}
            out = np.zeros([len(samples), *shape[1:]], dtype=dtype)
            for row, sample in enumerate(samples):
                alone = out.ndim == 1 and isinstance(sample, list)  # of which TF1 takes the first
                _put(out, row, sample[0] if alone else sample, n_classes)
            return out

        def feed_dict_fn():
            if self.stopped:
                raise StopIteration
            samples = list(itertools.islice(self._x, self._batch_size))
            self.stopped = len(samples) < self._batch_size
            if not samples:
                raise StopIteration
            feed = _by_name(self._input_placeholder, collect(samples, self.input_shape, self._input_dtype, None))
            if self._y is not None:
                labels = list(itertools.islice(self._y, len(samples)))
                out = collect(labels, self.output_shape, self._output_dtype, self.n_classes)
                feed.update(_by_name(self._output_placeholder, out))
            return feed

        return feed_dict_fn


def _dtype_of_label(label):
    if isinstance(label, np.ndarray):
        return label.dtype
    return _dtype_of_label(label[0]) if isinstance(label, list) else _check_dtype(np.dtype(type(label)))
