"""Replaces: ``tensorflow.contrib.learn.python.learn.estimators.model_fn``"""

from tf2notes.legacy.tf1.contrib.framework import get_graph_from_inputs
from tf2notes.legacy.tf1.contrib.learn import metric_key, prediction_key
from tf2notes.legacy.tf1.contrib.learn._estimator import ModeKeys, ModelFnOps

__all__ = ["ModeKeys", "ModelFnOps", "get_graph_from_inputs", "metric_key", "prediction_key"]
