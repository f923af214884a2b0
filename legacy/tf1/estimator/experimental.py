"""Replaces: ``tf.estimator.experimental``."""

from tf2notes.legacy.tf1.estimator._load import public_names

__all__, __getattr__, __dir__ = public_names(
    globals(),
    {
        "canned.dnn": "dnn_logit_fn_builder",
        "canned.kmeans": "KMeans=KMeansClustering",
        "canned.linear": "LinearSDCA linear_logit_fn_builder",
        "early_stopping": (
            "make_early_stopping_hook stop_if_higher_hook stop_if_lower_hook stop_if_no_decrease_hook "
            "stop_if_no_increase_hook"
        ),
        "export.export": "build_raw_supervised_input_receiver_fn",
        "hooks.hooks": "InMemoryEvaluatorHook make_stop_at_checkpoint_step_hook",
        "model_fn": "call_logit_fn",
    },
)
