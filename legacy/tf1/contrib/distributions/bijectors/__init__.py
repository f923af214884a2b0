"""Replaces: ``tf.contrib.distributions.bijectors``."""

from tensorflow.python.ops.distributions.bijector import Bijector
from tf2notes.legacy.tf1.contrib.distributions.bijectors._batch_normalization import BatchNormalization
from tf2notes.legacy.tf1.contrib.distributions.bijectors._conditional import ConditionalBijector
from tf2notes.legacy.tf1.contrib.distributions.bijectors._elementwise import (
    AbsoluteValue,
    AffineScalar,
    Exp,
    Gumbel,
    Identity,
    Kumaraswamy,
    PowerTransform,
    Sigmoid,
    SinhArcsinh,
    Softplus,
    Softsign,
    Square,
    Weibull,
)
from tf2notes.legacy.tf1.contrib.distributions.bijectors._flow_networks import (
    masked_autoregressive_default_template,
    masked_dense,
    real_nvp_default_template,
)
from tf2notes.legacy.tf1.contrib.distributions.bijectors._flows import MaskedAutoregressiveFlow, RealNVP
from tf2notes.legacy.tf1.contrib.distributions.bijectors._linear import (
    Affine,
    AffineLinearOperator,
    CholeskyOuterProduct,
    FillTriangular,
    MatrixInverseTriL,
    ScaleTriL,
    TransformDiagonal,
)
from tf2notes.legacy.tf1.contrib.distributions.bijectors._structure import (
    Chain,
    Inline,
    Invert,
    Ordered,
    Permute,
    Reshape,
    SoftmaxCentered,
)

__all__ = [
    "AbsoluteValue",
    "Affine",
    "AffineLinearOperator",
    "AffineScalar",
    "BatchNormalization",
    "Bijector",
    "Chain",
    "CholeskyOuterProduct",
    "ConditionalBijector",
    "Exp",
    "FillTriangular",
    "Gumbel",
    "Identity",
    "Inline",
    "Invert",
    "Kumaraswamy",
    "MaskedAutoregressiveFlow",
    "MatrixInverseTriL",
    "Ordered",
    "Permute",
    "PowerTransform",
    "RealNVP",
    "Reshape",
    "ScaleTriL",
    "Sigmoid",
    "SinhArcsinh",
    "SoftmaxCentered",
    "Softplus",
    "Softsign",
    "Square",
    "TransformDiagonal",
    "Weibull",
    "masked_autoregressive_default_template",
    "masked_dense",
    "real_nvp_default_template",
]
