"""Replaces: ``tf.contrib.learn``.

The estimators stand on ``tf.estimator`` and contrib.layers, with TF1's names of variables and metrics.
Not here: DynamicRnnEstimator, dask and the loops of graph_actions.
"""

from tf2notes.legacy.tf1.contrib.learn import (
    _sklearn,  # noqa: F401
    datasets,
    graph_actions,
    head,
    io,
    learn_runner,
    models,
    monitors,
    ops,
    preprocessing,
    run_config,  # noqa: F401
    tensor_signature,  # noqa: F401
    utils,
)
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
from tf2notes.legacy.tf1.contrib.learn._clustering import KMeansClustering
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
from tf2notes.legacy.tf1.contrib.learn._experiment import Experiment
from tf2notes.legacy.tf1.contrib.learn._headed import DNNEstimator, DNNLinearCombinedEstimator, LinearEstimator
from tf2notes.legacy.tf1.contrib.learn._interfaces import (
    Evaluable,
    ExportStrategy,
    InputFnOps,
    TaskType,
    Trainable,
    build_parsing_serving_input_fn,
)
from tf2notes.legacy.tf1.contrib.learn._logistic import LogisticRegressor, MetricKey
from tf2notes.legacy.tf1.contrib.learn._sdca import SVM
from tf2notes.legacy.tf1.contrib.learn.graph_actions import infer, run_feeds, run_n
from tf2notes.legacy.tf1.contrib.learn.head import (
    Head,
    binary_svm_head,
    multi_class_head,
    multi_head,
    multi_label_head,
    no_op_train_fn,
    poisson_regression_head,
    regression_head,
)
from tf2notes.legacy.tf1.contrib.learn.io import (
    extract_dask_data,
    extract_dask_labels,
    extract_pandas_data,
    extract_pandas_labels,
    extract_pandas_matrix,
    read_batch_examples,
    read_batch_features,
    read_batch_record_features,
    read_keyed_batch_examples,
    read_keyed_batch_examples_shared_queue,
    read_keyed_batch_features,
    read_keyed_batch_features_shared_queue,
)
from tf2notes.legacy.tf1.contrib.learn.run_config import RunConfig
from tf2notes.legacy.tf1.contrib.learn.utils import make_export_strategy

__all__ = [
    "SVM",
    "BaseEstimator",
    "DNNClassifier",
    "DNNEstimator",
    "DNNLinearCombinedClassifier",
    "DNNLinearCombinedEstimator",
    "DNNLinearCombinedRegressor",
    "DNNRegressor",
    "Estimator",
    "Evaluable",
    "Experiment",
    "ExportStrategy",
    "Head",
    "InputFnOps",
    "KMeansClustering",
    "LinearClassifier",
    "LinearEstimator",
    "LinearRegressor",
    "LogisticRegressor",
    "MetricKey",
    "MetricSpec",
    "ModeKeys",
    "ModelFnOps",
    "NanLossDuringTrainingError",
    "NotFittedError",
    "PredictionKey",
    "ProblemType",
    "RunConfig",
    "SKCompat",
    "TaskType",
    "Trainable",
    "binary_svm_head",
    "build_parsing_serving_input_fn",
    "datasets",
    "extract_dask_data",
    "extract_dask_labels",
    "extract_pandas_data",
    "extract_pandas_labels",
    "extract_pandas_matrix",
    "graph_actions",
    "head",
    "infer",
    "infer_real_valued_columns_from_input",
    "infer_real_valued_columns_from_input_fn",
    "io",
    "learn_runner",
    "make_export_strategy",
    "models",
    "monitors",
    "multi_class_head",
    "multi_head",
    "multi_label_head",
    "no_op_train_fn",
    "ops",
    "poisson_regression_head",
    "preprocessing",
    "read_batch_examples",
    "read_batch_features",
    "read_batch_record_features",
    "read_keyed_batch_examples",
    "read_keyed_batch_examples_shared_queue",
    "read_keyed_batch_features",
    "read_keyed_batch_features_shared_queue",
    "regression_head",
    "run_feeds",
    "run_n",
    "utils",
]


def __getattr__(name):
    if name == "NanLossDuringTrainingError":
        import tensorflow.compat.v1 as tf

        return tf.train.NanLossDuringTrainingError
    raise AttributeError(f"tf.contrib.learn.{name} is not here; tf.estimator and tf.data have what replaced it")
