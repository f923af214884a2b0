"""``tf.contrib.distributions``: those made of other distributions, Wishart's, and statistics of samples."""

import numpy as np
import tensorflow as tf

ds = tf.contrib.distributions

METHODS = ["mean", "variance", "stddev", "mode", "entropy", "covariance"]
OF_VALUES = ["log_prob", "prob", "log_cdf", "cdf", "log_survival_function", "survival_function"]


def report(distribution, x, seed=7, samples=(2, 3), methods=METHODS + OF_VALUES):
    """Values by method; the methods that raise, the shapes and the names together in "about"."""
    about = [distribution.name, distribution.dtype.name, str(distribution.batch_shape.as_list())]
    about.append(str(distribution.event_shape.as_list()))
    about += sorted(distribution.parameters)
    tensors = {
        "batch_shape_tensor": distribution.batch_shape_tensor(),
        "event_shape_tensor": distribution.event_shape_tensor(),
    }
    for method in methods:
        try:
            function = getattr(distribution, method)
            tensors[method] = function(tf.constant(x)) if method in OF_VALUES else function()
            about.append(method + " " + str(tensors[method].shape))
        except (NotImplementedError, ValueError) as error:
            about.append(method + " " + type(error).__name__)
    if samples is not None:
        tensors["sample"] = distribution.sample(samples, seed=seed)
        about.append("sample " + str(tensors["sample"].shape))
    with tf.Session() as sess:
        return dict(sess.run(tensors), about=about)


def error(make):
    try:
        make()
    except Exception as e:
        return type(e).__name__ + ": " + str(e)
    return "none"


def merged(**distributions):
    result = {}
    for prefix, (distribution, x) in distributions.items():
        result.update({prefix + "/" + k: v for k, v in report(distribution, x).items()})
    return result


def case_autoregressive():
    matrix = np.float32([[0, 0, 0], [0.5, 0, 0], [-0.3, 0.8, 0]])
    values = []

    def normal(sample=None):
        loc = tf.zeros([3]) if sample is None else tf.einsum("ij,...j->...i", matrix, sample)
        values.append(loc)
        return ds.Independent(ds.Normal(loc, [1.0, 0.5, 2.0]), 1)

    def of_last(sample):
        loc = tf.reduce_sum(sample[..., tf.newaxis, :] * matrix, axis=-1)
        return ds.Independent(ds.Normal(loc, [1.0, 0.5, 2.0]), 1)

    d = ds.Autoregressive(of_last, sample0=tf.zeros([3]))
    result = report(d, np.float32([[0.1, 0.2, -0.3], [1.0, 0.5, 0.2]]), samples=4)
    result["steps"] = d.num_steps
    result["none"] = error(lambda: ds.Autoregressive(of_last, sample0=tf.zeros([3]), num_steps=0))
    result["unknown"] = error(lambda: ds.Autoregressive(lambda x: ds.Normal(tf.placeholder(tf.float32), 1.0), 1.0, 0))
    return result


def case_batch_reshape():
    normal = ds.Normal(np.float32([[0, 1], [2, 3], [4, 5]]), np.float32([1.0, 2.0]))
    mvn = ds.MultivariateNormalDiag(np.float32([[0, 1], [2, 3], [4, 5], [0, 0]]), np.float32([1.0, 2.0]))
    x = np.arange(12).reshape(2, 6).astype(np.float32) / 6
    result = merged(
        scalar=(ds.BatchReshape(normal, [6]), x),
        vector=(ds.BatchReshape(mvn, [2, 2], name="reshaped"), x[:, :4].reshape(2, 2, 2)),
        unknown=(ds.BatchReshape(normal, [2, -1]), x.reshape(2, 2, 3)),
    )
    result["few"] = error(lambda: ds.BatchReshape(normal, [6]).log_prob(tf.constant(1.0)))
    result["other"] = error(lambda: ds.BatchReshape(normal, [6]).log_prob(tf.zeros([2, 3])))
    result["size"] = error(lambda: ds.BatchReshape(normal, [5]))
    result["rank"] = error(lambda: ds.BatchReshape(normal, [[6]]))
    shape = tf.placeholder_with_default(np.int32([3, -1]), [2])
    dynamic = ds.BatchReshape(normal, shape, validate_args=True)
    with tf.Session() as sess:
        result["dynamic"], result["dynamic_shape"] = sess.run(
            [dynamic.log_prob(tf.constant(x[0].reshape(3, 2))), dynamic.batch_shape_tensor()]
        )
    result["dynamic_static"] = str(dynamic.batch_shape.as_list())
    return result


