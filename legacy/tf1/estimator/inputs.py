"""Replaces: ``tf.estimator.inputs``."""

from tf2notes.legacy.tf1.estimator._load import public_names

__all__, __getattr__, __dir__ = public_names(
    globals(), {"inputs.numpy_io": "numpy_input_fn", "inputs.pandas_io": "pandas_input_fn"}
)
