"""Replaces: ``tf.estimator.tpu``.

Differs: ``TPUEstimator`` runs with ``use_tpu=False``, on CPU and GPU; TPU sessions are gone from TensorFlow.
"""

from tf2notes.legacy.tf1.estimator._load import public_names
from tf2notes.legacy.tf1.estimator.tpu import experimental  # noqa: F401

__all__, __getattr__, __dir__ = public_names(
    globals(),
    {
        "tpu.tpu_config": "InputPipelineConfig RunConfig TPUConfig",
        "tpu.tpu_estimator": "TPUEstimator TPUEstimatorSpec",
    },
)
