"""``tf.contrib.distributions``: densities, moments, entropies, samples with a seed, divergences, bijectors."""

import numpy as np
import tensorflow as tf

ds = tf.contrib.distributions

METHODS = ["mean", "variance", "mode", "entropy", "covariance"]


def report(distribution, x=None, seed=7, sample=True, methods=METHODS):
    """Values by method; the methods that raise, the shapes and the names together in "about"."""
    about = [distribution.name, distribution.dtype.name, str(distribution.batch_shape), str(distribution.event_shape)]
    about += sorted(distribution.parameters)
    todo = {method: getattr(distribution, method) for method in methods}
    for method in ["log_prob", "cdf", "log_cdf"] if x is not None else []:
        todo[method] = lambda method=method: getattr(distribution, method)(x)
    if x is not None:
        todo["quantile"] = lambda: distribution.quantile(0.3)
    if sample:
        todo["sample"] = lambda: distribution.sample([2, 3], seed=seed)
    tensors = {}
    for method, compute in sorted(todo.items()):
        try:
            tensors[method] = compute()
            about.append(method + " " + str(tensors[method].shape))
        except (NotImplementedError, ValueError) as error:
            about.append(method + " " + type(error).__name__)
    with tf.Session() as sess:
        return dict(sess.run(tensors), about=about)


def merged(**distributions):
    result = {}
    for prefix, (distribution, x) in distributions.items():
        result.update({prefix + "/" + k: v for k, v in report(distribution, x).items()})
    return result


X = np.float32([[0.2], [0.7]])
K = np.float32([[0.0], [1.0], [2.0], [3.0]])


def case_living():
    return merged(
        normal=(ds.Normal([0.0, 1.0], 2.0), X),
        uniform=(ds.Uniform(0.0, [1.0, 2.0]), X),
        bernoulli=(ds.Bernoulli(probs=[0.2, 0.7]), np.int32([[1], [0]])),
        softplus=(ds.NormalWithSoftplusScale(0.0, [1.0, -1.0]), X),
        student=(ds.StudentT([3.0, 5.0], 0.0, 1.0), X),
    )


def case_continuous():
    return merged(
        logistic=(ds.Logistic([0.0, 1.0], 2.0), X),
        cauchy=(ds.Cauchy([0.0, 1.0], 2.0), X),
        half_normal=(ds.HalfNormal([0.5, 1.0]), X),
        inverse_gamma=(ds.InverseGamma([3.0, 2.5], [1.0, 2.0]), X),
        inverse_gamma_softplus=(ds.InverseGammaWithSoftplusConcentrationRate(3.0, [1.0, 2.0]), X),
        chi2=(ds.Chi2([3.0, 2.5]), X),
        deterministic=(ds.Deterministic([0.2, 0.7], atol=0.01), X),
        vector_deterministic=(ds.VectorDeterministic([0.2, 0.7]), np.float32([0.2, 0.7])),
    )


def case_kumaraswamy():
    result = report(ds.Kumaraswamy([2.0, 3.0], 1.5), X, sample=False, methods=["mean", "variance", "entropy", "mode"])
    result.pop("about")  # made of another distribution there
    return result


def case_discrete():
    return merged(
        poisson=(ds.Poisson([0.5, 3.0]), K),
        poisson_log=(ds.Poisson(log_rate=[0.5, 1.0]), K + 0.5),
        geometric=(ds.Geometric(probs=[0.5, 0.2]), K),
        negative_binomial=(ds.NegativeBinomial(3.0, probs=[0.5, 0.2]), K),
    )


def case_binomial():
    return report(ds.Binomial(5.0, probs=[0.5, 0.2]), K, sample=False)


def case_one_hot():
    logits = np.float32([[0.1, 1.0, -1.0], [2.0, 0.0, 0.5]])
    return merged(
        one_hot=(ds.OneHotCategorical(logits=logits), np.int32([[0, 1, 0], [1, 0, 0]])),
        relaxed=(ds.RelaxedOneHotCategorical(0.5, logits=logits), np.float32([[0.2, 0.3, 0.5], [0.6, 0.3, 0.1]])),
        relaxed_exp=(ds.ExpRelaxedOneHotCategorical(0.5, logits=logits), np.log(np.float32([[0.2, 0.3, 0.5]]))),
        relaxed_bernoulli=(ds.RelaxedBernoulli(0.5, probs=[0.3, 0.6]), X),
    )


