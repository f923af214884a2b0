"""Replaces: ``tensorflow.contrib.learn.python.learn.datasets.base``."""

import collections
import csv
import functools
import os
import random
import time
import urllib.request
from pathlib import Path

import numpy as np
import tensorflow.compat.v1 as tf
import tf2notes.pipelines

Dataset = collections.namedtuple("Dataset", ["data", "target"])
Datasets = collections.namedtuple("Datasets", ["train", "validation", "test"])


def load_csv_with_header(filename, target_dtype, features_dtype, target_column=-1):
    """Replaces: ``load_csv_with_header``. The header's first two fields are the numbers of rows and of features."""
    with tf.gfile.Open(filename) as file:
        rows = csv.reader(file)
        header = next(rows)
        shape = int(header[0]), int(header[1])
        data, target = np.zeros(shape, features_dtype), np.zeros(shape[:1], target_dtype)
        for at, row in enumerate(rows):
            target[at] = np.asarray(row.pop(target_column), dtype=target_dtype)
            data[at] = np.asarray(row, dtype=features_dtype)
    return Dataset(data=data, target=target)


def load_iris(data_path=None):
    """Fisher's 150 flowers of three kinds, four lengths each. Replaces: ``load_iris``."""
    return load_csv_with_header(_shipped("iris.csv", data_path), target_dtype=np.int64, features_dtype=np.float64)


def load_boston(data_path=None):
    """506 prices of houses, 13 features each. Replaces: ``load_boston``."""
    return load_csv_with_header(_shipped("boston.csv", data_path), target_dtype=np.float64, features_dtype=np.float64)


def _shipped(name, path):
    return path if path is not None else str(Path(tf2notes.pipelines.__file__).parent / "data" / name)


def load_csv_without_header(filename, target_dtype, features_dtype, target_column=-1):
    """Replaces: ``load_csv_without_header``."""
    with tf.gfile.Open(filename) as file:
        rows = list(csv.reader(file))
    target = np.array([row.pop(target_column) for row in rows], dtype=target_dtype)
    return Dataset(data=np.array([np.asarray(row, dtype=features_dtype) for row in rows]), target=target)


def shrink_csv(filename, ratio):
    """Replaces: ``shrink_csv``. Every `ratio`-th row of ``x.csv`` as ``x_small.csv``."""
    with tf.gfile.Open(filename.replace(".", "_small."), "w") as small, tf.gfile.Open(filename) as file:
        writer = csv.writer(small)
        for at, row in enumerate(csv.reader(file)):
            if at % ratio == 0:
                writer.writerow(row)


def retry(initial_delay, max_delay, factor=2.0, jitter=0.25, is_retriable=None):
    """Replaces: ``retry``. A decorator: try again after growing delays while `is_retriable` says so.

    As in TF1, without `is_retriable` it tries again at once.
    """
    if factor < 1:
        raise ValueError(f"factor must be >= 1; was {factor:f}")
    if jitter >= 1:
        raise ValueError(f"jitter must be < 1; was {jitter:f}")

    def decorate(function):
        @functools.wraps(function)
        def retrying(*args, **kwargs):
            delay = initial_delay
            while delay <= max_delay:
                try:
                    return function(*args, **kwargs)
                except Exception as error:
                    if is_retriable is not None and not is_retriable(error):
                        raise
                    if is_retriable is not None:
                        time.sleep(delay * random.uniform(1 - jitter, 1 + jitter))
                delay *= factor
            return function(*args, **kwargs)

        return retrying

    return decorate


@retry(initial_delay=1.0, max_delay=16.0, is_retriable=lambda error: getattr(error, "errno", None) == 110)
def urlretrieve_with_retry(url, filename=None):
    """Replaces: ``urlretrieve_with_retry``. Tries again when the connection timed out."""
    return urllib.request.urlretrieve(url, filename)


def maybe_download(filename, work_directory, source_url):
    """Replaces: ``maybe_download``. The path of `filename` in `work_directory`, fetched if it is not there."""
    tf.gfile.MakeDirs(work_directory)
    path = os.path.join(work_directory, filename)
    if not tf.gfile.Exists(path):
        fetched, _ = urlretrieve_with_retry(source_url)
        tf.gfile.Copy(fetched, path)
        with tf.gfile.GFile(path) as file:
            print("Successfully downloaded", filename, file.size(), "bytes.")
    return path