class OfCondition(ds.ConditionalDistribution):
    def __init__(self, name="of_condition"):
        super(OfCondition, self).__init__(
            dtype=tf.float32,
            reparameterization_type=ds.FULLY_REPARAMETERIZED,
            validate_args=False,
            allow_nan_stats=True,
            name=name,
        )

    def _batch_shape(self):
        return tf.TensorShape([])

    def _event_shape(self):
        return tf.TensorShape([])

    def _batch_shape_tensor(self):
        return tf.constant([], tf.int32)

    _event_shape_tensor = _batch_shape_tensor

    def _sample_n(self, n, seed=None, loc=0.0):
        return loc + tf.random_normal([n], seed=seed)

    def _log_prob(self, x, loc=0.0):
        return -0.5 * tf.square(x - loc)

    def _prob(self, x, loc=0.0):
        return tf.exp(self._log_prob(x, loc))

    def _cdf(self, x, loc=0.0):
        return tf.sigmoid(x - loc)

    def _log_cdf(self, x, loc=0.0):
        return tf.log_sigmoid(x - loc)

    def _survival_function(self, x, loc=0.0):
        return tf.sigmoid(loc - x)

    def _log_survival_function(self, x, loc=0.0):
        return tf.log_sigmoid(loc - x)


class ScaledBy(ds.bijectors.ConditionalBijector):
    def __init__(self):
        super(ScaledBy, self).__init__(forward_min_event_ndims=0, name="scaled_by")

    def _forward(self, x, by=1.0):
        return x * by

    def _inverse(self, y, by=1.0):
        return y / by

    def _inverse_log_det_jacobian(self, y, by=1.0):
        return -tf.log(by) * tf.ones_like(y)

    def _forward_log_det_jacobian(self, x, by=1.0):
        return tf.log(by) * tf.ones_like(x)


def case_conditional():
    d, b = OfCondition(), ScaledBy()
    both = ds.ConditionalTransformedDistribution(d, b)
    x = tf.constant([0.5, 2.0])
    kwargs = {"bijector_kwargs": {"by": 3.0}, "distribution_kwargs": {"loc": 1.0}}
    tensors = {
        "sample": d.sample(3, seed=5, loc=2.0),
        "log_prob": d.log_prob(x, loc=2.0),
        "prob": d.prob(x, loc=2.0),
        "cdf": d.cdf(x, loc=2.0),
        "log_cdf": d.log_cdf(x, loc=2.0),
        "survival": d.survival_function(x, loc=2.0),
        "log_survival": d.log_survival_function(x, loc=2.0),
        "forward": b.forward(x, by=3.0),
        "inverse": b.inverse(x, by=3.0),
        "ildj": b.inverse_log_det_jacobian(x, event_ndims=1, by=3.0),
        "fldj": b.forward_log_det_jacobian(x, event_ndims=0, by=3.0),
        "both/sample": both.sample([2], seed=5, **kwargs),
        "both/log_prob": both.log_prob(x, **kwargs),
        "both/prob": both.prob(x, **kwargs),
        "both/cdf": both.cdf(x, **kwargs),
        "both/log_survival": both.log_survival_function(x, **kwargs),
    }
    with tf.Session() as sess:
        return dict(sess.run(tensors), name=both.name)


def case_quantized():
    normal = ds.Normal([0.5, 2.0], 1.5)
    y = np.float32([[-3.0, 0.0], [1.0, 3.0], [6.0, -1.0]])
    with_errors = {
        "integer": error(lambda: ds.QuantizedDistribution(normal, low=1)),
        "float64": error(lambda: ds.QuantizedDistribution(normal, low=np.float64(1))),
    }
    fraction = error(lambda: ds.QuantizedDistribution(normal, low=0.5, validate_args=True))
    with_errors["fraction"] = fraction.split(":")[0]
    return dict(
        merged(
            free=(ds.QuantizedDistribution(normal), y),
            bounded=(ds.QuantizedDistribution(normal, low=-1.0, high=4.0), y),
            low=(ds.QuantizedDistribution(ds.Uniform(0.0, 4.0), low=1.0, validate_args=True), y[:, :1]),
            laplace=(ds.QuantizedDistribution(ds.Laplace(0.0, 1.0)), y),
        ),
        **with_errors,
    )


