"""Replaces: ``tf.contrib.estimator``: TensorFlow 1.15's own, on today's TensorFlow (see ``tf1/estimator``)."""

from tf2notes.legacy.tf1.estimator._boosted_trees import (  # noqa: F401
    boosted_trees_classifier_train_in_memory,
    boosted_trees_regressor_train_in_memory,
)
from tf2notes.legacy.tf1.estimator._load import public_names

__all__, __getattr__, __dir__ = public_names(
    globals(),
    {
        "contrib.estimator.python.estimator.dnn_with_layer_annotations": (
            "DNNClassifierWithLayerAnnotations DNNRegressorWithLayerAnnotations"
        ),
        "contrib.estimator.python.estimator.export": ("export_all_saved_models export_saved_model_for_mode"),
        "contrib.estimator.python.estimator.extenders": "add_metrics clip_gradients_by_norm forward_features",
        "contrib.estimator.python.estimator.head": (
            "binary_classification_head logistic_regression_head multi_class_head multi_label_head "
            "poisson_regression_head regression_head"
        ),
        "contrib.estimator.python.estimator.logit_fns": "call_logit_fn dnn_logit_fn_builder linear_logit_fn_builder",
        "contrib.estimator.python.estimator.multi_head": "multi_head",
        "contrib.estimator.python.estimator.replicate_model_fn": "TowerOptimizer replicate_model_fn",
        "contrib.estimator.python.estimator.rnn": "RNNClassifier RNNEstimator",
        "contrib.estimator.python.estimator.saved_model_estimator": "SavedModelEstimator",
        "python.estimator.export.export": (
            "build_raw_supervised_input_receiver_fn build_supervised_input_receiver_fn_from_input_fn"
        ),
        "python.estimator.early_stopping": (
            "make_early_stopping_hook read_eval_metrics stop_if_higher_hook stop_if_lower_hook "
            "stop_if_no_decrease_hook stop_if_no_increase_hook"
        ),
        "python.estimator.hooks.hooks": "InMemoryEvaluatorHook make_stop_at_checkpoint_step_hook",
    },
    package="",
)
