"""Replaces: ``tf.estimator.export``."""

from tf2notes.legacy.tf1.estimator._load import public_names

__all__, __getattr__, __dir__ = public_names(
    globals(),
    {
        "export.export": (
            "ServingInputReceiver TensorServingInputReceiver build_parsing_serving_input_receiver_fn "
            "build_raw_serving_input_receiver_fn"
        ),
        "export.export_lib": "ClassificationOutput ExportOutput PredictOutput RegressionOutput",
    },
)
