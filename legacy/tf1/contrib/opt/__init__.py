"""Replaces: ``tf.contrib.opt``."""

from tf2notes.legacy.tf1.contrib.opt._adam_kin import (
    AdaMaxOptimizer,
    AdamGSOptimizer,
    LazyAdamGSOptimizer,
    LazyAdamOptimizer,
    NadamOptimizer,
    RegAdagradOptimizer,
)
from tf2notes.legacy.tf1.contrib.opt._external import ExternalOptimizerInterface, ScipyOptimizerInterface
from tf2notes.legacy.tf1.contrib.opt._ggt import GGTOptimizer
from tf2notes.legacy.tf1.contrib.opt._model_average import ModelAverageCustomGetter, ModelAverageOptimizer
from tf2notes.legacy.tf1.contrib.opt._shampoo import ShampooOptimizer
from tf2notes.legacy.tf1.contrib.opt._sign import (
    AddSignOptimizer,
    LARSOptimizer,
    PowerSignOptimizer,
    get_cosine_decay_fn,
    get_linear_decay_fn,
    get_restart_decay_fn,  # noqa: F401  as the other two in TF1's sign_decay, but not public
)
from tf2notes.legacy.tf1.contrib.opt._weight_decay import (
    AdamWOptimizer,
    DecoupledWeightDecayExtension,
    MomentumWOptimizer,
    extend_with_decoupled_weight_decay,
)
from tf2notes.legacy.tf1.contrib.opt._workers import (
    AGNCustomGetter,
    AGNOptimizer,
    ElasticAverageCustomGetter,
    ElasticAverageOptimizer,
)
from tf2notes.legacy.tf1.contrib.opt._wrappers import (
    DropStaleGradientOptimizer,
    MovingAverageOptimizer,
    MultitaskOptimizerWrapper,
    VariableClippingOptimizer,
    clip_gradients_by_global_norm,
)

__all__ = [
    "AGNCustomGetter",
    "AGNOptimizer",
    "AdaMaxOptimizer",
    "AdamGSOptimizer",
    "AdamWOptimizer",
    "AddSignOptimizer",
    "DecoupledWeightDecayExtension",
    "DropStaleGradientOptimizer",
    "ElasticAverageCustomGetter",
    "ElasticAverageOptimizer",
    "ExternalOptimizerInterface",
    "GGTOptimizer",
    "LARSOptimizer",
    "LazyAdamGSOptimizer",
    "LazyAdamOptimizer",
    "ModelAverageCustomGetter",
    "ModelAverageOptimizer",
    "MomentumWOptimizer",
    "MovingAverageOptimizer",
    "MultitaskOptimizerWrapper",
    "NadamOptimizer",
    "PowerSignOptimizer",
    "RegAdagradOptimizer",
    "ScipyOptimizerInterface",
    "ShampooOptimizer",
    "VariableClippingOptimizer",
    "clip_gradients_by_global_norm",
    "extend_with_decoupled_weight_decay",
    "get_cosine_decay_fn",
    "get_linear_decay_fn",
]
