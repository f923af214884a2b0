"""Replaces: ``tf.contrib.learn``.

The estimators stand on ``tf.estimator`` and contrib.layers, with TF1's names of variables and metrics.
Not here: SVM, DynamicRnnEstimator and the heads of contrib.learn (tf.estimator has all but the
first two), dask, graph_actions and the queue readers (tf.data).
"""

from tf2notes.legacy.tf1.contrib.learn import datasets, learn_runner, monitors, preprocessing
from tf2notes.legacy.tf1.contrib.learn._canned import (
    DNNClassifier,
    DNNRegressor,
    LinearClassifier,
    LinearRegressor,
    PredictionKey,
    ProblemType,
    infer_real_valued_columns_from_input,
    infer_real_valued_columns_from_input_fn,
)
from tf2notes.legacy.tf1.contrib.learn._combined import DNNLinearCombinedClassifier, DNNLinearCombinedRegressor
from tf2notes.legacy.tf1.contrib.learn._estimator import (
    BaseEstimator,
    Estimator,
    MetricSpec,
    ModeKeys,
    ModelFnOps,
    NotFittedError,
    SKCompat,
)
from tf2notes.legacy.tf1.contrib.learn._experiment import Experiment, RunConfig

__all__ = [
    "BaseEstimator",
    "DNNClassifier",
    "DNNLinearCombinedClassifier",
    "DNNLinearCombinedRegressor",
    "DNNRegressor",
    "Estimator",
    "Experiment",
    "LinearClassifier",
    "LinearRegressor",
    "MetricSpec",
    "ModeKeys",
    "ModelFnOps",
    "NanLossDuringTrainingError",
    "NotFittedError",
    "PredictionKey",
    "ProblemType",
    "RunConfig",
    "SKCompat",
    "datasets",
    "infer_real_valued_columns_from_input",
    "infer_real_valued_columns_from_input_fn",
    "learn_runner",
    "monitors",
    "preprocessing",
]


def __getattr__(name):
    if name == "NanLossDuringTrainingError":
        import tensorflow.compat.v1 as tf

        return tf.train.NanLossDuringTrainingError
    raise AttributeError(f"tf.contrib.learn.{name} is not here; tf.estimator and tf.data have what replaced it")
