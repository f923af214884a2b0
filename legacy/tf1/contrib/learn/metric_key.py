"""Replaces: ``tensorflow.contrib.learn.python.learn.estimators.metric_key``"""

from tf2notes.legacy.tf1.contrib.learn._logistic import MetricKey

__all__ = ["MetricKey"]