LOC = np.float32([[1.0, -1.0, 0.5], [0.0, 2.0, 1.0]])
DIAG = np.float32([0.5, 1.0, 2.0])
TRIL = np.float32([[1.0, 0, 0], [0.5, 2.0, 0], [-0.3, 0.2, 0.7]])
POINT = np.float32([0.3, 0.1, -0.2])


def case_multivariate_normals():
    return merged(
        diag=(ds.MultivariateNormalDiag(LOC, DIAG), POINT),
        identity=(ds.MultivariateNormalDiag(LOC[0], scale_identity_multiplier=2.0), POINT),
        only_diag=(ds.MultivariateNormalDiag(scale_diag=DIAG), POINT),
        tril=(ds.MultivariateNormalTriL(LOC, TRIL), POINT),
        full=(ds.MultivariateNormalFullCovariance(LOC[0], TRIL @ TRIL.T), POINT),
        softplus=(ds.MultivariateNormalDiagWithSoftplusScale(LOC[0], DIAG), POINT),
    )


def case_vector_laplace():
    result = report(ds.VectorLaplaceDiag(LOC[0], DIAG), POINT)
    result["about"] = result["about"][1:]
    return result


def case_low_rank():
    mvn = ds.MultivariateNormalDiagPlusLowRank(LOC[0], DIAG, scale_perturb_factor=np.float32([[1.0], [0.5], [0.2]]))
    return report(mvn, POINT)


def case_mixtures():
    mixture = ds.Mixture(
        cat=ds.Categorical(probs=[0.3, 0.7]),
        components=[ds.Normal(-1.0, 0.5), ds.Normal(2.0, 1.0)],
        use_static_graph=True,
    )
    same = ds.MixtureSameFamily(
        ds.Categorical(logits=np.float32([[0.0, 1.0], [1.0, 0.5]])), ds.Normal(np.float32([[0, 3], [1, 2]]), 1.0)
    )
    vectors = ds.MixtureSameFamily(
        ds.Categorical(probs=[0.3, 0.7]), ds.MultivariateNormalDiag(np.float32([[0, 1], [2, 3]]), [1.0, 0.5])
    )
    result = report(mixture, np.float32([0.1, 1.5]), methods=["mean", "stddev", "variance"])
    for prefix, d, x in [("same", same, np.float32([0.1, 1.5])), ("vectors", vectors, np.float32([0.1, 1.5]))]:
        got = report(d, x, sample=False, methods=["mean", "variance"])
        result.update({prefix + "/" + k: v for k, v in got.items()})
    with tf.Session() as sess:
        result["bound"] = sess.run(mixture.entropy_lower_bound())
    return result


def case_independent_and_transformed():
    lognormal = ds.TransformedDistribution(ds.Normal([0.0, 1.0], 2.0), ds.bijectors.Exp())
    vector = ds.TransformedDistribution(
        ds.Normal(0.0, 1.0), ds.bijectors.Affine(shift=[1.0, 2.0], scale_tril=[[1.0, 0.0], [0.5, 2.0]]), event_shape=[2]
    )
    rotated = ds.TransformedDistribution(
        ds.Normal([0.0, 1.0, 5.0], 1.0), ds.bijectors.Softplus(), event_shape=None, name="softplus_normal"
    )
    folded = ds.TransformedDistribution(ds.Normal(0.5, 1.0), ds.bijectors.AbsoluteValue())
    return merged(
        independent=(ds.Independent(ds.Normal(LOC, 1.0), 1), LOC),
        lognormal=(lognormal, X),
        vector=(vector, np.float32([0.5, 1.5])),
        rotated=(rotated, X),
        folded=(folded, X),
    )


def case_divergences():
    pairs = {
        "normal": (ds.Normal(0.0, 1.0), ds.Normal(1.0, 2.0)),
        "mvn": (ds.MultivariateNormalTriL(LOC, TRIL), ds.MultivariateNormalDiag(LOC[0], DIAG)),
        "one_hot": (ds.OneHotCategorical([0.1, 0.9]), ds.OneHotCategorical([0.5, 0.2])),
        "independent": (ds.Independent(ds.Normal(LOC, 1.0)), ds.Independent(ds.Normal(LOC * 2, 2.0))),
    }
    with tf.Session() as sess:
        return sess.run({k: ds.kl_divergence(a, b) for k, (a, b) in pairs.items()})