def case_sinh_arcsinh():
    x = np.float32([[0.2], [1.7]])
    result = merged(
        plain=(ds.SinhArcsinh([0.0, 1.0], 2.0), x),
        skewed=(ds.SinhArcsinh(1.0, [2.0, 0.5], skewness=0.3, tailweight=1.2), x),
        laplace=(ds.SinhArcsinh(1.0, 2.0, tailweight=0.8, distribution=ds.Laplace(0.0, 1.0), validate_args=True), x),
        vector=(ds.VectorSinhArcsinhDiag(np.float32([1, 2]), [0.5, 1.5]), np.float32([0.3, 1.0])),
        vectors=(
            ds.VectorSinhArcsinhDiag(
                np.float32([[1, 2], [0, 1]]),
                scale_identity_multiplier=2.0,
                skewness=[0.1, -0.2],
                tailweight=1.5,
                name="v",
            ),
            np.float32([0.3, 1.0]),
        ),
    )
    result["batch"] = error(lambda: ds.SinhArcsinh(0.0, 1.0, distribution=ds.Normal([0.0, 1.0], 1.0)))
    result["dtype"] = error(lambda: ds.SinhArcsinh(0.0, 1.0, distribution=ds.Normal(np.float64(0.0), 1.0)))
    loc = tf.constant(0.5)
    skew = tf.constant(0.2)
    sample = tf.reduce_sum(tf.square(ds.SinhArcsinh(loc, 2.0, skewness=skew).sample(5, seed=3)))
    with tf.Session() as sess:
        result["gradients"] = sess.run(tf.stack(tf.gradients(sample, [loc, skew])))
    return result


def case_vector_diffeomixture():
    diag = tf.linalg.LinearOperatorDiag(diag=np.float32([1.5, 0.5]), is_positive_definite=True)
    identity = tf.linalg.LinearOperatorScaledIdentity(2, multiplier=np.float32(1.1), is_positive_definite=True)
    tril = tf.linalg.LinearOperatorLowerTriangular(np.float32([[1.0, 0.0], [0.3, 2.0]]), is_positive_definite=True)
    x = np.float32([[0.3, -0.5], [0.1, 1.0]])
    result = {}
    spreads = ["variance", "stddev", "covariance"]  # of two scaled identities TF1's have a dimension too many
    for name, options in {
        "quantiles": dict(mix_loc=[0.5], temperature=[1.0], loc=[None, np.float32([2.0, 1.0])], scale=[diag, identity]),
        "locs": dict(
            mix_loc=[0.5],
            temperature=[2.0],
            loc=[np.float32([1.0, 0.0]), np.float32([2.0, 1.0])],
            scale=[identity, identity],
            quadrature_size=3,
            validate_args=True,
        ),
        "tril": dict(mix_loc=[0.0], temperature=[1.0], scale=[diag, tril], quadrature_size=2),
        "diagonals": dict(mix_loc=[[0.0], [2.0]], temperature=[0.5], scale=[diag, diag], quadrature_size=2),
    }.items():
        d = ds.VectorDiffeomixture(distribution=ds.Normal(0.0, 1.0), **options)
        got = report(d, x, samples=3, methods=["mean", "log_prob"] + spreads * (name != "locs"))
        result.update({name + "/" + k: v for k, v in got.items()})
        with tf.Session() as sess:
            result[name + "/grid"] = sess.run(d.grid)
        result[name + "/affines"] = [a.name for a in d.endpoint_affine + d.interpolated_affine]
    normal = ds.Normal(0.0, 1.0)
    result["one"] = error(lambda: ds.VectorDiffeomixture([0.0], [1.0], normal, scale=[diag]))
    result["three"] = error(lambda: ds.VectorDiffeomixture([0.0], [1.0], normal, scale=[diag] * 3))
    result["lengths"] = error(lambda: ds.VectorDiffeomixture([0.0], [1.0], normal, loc=[None], scale=[diag] * 2))
    result["scalar"] = error(lambda: ds.VectorDiffeomixture(0.0, 1.0, normal, scale=[diag, diag])).split(":")[0]
    result["wide"] = error(lambda: ds.VectorDiffeomixture([0.0, 1.0], [1.0, 1.0], normal, scale=[diag, diag]))
    return result


def case_poisson_log_normal():
    x = np.float32([[0.0], [2.0], [5.0]])
    of_logs = ds.quadrature_scheme_lognormal_gauss_hermite
    return merged(
        quantiles=(ds.PoissonLogNormalQuadratureCompound([0.1, -0.5], [1.0, 0.5]), x),
        hermite=(
            ds.PoissonLogNormalQuadratureCompound(
                [0.1, -0.5], [1.0, 0.5], quadrature_size=5, quadrature_fn=of_logs, validate_args=True
            ),
            x,
        ),
        scalar=(ds.PoissonLogNormalQuadratureCompound(0.3, 0.2, quadrature_size=4), x[:, 0]),
    )


FACTOR = np.float32([[1.0, 0.0], [0.5, 2.0]])
MATRIX = FACTOR.dot(FACTOR.T)


