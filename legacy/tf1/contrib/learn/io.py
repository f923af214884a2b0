"""Replaces: ``tf.contrib.learn.io`` (``learn_io``): pandas' frames as arrays, input_fns, and the readers of records.

Not here: dask's data (what is none comes back).
"""

import importlib.util
import sys

from tf2notes.legacy.tf1.contrib.learn import _data_feeder as data_feeder
from tf2notes.legacy.tf1.contrib.learn import _generator_io as generator_io
from tf2notes.legacy.tf1.contrib.learn import _graph_io as graph_io
from tf2notes.legacy.tf1.contrib.learn._data_feeder import (
    setup_predict_data_feeder,
    setup_processor_data_feeder,
    setup_train_data_feeder,
)
from tf2notes.legacy.tf1.contrib.learn._generator_io import generator_input_fn
from tf2notes.legacy.tf1.contrib.learn._graph_io import (
    queue_parsed_features,
    read_batch_examples,
    read_batch_features,
    read_batch_record_features,
    read_keyed_batch_examples,
    read_keyed_batch_examples_shared_queue,
    read_keyed_batch_features,
    read_keyed_batch_features_shared_queue,
)
from tf2notes.legacy.tf1.estimator import inputs

__all__ = [
    "dask_io",
    "data_feeder",
    "extract_dask_data",
    "extract_dask_labels",
    "extract_pandas_data",
    "extract_pandas_labels",
    "extract_pandas_matrix",
    "generator_input_fn",
    "generator_io",
    "graph_io",
    "numpy_input_fn",
    "numpy_io",
    "pandas_input_fn",
    "pandas_io",
    "queue_parsed_features",
    "read_batch_examples",
    "read_batch_features",
    "read_batch_record_features",
    "read_keyed_batch_examples",
    "read_keyed_batch_examples_shared_queue",
    "read_keyed_batch_features",
    "read_keyed_batch_features_shared_queue",
    "setup_predict_data_feeder",
    "setup_processor_data_feeder",
    "setup_train_data_feeder",
]
dask_io = numpy_io = pandas_io = sys.modules[__name__]  # files of TF1 whose functions stand here
HAS_PANDAS, HAS_DASK = importlib.util.find_spec("pandas") is not None, False
_WIDTHS = {"int": (8, 16, 32, 64), "uint": (8, 16, 32, 64), "float": (16, 32, 64)}
PANDAS_DTYPES = {
    **{f"{kind}{width}": kind.lstrip("u") for kind, widths in _WIDTHS.items() for width in widths},
    "bool": "i",
}


def _is_frame(data, kinds=("DataFrame",)):
    """Whether `data` is pandas': only where pandas is imported can it be."""
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(data, tuple(getattr(pandas, kind) for kind in kinds))


def _check(frame, what):
    wrong = [
        f"'{name}' type='{frame[name].dtype.name}'" for name in frame if frame[name].dtype.name not in PANDAS_DTYPES
    ]
    if wrong:
        raise ValueError(f"Data types for extracting {what} must be int, float, or bool. Found: {', '.join(wrong)}")


def extract_pandas_data(data):
    """A DataFrame's values as floats; anything else as it is. Replaces: tf.contrib.learn.extract_pandas_data

    Raises:
        ValueError: a column is neither int nor float nor bool.
    """
    if not _is_frame(data):
        return data
    _check(data, "pandas data")
    return data.values.astype("float")


def extract_pandas_matrix(data):
    """A DataFrame's values; anything else as it is. Replaces: tf.contrib.learn.extract_pandas_matrix"""
    return data.values if _is_frame(data) else data


def extract_pandas_labels(labels):
    """A DataFrame's one column; anything else as it is. Replaces: tf.contrib.learn.extract_pandas_labels

    Raises:
        ValueError: there are several columns, or it is neither int nor float nor bool.
    """
    if not _is_frame(labels):
        return labels
    if len(labels.columns) > 1:
        raise ValueError("Only one column for labels is allowed.")
    _check(labels, "labels")
    return labels.values


def _refuse_dask(data):
    if type(data).__module__.partition(".")[0] == "dask":
        raise NotImplementedError(f"{type(data).__name__} of dask: call its compute(), or feed it through tf.data")
    return data


def extract_dask_data(data):
    """What is not dask's comes back. Replaces: tf.contrib.learn.extract_dask_data

    Raises:
        NotImplementedError: `data` is dask's.
    """
    return _refuse_dask(data)


def extract_dask_labels(labels):
    """What is not dask's comes back. Replaces: tf.contrib.learn.extract_dask_labels

    Raises:
        NotImplementedError: `labels` are dask's.
    """
    return _refuse_dask(labels)


def numpy_input_fn(x, y=None, batch_size=128, num_epochs=1, shuffle=True, queue_capacity=1000, num_threads=1):
    """``tf.estimator.inputs.numpy_input_fn``, which shuffles. Replaces: tf.contrib.learn.io.numpy_input_fn"""
    return inputs.numpy_input_fn(x, y, batch_size, num_epochs, shuffle, queue_capacity, num_threads)


def pandas_input_fn(
    x,
    y=None,
    batch_size=128,
    num_epochs=1,
    shuffle=True,
    queue_capacity=1000,
    num_threads=1,
    target_column="target",
):
    """``tf.estimator.inputs.pandas_input_fn``, which shuffles. Replaces: tf.contrib.learn.io.pandas_input_fn"""
    return inputs.pandas_input_fn(x, y, batch_size, num_epochs, shuffle, queue_capacity, num_threads, target_column)


def __getattr__(name):
    """What TF1's files held of the estimator's."""
    if name in ("core_numpy_input_fn", "core_pandas_input_fn"):
        return getattr(inputs, name.removeprefix("core_"))
    raise AttributeError(f"tf.contrib.learn.io.{name} is not here")
