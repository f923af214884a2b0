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
from tf2notes.legacy.tf1.contrib.distributions._autoregressive import Autoregressive
from tf2notes.legacy.tf1.contrib.distributions._batch_reshape import BatchReshape
from tf2notes.legacy.tf1.contrib.distributions._conditional import (
    ConditionalDistribution,
    ConditionalTransformedDistribution,
)
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
from tf2notes.legacy.tf1.contrib.distributions._estimator import estimator_head_distribution_regression
from tf2notes.legacy.tf1.contrib.distributions._independent import Independent
from tf2notes.legacy.tf1.contrib.distributions._mixtures import (
    Mixture,
    MixtureSameFamily,
    normal_conjugates_known_scale_posterior,
    normal_conjugates_known_scale_predictive,
)
from tf2notes.legacy.tf1.contrib.distributions._multivariate_normal import (
    MultivariateNormalDiag,
    MultivariateNormalDiagPlusLowRank,
    MultivariateNormalDiagWithSoftplusScale,
    MultivariateNormalFullCovariance,
    MultivariateNormalLinearOperator,
    MultivariateNormalTriL,
)
from tf2notes.legacy.tf1.contrib.distributions._poisson_log_normal import PoissonLogNormalQuadratureCompound
from tf2notes.legacy.tf1.contrib.distributions._quadrature import (
    quadrature_scheme_lognormal_gauss_hermite,
    quadrature_scheme_lognormal_quantiles,
    quadrature_scheme_softmaxnormal_gauss_hermite,
    quadrature_scheme_softmaxnormal_quantiles,
)
from tf2notes.legacy.tf1.contrib.distributions._quantized import QuantizedDistribution
from tf2notes.legacy.tf1.contrib.distributions._seed_stream import SeedStream
from tf2notes.legacy.tf1.contrib.distributions._sinh_arcsinh import SinhArcsinh, VectorSinhArcsinhDiag
from tf2notes.legacy.tf1.contrib.distributions._statistics import (
    assign_log_moving_mean_exp,
    assign_moving_mean_variance,
    auto_correlation,
    moving_mean_variance,
    percentile,
)
from tf2notes.legacy.tf1.contrib.distributions._transformed import TransformedDistribution
from tf2notes.legacy.tf1.contrib.distributions._vector_diffeomixture import VectorDiffeomixture
from tf2notes.legacy.tf1.contrib.distributions._vectors import VectorExponentialDiag, VectorLaplaceDiag
from tf2notes.legacy.tf1.contrib.distributions._wishart import WishartCholesky, WishartFull

__all__ = [
    "FULLY_REPARAMETERIZED",
    "NOT_REPARAMETERIZED",
    "Autoregressive",
    "BatchReshape",
    "Bernoulli",
    "Beta",
    "BetaWithSoftplusConcentration",
    "Binomial",
    "Categorical",
    "Cauchy",
    "Chi2",
    "Chi2WithAbsDf",
    "ConditionalDistribution",
    "ConditionalTransformedDistribution",
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
    "PoissonLogNormalQuadratureCompound",
    "QuantizedDistribution",
    "RegisterKL",
    "RelaxedBernoulli",
    "RelaxedOneHotCategorical",
    "ReparameterizationType",
    "SeedStream",
    "SinhArcsinh",
    "StudentT",
    "StudentTWithAbsDfSoftplusScale",
    "TransformedDistribution",
    "Uniform",
    "VectorDeterministic",
    "VectorDiffeomixture",
    "VectorExponentialDiag",
    "VectorLaplaceDiag",
    "VectorSinhArcsinhDiag",
    "WishartCholesky",
    "WishartFull",
    "assign_log_moving_mean_exp",
    "assign_moving_mean_variance",
    "auto_correlation",
    "bijectors",
    "estimator_head_distribution_regression",
    "fill_triangular",
    "fill_triangular_inverse",
    "kl_divergence",
    "matrix_diag_transform",
    "moving_mean_variance",
    "normal_conjugates_known_scale_posterior",
    "normal_conjugates_known_scale_predictive",
    "percentile",
    "quadrature_scheme_lognormal_gauss_hermite",
    "quadrature_scheme_lognormal_quantiles",
    "quadrature_scheme_softmaxnormal_gauss_hermite",
    "quadrature_scheme_softmaxnormal_quantiles",
    "reduce_weighted_logsumexp",
    "softplus_inverse",
    "tridiag",
]