def case_wishart():
    x = np.float32([[2.0, 0.3], [0.3, 1.0]])
    methods = ["mean", "variance", "stddev", "mode", "entropy", "log_prob", "prob"]
    result = {}
    for name, d, value in [
        ("full", ds.WishartFull(4.0, MATRIX), x),
        ("cholesky", ds.WishartCholesky(3.0, FACTOR, validate_args=True), x),
        ("factors", ds.WishartCholesky(5.0, FACTOR, cholesky_input_output_matrices=True), FACTOR),
        ("batch", ds.WishartFull([3.0, 4.0], np.stack([MATRIX, x]), validate_args=True), np.stack([x, MATRIX])),
    ]:
        got = report(d, value, samples=3, methods=methods)
        result.update({name + "/" + k: v for k, v in got.items()})
        with tf.Session() as sess:
            got = sess.run([d.scale(), d.mean_log_det(), d.log_normalization(), d.df, d.dimension])
        result.update({name + "/%d" % k: v for k, v in enumerate(got)})
    result["few"] = error(lambda: ds.WishartFull(1.0, MATRIX)).split(":")[0]
    result["integer"] = error(lambda: ds.WishartCholesky(3, np.int32([[1, 0], [0, 1]]))).split(":")[0]
    scale = tf.constant(MATRIX)
    loss = tf.reduce_sum(ds.WishartFull(4.0, scale).log_prob(x))
    with tf.Session() as sess:
        result["gradient"] = sess.run(tf.gradients(loss, scale)[0])
    return result


def case_statistics():
    random = np.random.RandomState(3)
    x = random.normal(size=(3, 7)).astype(np.float32)
    z = (x + 1j * x[:, ::-1]).astype(np.complex64)
    unknown = tf.placeholder_with_default(x, [None, None])
    tensors = {
        "correlation": ds.auto_correlation(x),
        "correlation/axis": ds.auto_correlation(x, axis=0, max_lags=1, center=False),
        "correlation/raw": ds.auto_correlation(unknown, axis=1, max_lags=3, normalize=False),
        "correlation/complex": tf.stack([f(ds.auto_correlation(z, max_lags=2)) for f in (tf.real, tf.imag)]),
        "percentile": ds.percentile(x, 30.0),
        "percentile/lower": ds.percentile(x, 30.0, axis=1, interpolation="lower"),
        "percentile/higher": ds.percentile(x, 30.0, axis=[0], interpolation="higher", keep_dims=True),
        "percentile/all": ds.percentile(x, 50, axis=[0, -1], keep_dims=True, validate_args=True),
        "percentile/unknown": ds.percentile(unknown, 100.0, axis=-1),
        "percentile/integers": ds.percentile(np.arange(10), 25.0, keep_dims=True),
    }
    result = {name + "/shape": str(tensor.shape.as_list()) for name, tensor in tensors.items()}
    result["bad"] = [
        error(lambda: ds.percentile(x, [1.0])).split(":")[0],
        error(lambda: ds.percentile(x, 1.0, axis=2)),
        error(lambda: ds.percentile(x, 1.0, interpolation="middle")).split("{")[0],
        error(lambda: ds.auto_correlation(np.arange(4))).split(":")[0],
    ]
    with tf.Session() as sess:
        return dict(sess.run(tensors), **result)


def case_moving_statistics():
    value = tf.placeholder(tf.float32, [2])
    mean, variance = ds.moving_mean_variance(value, decay=0.9)
    log_mean = tf.Variable(np.float32([0.5, -1.0]), name="log_mean")
    moved = ds.assign_log_moving_mean_exp(log_mean, value, 0.8)
    result = {"variables": sorted(v.op.name for v in tf.global_variables())}
    result["errors"] = [
        error(lambda: ds.moving_mean_variance(tf.constant([1, 2]), 0.9)),
        error(lambda: ds.assign_moving_mean_variance(log_mean, tf.Variable(np.float64([1, 2])), [1.0, 2.0], 0.9)),
    ]
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for step, numbers in enumerate([[1.0, 2.0], [0.5, -1.0], [3.0, 0.0]]):
            result["mean%d" % step], result["variance%d" % step] = sess.run([mean, variance], {value: numbers})
            result["log_mean%d" % step] = sess.run(moved, {value: numbers})
    return result


def case_seed_stream():
    stream = ds.SeedStream(42, salt="salt")
    other = ds.SeedStream(stream, salt="pepper")
    none = ds.SeedStream(None, salt="salt")
    return {
        "seeds": [str(stream()), str(stream()), str(other()), str(none())],
        "of": [str(other.original_seed), other.salt],
    }
