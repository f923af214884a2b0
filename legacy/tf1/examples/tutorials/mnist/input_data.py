"""Replaces: ``tensorflow.examples.tutorials.mnist.input_data`` and ``tf.contrib.learn.datasets.mnist``.

Differs: nothing is downloaded. A folder that holds MNIST's four IDX files is read as TF1 reads it; without them the
project's own digits stand in (`read_data_sets`).
"""

import contextlib
import gzip
import io
import os
import sys

import numpy
import tensorflow.compat.v1 as tf
from tensorflow.python.framework import random_seed
from tf2notes.legacy.tf1._datasets import Dataset, Datasets, maybe_download
from tf2notes.pipelines import mnist as digits

__all__ = [
    "DEFAULT_SOURCE_URL",
    "DataSet",
    "Dataset",
    "Datasets",
    "dense_to_one_hot",
    "extract_images",
    "extract_labels",
    "load_mnist",
    "maybe_download",
    "read_data_sets",
]

DEFAULT_SOURCE_URL = "https://storage.googleapis.com/cvdf-datasets/mnist/"
SOURCE_URL = DEFAULT_SOURCE_URL
_FULL = 60000
_FILES = {
    "train": ("train-images-idx3-ubyte", "train-labels-idx1-ubyte"),
    "test": ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"),
}


def extract_images(f):
    """Replaces: ``extract_images``. The uint8 [N, rows, columns, 1] images of a gzipped IDX file object."""
    print("Extracting", f.name)
    with gzip.GzipFile(fileobj=f) as stream:
        magic, count, rows, columns = (_read32(stream) for _ in range(4))
        if magic != digits.IMAGES:
            raise ValueError(f"Invalid magic number {magic} in MNIST image file: {f.name}")
        return numpy.frombuffer(stream.read(rows * columns * count), numpy.uint8).reshape(count, rows, columns, 1)


def extract_labels(f, one_hot=False, num_classes=10):
    """Replaces: ``extract_labels``. The uint8 [N] labels of a gzipped IDX file object, or [N, classes] one-hot."""
    print("Extracting", f.name)
    with gzip.GzipFile(fileobj=f) as stream:
        magic, count = (_read32(stream) for _ in range(2))
        if magic != digits.LABELS:
            raise ValueError(f"Invalid magic number {magic} in MNIST label file: {f.name}")
        labels = numpy.frombuffer(stream.read(count), numpy.uint8)
    return dense_to_one_hot(labels, num_classes) if one_hot else labels


def dense_to_one_hot(labels_dense, num_classes=10):
    """Replaces: ``dense_to_one_hot``. float64 [N, classes] from [N] class numbers."""
    return numpy.eye(num_classes)[numpy.ravel(labels_dense)]


def _read32(stream):
    return int.from_bytes(stream.read(4), "big")


class DataSet:
    """Replaces: ``DataSet`` of the MNIST tutorials: arrays and a cursor that walks and shuffles them.

    Args:
        images: uint8 [N, rows, columns, 1].
        labels: [N] or [N, classes].
        fake_data: ignore the arrays; `next_batch` must then be asked for fake data, too.
        one_hot: how fake labels look.
        dtype: uint8 keeps 0..255, float32 scales to 0..1.
        reshape: flatten to [N, rows * columns].
        seed: of the order; NumPy's global generator is seeded, as in TF1.
    """

    def __init__(self, images, labels, fake_data=False, one_hot=False, dtype=tf.float32, reshape=True, seed=None):
        graph_seed, op_seed = random_seed.get_seed(seed)
        numpy.random.seed(graph_seed if seed is None else op_seed)
        dtype = tf.as_dtype(dtype).base_dtype
        if dtype not in (tf.uint8, tf.float32):
            raise TypeError(f"Invalid image dtype {dtype!r}, expected uint8 or float32")
        self._num_examples = 10000
        if fake_data:
            self.one_hot = one_hot
        else:
            assert images.shape[0] == labels.shape[0], f"images.shape: {images.shape} labels.shape: {labels.shape}"
            self._num_examples = images.shape[0]
            if reshape:
                assert images.shape[3] == 1
                images = images.reshape(images.shape[0], images.shape[1] * images.shape[2])
            if dtype == tf.float32:
                images = numpy.multiply(images.astype(numpy.float32), numpy.float32(1.0 / 255.0))
        self._images, self._labels = images, labels
        self._epochs_completed = 0
        self._index_in_epoch = 0

    @property
    def images(self):
        return self._images

    @property
    def labels(self):
        return self._labels

    @property
    def num_examples(self):
        return self._num_examples

    @property
    def epochs_completed(self):
        return self._epochs_completed

    def next_batch(self, batch_size, fake_data=False, shuffle=True):
        """The next `batch_size` images and labels; a batch may span two epochs, each in an order of its own."""
        if fake_data:
            label = [1] + [0] * 9 if self.one_hot else 0
            return [[1] * 784 for _ in range(batch_size)], [label for _ in range(batch_size)]
        start = self._index_in_epoch
        if start == 0 and self._epochs_completed == 0 and shuffle:
            self._shuffle()
        end = start + batch_size
        if end <= self._num_examples:
            self._index_in_epoch = end
            return self._images[start:end], self._labels[start:end]
        last_images, last_labels = self._images[start:], self._labels[start:]
        self._epochs_completed += 1
        if shuffle:
            self._shuffle()
        end = self._index_in_epoch = end - self._num_examples
        return (
            numpy.concatenate((last_images, self._images[:end]), axis=0),
            numpy.concatenate((last_labels, self._labels[:end]), axis=0),
        )

    def _shuffle(self):
        order = numpy.arange(self._num_examples)
        numpy.random.shuffle(order)
        self._images, self._labels = self._images[order], self._labels[order]


