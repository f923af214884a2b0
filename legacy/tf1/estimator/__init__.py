"""Replaces: ``tf.estimator``, gone since TensorFlow 2.16: TensorFlow 1.15's own, on today's TensorFlow.

The modules of tensorflow_estimator 1.15 are loaded when a name of theirs is first used.
Differs: no distribute coordinator (a distribution strategy over a cluster raises), no TPU sessions, no boosted trees.
"""

from tf2notes.legacy.tf1 import _op_counts, _process
from tf2notes.legacy.tf1.estimator import experimental, export, inputs, tpu  # noqa: F401
from tf2notes.legacy.tf1.estimator._boosted_trees import (
    BoostedTreesClassifier,
    BoostedTreesEstimator,
    BoostedTreesRegressor,
)
from tf2notes.legacy.tf1.estimator._load import public_names

# Module below tensorflow_estimator.python.estimator -> what of it is public.
__all__, __getattr__, __dir__ = public_names(
    globals(),
    {
        "canned.baseline": "BaselineClassifier BaselineEstimator BaselineRegressor",
        "canned.dnn": "DNNClassifier DNNEstimator DNNRegressor",
        "canned.dnn_linear_combined": (
            "DNNLinearCombinedClassifier DNNLinearCombinedEstimator DNNLinearCombinedRegressor"
        ),
        "canned.linear": "LinearClassifier LinearEstimator LinearRegressor",
        "canned.parsing_utils": "classifier_parse_example_spec regressor_parse_example_spec",
        "estimator": "Estimator VocabInfo WarmStartSettings",
        "exporter": "BestExporter Exporter FinalExporter LatestExporter",
        "extenders": "add_metrics",
        "head.base_head": "Head",
        "head.binary_class_head": "BinaryClassHead",
        "head.multi_class_head": "MultiClassHead",
        "head.multi_head": "MultiHead",
        "head.multi_label_head": "MultiLabelHead",
        "head.regression_head": "LogisticRegressionHead PoissonRegressionHead RegressionHead",
        "hooks.basic_session_run_hooks": (
            "CheckpointSaverHook CheckpointSaverListener FeedFnHook FinalOpsHook GlobalStepWaiterHook "
            "LoggingTensorHook NanLossDuringTrainingError NanTensorHook ProfilerHook SecondOrStepTimer "
            "StepCounterHook StopAtStepHook SummarySaverHook"
        ),
        "hooks.session_run_hook": "SessionRunArgs SessionRunContext SessionRunHook SessionRunValues",
        "mode_keys": "ModeKeys",
        "model_fn": "EstimatorSpec",
        "run_config": "RunConfig",
        "training": "EvalSpec TrainSpec train_and_evaluate",
    },
)
__all__ += ["BoostedTreesClassifier", "BoostedTreesEstimator", "BoostedTreesRegressor"]

if _process.is_programs_own:
    _op_counts.install_feature_layers()
