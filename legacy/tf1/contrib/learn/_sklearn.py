"""Replaces: ``tensorflow.contrib.learn.python.learn.estimators._sklearn``: its own stand-ins for scikit-learn."""

import numpy as np
from tf2notes.legacy.tf1.contrib.learn._estimator import NotFittedError  # noqa: F401


def accuracy_score(y_true, y_pred):
    """The share of `y_pred` that equals `y_true`."""
    return np.average(y_true == y_pred)


def mean_squared_error(y_true, y_pred):
    """The mean of the squared differences, axes of size one left out."""
    return np.average((np.squeeze(y_true) - np.squeeze(y_pred)) ** 2)


def train_test_split(*args, test_size=None, train_size=None, random_state=None):
    """Each of the arrays in two: a part of `train_size` (three quarters) and the rest, in one random order.

    Args:
        args: arrays of one length.
        test_size, train_size: shares; the second decides where both are given.
        random_state: seed of NumPy's global generator, or None.
    """
    if train_size is None:
        train_size = 0.75 if test_size is None else 1 - test_size
    count = args[0].shape[0]
    np.random.seed(random_state)
    order = np.random.permutation(count)
    train, test = order[: int(train_size * count)], order[int(train_size * count) :]
    return tuple(part for array in args for part in (array.take(train, axis=0), array.take(test, axis=0)))