def read_data_sets(
    train_dir,
    fake_data=False,
    one_hot=False,
    dtype=tf.float32,
    reshape=True,
    validation_size=5000,
    seed=None,
    source_url=DEFAULT_SOURCE_URL,
):
    """Replaces: ``read_data_sets``. MNIST as ``Datasets(train, validation, test)``.

    Differs: nothing is downloaded, so `source_url` may be another than the default only where the files are there
    already. If `train_dir` holds IDX files, all four must be there. If it holds none, the project's digits are used,
    and a line on standard error says which; should those be fewer than MNIST's 60,000, `validation_size` is taken of
    them in proportion (5000 of 60000 is one in
    twelve).
    """
    if fake_data:
        fakes = [DataSet([], [], fake_data=True, one_hot=one_hot, dtype=dtype, seed=seed) for _ in range(3)]
        return Datasets(*fakes)
    held = [name for name in sum(_FILES.values(), ()) if _idx_path(train_dir, name)]
    if not held and source_url and source_url != DEFAULT_SOURCE_URL:
        raise NotImplementedError(
            f"source_url={source_url!r}: nothing is downloaded; put the IDX files in {train_dir!r}"
        )
    if held:
        train_images, train_labels = _read_folder(train_dir, "train", one_hot)
        test_images, test_labels = _read_folder(train_dir, "test", one_hot)
    else:
        train_images, train_labels, test_images, test_labels = _own_digits(train_dir, one_hot)
        if 0 <= validation_size <= _FULL:
            validation_size = round(validation_size * len(train_images) / _FULL)
    if not 0 <= validation_size <= len(train_images):
        raise ValueError(f"Validation size should be between 0 and {len(train_images)}. Received: {validation_size}.")
    options = {"dtype": dtype, "reshape": reshape, "seed": seed}
    train = DataSet(train_images[validation_size:], train_labels[validation_size:], **options)
    validation = DataSet(train_images[:validation_size], train_labels[:validation_size], **options)
    return Datasets(train=train, validation=validation, test=DataSet(test_images, test_labels, **options))


def load_mnist(train_dir="MNIST-data"):
    """Replaces: ``load_mnist``."""
    return read_data_sets(train_dir)


def _idx_path(folder, name):
    for path in (os.path.join(folder, f"{name}.gz"), os.path.join(folder, name)):
        if tf.gfile.Exists(path):
            return path
    return None


def _read_folder(folder, split, one_hot):
    paths = [_idx_path(folder, name) for name in _FILES[split]]
    missing = [f"{name}.gz" for name, path in zip(_FILES[split], paths, strict=True) if not path]
    if missing:
        raise FileNotFoundError(f"{folder!r} has some of MNIST's IDX files, but not {' and '.join(missing)}")
    images, labels = (
        _read_file(paths[0], extract_images, lambda array: array[..., numpy.newaxis]),
        _read_file(paths[1], extract_labels, lambda array: array),
    )
    return images, dense_to_one_hot(labels) if one_hot else labels


def _read_file(path, extract, plain):
    if not path.endswith(".gz"):
        print("Extracting", path)
        return plain(digits.read_idx(path))
    with tf.gfile.Open(path, "rb") as file:
        return extract(file)


def _own_digits(folder, one_hot):
    with contextlib.redirect_stderr(io.StringIO()):
        arrays = [*digits.load_arrays("train"), *digits.load_arrays("test")]
    print(
        f"MNIST: no IDX files in {folder!r}, so the project's own {len(arrays[0])} training and {len(arrays[2])} test "
        "digits are used",
        file=sys.stderr,
    )
    for at in (0, 2):
        arrays[at] = arrays[at][..., numpy.newaxis]
    for at in (1, 3):
        arrays[at] = dense_to_one_hot(arrays[at]) if one_hot else arrays[at]
    return arrays