def case_bijectors():
    b = ds.bijectors
    x = np.float32([[0.2, 0.5, 0.9], [0.1, 0.3, 0.8]])
    m = np.float32([[[1.0, 0], [0.5, 2.0]]])
    todo = {
        "exp": (b.Exp(), x, 0),
        "power": (b.PowerTransform(2.0), x, 1),
        "affine_scalar": (b.AffineScalar(1.0, -2.0), x, 1),
        "affine_diag": (b.Affine([1.0, 2.0, 3.0], scale_diag=DIAG), x, 1),
        "affine_mixed": (b.Affine(scale_identity_multiplier=2.0, scale_diag=DIAG, scale_tril=TRIL), x, 1),
        "affine_identity": (b.Affine(shift=[1.0, 1.0, 1.0], scale_identity_multiplier=2.0), x, 1),
        "sigmoid": (b.Sigmoid(), x, 0),
        "softplus": (b.Softplus(), x, 1),
        "softplus_hinge": (b.Softplus(hinge_softness=np.float32(0.5)), x, 1),
        "softsign": (b.Softsign(), x, 1),
        "square": (b.Square(), x, 1),
        "gumbel": (b.Gumbel(0.1, 2.0), x, 1),
        "sinh": (b.SinhArcsinh(0.3, 1.5), x, 1),
        "chain": (b.Chain([b.Exp(), b.AffineScalar(scale=3.0), b.Softplus()]), x, 1),
        "chain_of_ranks": (b.Chain([b.SoftmaxCentered(), b.Affine(scale_diag=DIAG)]), x, 1),
        "invert": (b.Invert(b.Exp()), x, 1),
        "permute": (b.Permute([2, 0, 1]), x, 1),
        "reshape": (b.Reshape([3, 1], [3]), x, 1),
        "softmax_centered": (b.SoftmaxCentered(), x, 1),
        "ordered": (b.Ordered(), x, 1),
        "fill_triangular": (b.FillTriangular(), x, 1),
        "scale_tril": (b.ScaleTriL(), x, 1),
        "cholesky": (b.CholeskyOuterProduct(), m, 2),
        "matrix_inverse": (b.MatrixInverseTriL(), m, 2),
    }
    result, tensors = {}, {}
    for name, (bijector, value, ndims) in todo.items():
        y = bijector.forward(tf.constant(value))
        out = y.shape.ndims - value.ndim + ndims
        tensors[name + "/forward"] = y
        tensors[name + "/inverse"] = bijector.inverse(tf.identity(y))
        tensors[name + "/fldj"] = bijector.forward_log_det_jacobian(tf.constant(value), event_ndims=ndims)
        tensors[name + "/ildj"] = bijector.inverse_log_det_jacobian(tf.identity(y), event_ndims=out)
        result[name + "/name"] = bijector.name
    with tf.Session() as sess:
        result.update(sess.run(tensors))
    return result


def case_errors_and_gradients():
    def error(make):
        try:
            make()
        except Exception as e:
            return type(e).__name__
        return "none"

    loc = tf.constant([0.5, 1.0])
    sample = ds.MultivariateNormalDiag(loc, DIAG[:2]).sample(3, seed=1)
    with tf.Session() as sess:
        gradient = sess.run(tf.gradients(tf.reduce_sum(tf.square(sample)), loc)[0])
    return {
        "gradient": gradient,
        "poisson": error(lambda: ds.Poisson()),
        "mixture": error(lambda: ds.Mixture(ds.Categorical([0.0, 1.0]), [ds.Normal(0.0, 1.0)])),
        "mixture_type": error(lambda: ds.Mixture(None, [])),
        "permute": error(lambda: ds.bijectors.Permute([0, 0])),
        "independent": error(lambda: ds.Independent(ds.Normal(0.0, 1.0), 1)),
        "mvn": error(lambda: ds.MultivariateNormalTriL()),
    }
