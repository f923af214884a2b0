"""Replaces: ``tf.compat.v2.estimator``: the estimators of tensorflow_estimator 1.15 for TF2's optimizers and losses."""

from tf2notes.legacy.tf1.estimator import experimental, export  # noqa: F401
from tf2notes.legacy.tf1.estimator._load import public_names

__all__, __getattr__, __dir__ = public_names(
    globals(),
    {
        "canned.baseline": (
            "BaselineClassifier=BaselineClassifierV2 BaselineEstimator=BaselineEstimatorV2 "
            "BaselineRegressor=BaselineRegressorV2"
        ),
        "canned.dnn": "DNNClassifier=DNNClassifierV2 DNNEstimator=DNNEstimatorV2 DNNRegressor=DNNRegressorV2",
        "canned.dnn_linear_combined": (
            "DNNLinearCombinedClassifier=DNNLinearCombinedClassifierV2 "
            "DNNLinearCombinedEstimator=DNNLinearCombinedEstimatorV2 "
            "DNNLinearCombinedRegressor=DNNLinearCombinedRegressorV2"
        ),
        "canned.linear": (
            "LinearClassifier=LinearClassifierV2 LinearEstimator=LinearEstimatorV2 LinearRegressor=LinearRegressorV2"
        ),
        "canned.parsing_utils": (
            "classifier_parse_example_spec=classifier_parse_example_spec_v2 "
            "regressor_parse_example_spec=regressor_parse_example_spec_v2"
        ),
        "estimator": "Estimator=EstimatorV2 VocabInfo WarmStartSettings",
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
