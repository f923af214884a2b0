"""Replaces: ``tensorflow.contrib.learn.python.learn.estimators.prediction_key``"""

from tf2notes.legacy.tf1.contrib.learn._canned import PredictionKey

__all__ = ["PredictionKey"]
