"""Replaces: ``tf.contrib.distributions``.

What lives on in ``tf.compat.v1.distributions`` and TensorFlow's private parts of it is that very object; the others are
written on its base class. With a seed they draw TF1's numbers.
"""

from tensorflow.python.ops.distributions.bernoulli import Bernoulli
from tensorflow.python.ops.distributions.beta import Beta, BetaWithSoftplusConcentration
from tensorflow.python.ops.distributions.categorical import Categorical
from tensorflow.python.ops.distributions.dirichlet import Dirichlet
from tensorflow.python.ops.distributions.dirichlet_multinomial import DirichletMultinomial
from tensorflow.python.ops.distributions.distribution import (
    FULLY_REPARAMETERIZED,
    NOT_REPARAMETERIZED,
    Distribution,
    ReparameterizationType,
)
from tensorflow.python.ops.distributions.exponential import Exponential, ExponentialWithSoftplusRate
from tensorflow.python.ops.distributions.gamma import Gamma, GammaWithSoftplusConcentrationRate
from tensorflow.python.ops.distributions.kullback_leibler import RegisterKL, kl_divergence
from tensorflow.python.ops.distributions.laplace import Laplace, LaplaceWithSoftplusScale
from tensorflow.python.ops.distributions.multinomial import Multinomial
from tensorflow.python.ops.distributions.normal import Normal, NormalWithSoftplusScale
from tensorflow.python.ops.distributions.student_t import StudentT, StudentTWithAbsDfSoftplusScale
from tensorflow.python.ops.distributions.uniform import Uniform
from tensorflow.python.ops.distributions.util import (
    fill_triangular,
    fill_triangular_inverse,
    matrix_diag_transform,
    reduce_weighted_logsumexp,
    softplus_inverse,
    tridiag,
)
from tf2notes.legacy.tf1.contrib.distributions import bijectors
from tf2notes.legacy.tf1.contrib.distributions._continuous import (
    Cauchy,
    Chi2,
    Chi2WithAbsDf,
    Deterministic,
    Gumbel,
    HalfNormal,
    InverseGamma,
    InverseGammaWithSoftplusConcentrationRate,
    Kumaraswamy,
    Logistic,
    VectorDeterministic,
)
from tf2notes.legacy.tf1.contrib.distributions._discrete import (
    Binomial,
    ExpRelaxedOneHotCategorical,
    Geometric,
    NegativeBinomial,
    OneHotCategorical,
    Poisson,
    RelaxedBernoulli,
    RelaxedOneHotCategorical,
)
from tf2notes.legacy.tf1.contrib.distributions._mixtures import (
    Mixture,
    MixtureSameFamily,
    normal_conjugates_known_scale_posterior,
    normal_conjugates_known_scale_predictive,
)
from tf2notes.legacy.tf1.contrib.distributions._transformed import (
    Independent,
    MultivariateNormalDiag,
    MultivariateNormalDiagPlusLowRank,
    MultivariateNormalDiagWithSoftplusScale,
    MultivariateNormalFullCovariance,
    MultivariateNormalLinearOperator,
    MultivariateNormalTriL,
    TransformedDistribution,
    VectorExponentialDiag,
    VectorLaplaceDiag,
)

__all__ = [
    "FULLY_REPARAMETERIZED",
    "NOT_REPARAMETERIZED",
    "Bernoulli",
    "Beta",
    "BetaWithSoftplusConcentration",
    "Binomial",
    "Categorical",
    "Cauchy",
    "Chi2",
    "Chi2WithAbsDf",
    "Deterministic",
    "Dirichlet",
    "DirichletMultinomial",
    "Distribution",
    "ExpRelaxedOneHotCategorical",
    "Exponential",
    "ExponentialWithSoftplusRate",
    "Gamma",
    "GammaWithSoftplusConcentrationRate",
    "Geometric",
    "Gumbel",
    "HalfNormal",
    "Independent",
    "InverseGamma",
    "InverseGammaWithSoftplusConcentrationRate",
    "Kumaraswamy",
    "Laplace",
    "LaplaceWithSoftplusScale",
    "Logistic",
    "Mixture",
    "MixtureSameFamily",
    "Multinomial",
    "MultivariateNormalDiag",
    "MultivariateNormalDiagPlusLowRank",
    "MultivariateNormalDiagWithSoftplusScale",
    "MultivariateNormalFullCovariance",
    "MultivariateNormalLinearOperator",
    "MultivariateNormalTriL",
    "NegativeBinomial",
    "Normal",
    "NormalWithSoftplusScale",
    "OneHotCategorical",
    "Poisson",
    "RegisterKL",
    "RelaxedBernoulli",
    "RelaxedOneHotCategorical",
    "ReparameterizationType",
    "StudentT",
    "StudentTWithAbsDfSoftplusScale",
    "TransformedDistribution",
    "Uniform",
    "VectorDeterministic",
    "VectorExponentialDiag",
    "VectorLaplaceDiag",
    "bijectors",
    "fill_triangular",
    "fill_triangular_inverse",
    "kl_divergence",
    "matrix_diag_transform",
    "normal_conjugates_known_scale_posterior",
    "normal_conjugates_known_scale_predictive",
    "reduce_weighted_logsumexp",
    "softplus_inverse",
    "tridiag",
]
