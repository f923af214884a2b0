"""Replaces: ``tf.keras.mixed_precision``, and ``tf.keras.mixed_precision.experimental``, all that it had in TF1.

Differs: a policy has no `loss_scale`; the optimizer is tf_keras' own, so its `loss_scale` is a tensor.
"""

import types

import tf_keras.api._v1.keras.mixed_precision as _living
from tf2notes.legacy.unsupported import missing as _missing
from tf_keras.src.engine import base_layer_utils
from tf_keras.src.mixed_precision import loss_scale_optimizer as _scaling
from tf_keras.src.mixed_precision import policy as _policy


class Policy(_policy.Policy):
    """Replaces: ``tf.keras.mixed_precision.experimental.Policy``; ``infer`` takes the type of the first input."""

    def __init__(self, name):
        super().__init__("_infer" if name == "infer" else name)

    @property
    def name(self):
        """As the program gave it."""
        return self._name.lstrip("_")


def global_policy():
    """Replaces: ``tf.keras.mixed_precision.experimental.global_policy``."""
    return Policy(_policy.global_policy().name.lstrip("_"))


def set_policy(policy):
    """Replaces: ``tf.keras.mixed_precision.experimental.set_policy``: as there, any but ``infer`` needs V2."""
    name = getattr(policy, "name", policy)
    if base_layer_utils.v2_dtype_behavior_enabled():
        _policy.set_global_policy(policy)
    elif name != "infer":
        raise ValueError("The global policy can only be set to a non-infer policy in TensorFlow 2")


def LossScaleOptimizer(opt, loss_scale):
    """Replaces: ``tf.keras.mixed_precision.experimental.LossScaleOptimizer``: a number, ``"dynamic"``, or an object."""
    return _scaling._create_loss_scale_optimizer_from_v1_loss_scale(opt, loss_scale)


experimental = types.ModuleType(f"{__name__}.experimental", "Replaces: ``tf.keras.mixed_precision.experimental``.")
vars(experimental).update(
    Policy=Policy, global_policy=global_policy, set_policy=set_policy, LossScaleOptimizer=LossScaleOptimizer
)


def __getattr__(name):
    if hasattr(_living, name):
        return getattr(_living, name)
    raise _missing(f"keras.mixed_precision.{name}", ["experimental", *dir(_living)])
