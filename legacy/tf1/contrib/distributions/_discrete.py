"""``tf.contrib.distributions``: the discrete distributions that are gone with it, and their relaxations."""

import tensorflow.compat.v1 as tf
from tensorflow.python.ops.distributions import util
from tensorflow.python.ops.distributions.kullback_leibler import RegisterKL
from tf2notes.legacy.tf1.contrib.distributions import bijectors
from tf2notes.legacy.tf1.contrib.distributions._base import Parametrized, after, open_uniform, parameter, positive
from tf2notes.legacy.tf1.contrib.distributions._continuous import Logistic
from tf2notes.legacy.tf1.contrib.distributions._transformed import TransformedDistribution


class Poisson(Parametrized):
    """p(k) = rate^k e^-rate / k!. Replaces: tf.contrib.distributions.Poisson"""

    rate = parameter("rate", "The mean.")
    log_rate = parameter("log_rate", "Its logarithm.")

    def __init__(self, rate=None, log_rate=None, validate_args=False, allow_nan_stats=True, name="Poisson"):
        parameters = dict(locals())
        with tf.name_scope(name, values=[rate]) as scope:
            if (rate is None) == (log_rate is None):
                raise ValueError("Must specify exactly one of `rate` and `log_rate`.")
            if log_rate is None:
                rate = positive(tf.convert_to_tensor(rate, name="rate"), validate_args)
                log_rate = tf.log(rate, name="log_rate")
            else:
                log_rate = tf.convert_to_tensor(log_rate, name="log_rate")
                rate = tf.exp(log_rate, name="rate")
            if not rate.dtype.is_floating:
                raise TypeError(f"rate.dtype ({rate.dtype.name}) is a not a float-type.")
        super().__init__(parameters, {"rate": rate, "log_rate": log_rate}, scope, reparameterized=False)

    def _sample_n(self, n, seed=None):
        return tf.random_poisson(self.rate, [n], dtype=self.dtype, seed=seed)

    def _check(self, x):
        return util.embed_check_nonnegative_integer_form(x) if self.validate_args else x

    def _log_prob(self, x):
        x = self._check(x)
        return x * self.log_rate - tf.lgamma(1.0 + x) - self.rate

    def _cdf(self, x):
        return tf.igammac(1.0 + self._check(x), self.rate)

    def _log_cdf(self, x):
        return tf.log(self.cdf(x))

    def _mean(self):
        return tf.identity(self.rate)

    _variance = _mean

    def _mode(self):
        return tf.floor(self.rate)


class _OfProbs(Parametrized):
    """Distributions given by logits or by probabilities."""

    logits = parameter("logits", "Log-odds.")
    probs = parameter("probs", "Probabilities.")


class Geometric(_OfProbs):
    """p(k) = (1 - p)^k p: failures before the first success. Replaces: tf.contrib.distributions.Geometric"""

    def __init__(self, logits=None, probs=None, validate_args=False, allow_nan_stats=True, name="Geometric"):
        parameters = dict(locals())
        with tf.name_scope(name, values=[logits, probs]) as scope:
            logits, probs = util.get_logits_and_probs(logits, probs, validate_args=validate_args, name=name)
            probs = positive(probs, validate_args)
        super().__init__(parameters, {"probs": probs, "logits": logits}, scope, reparameterized=False)

    def _sample_n(self, n, seed=None):
        uniform = open_uniform(tf.concat([[n], tf.shape(self.probs)], 0), self.dtype, seed)
        return tf.floor(tf.log(uniform) / tf.log1p(-self.probs))

    def _log_prob(self, x):
        # x log(1-p) is 0 for x = 0, whatever p is.
        probs = self.probs * tf.ones_like(x)
        safe = tf.where(tf.equal(x * tf.ones_like(probs), 0.0), tf.zeros_like(probs), probs)
        return x * tf.log1p(-safe) + tf.log(probs)

    def _cdf(self, x):
        x = tf.floor(x) * tf.ones_like(self.probs)
        value = -tf.math.expm1((1.0 + x) * tf.log1p(-self.probs * tf.ones_like(x)))
        return tf.where(x < 0.0, tf.zeros_like(x), value)

    def _entropy(self):
        probs = self.probs
        return -(probs * tf.log(probs) + (1.0 - probs) * tf.log1p(-probs)) / probs

    def _mean(self):
        return tf.exp(-self.logits)

    def _variance(self):
        return self._mean() / self.probs

    def _mode(self):
        return tf.zeros(self.batch_shape_tensor(), dtype=self.dtype)


class Binomial(_OfProbs):
    """Successes among `total_count`. Replaces: tf.contrib.distributions.Binomial. As there, it cannot sample."""

    total_count = parameter("total_count", "How many trials.")

    def __init__(
        self, total_count, logits=None, probs=None, validate_args=False, allow_nan_stats=True, name="Binomial"
    ):
        parameters = dict(locals())
        with tf.name_scope(name, values=[total_count, logits, probs]) as scope:
            total_count = tf.convert_to_tensor(total_count, name="total_count")
            if validate_args:
                total_count = util.embed_check_nonnegative_integer_form(total_count)
            logits, probs = util.get_logits_and_probs(logits, probs, validate_args=validate_args, name=name)
        tensors = {"probs": probs, "total_count": total_count, "logits": logits}
        super().__init__(parameters, tensors, scope, reparameterized=False)

    def _check(self, counts):
        if not self.validate_args:
            return counts
        counts = util.embed_check_nonnegative_integer_form(counts)
        return after([tf.assert_less_equal(counts, self.total_count)], counts)

    def _log_prob(self, counts):
        counts = self._check(counts)
        n = self.total_count
        ways = tf.lgamma(1.0 + n - counts) + tf.lgamma(1.0 + counts) - tf.lgamma(1.0 + n)
        return counts * tf.log(self.probs) + (n - counts) * tf.log1p(-self.probs) - ways

    def _cdf(self, counts):
        counts = self._check(counts)
        below = tf.broadcast_to(self.probs, tf.shape(counts + self.probs))
        counts = counts * tf.ones_like(below)
        n = self.total_count * tf.ones_like(below)
        full = tf.equal(counts, n)
        safe = tf.where(full, n - 1.0, counts)
        return tf.where(full, tf.ones_like(below), tf.betainc(n - safe, safe + 1.0, 1.0 - below))

    def _mean(self):
        return self.total_count * self.probs

    def _variance(self):
        return self._mean() * (1 - self.probs)

    def _mode(self):
        return tf.floor((1.0 + self.total_count) * self.probs)


class NegativeBinomial(_OfProbs):
    """Successes before `total_count` failures. Replaces: tf.contrib.distributions.NegativeBinomial"""

    total_count = parameter("total_count", "How many failures.")

    def __init__(
        self, total_count, logits=None, probs=None, validate_args=False, allow_nan_stats=True, name="NegativeBinomial"
    ):
        parameters = dict(locals())
        with tf.name_scope(name, values=[total_count, logits, probs]) as scope:
            logits, probs = util.get_logits_and_probs(logits, probs, validate_args=validate_args, name=name)
            total_count = positive(tf.convert_to_tensor(total_count, dtype=probs.dtype), validate_args)
        tensors = {"probs": probs, "total_count": total_count, "logits": logits}
        super().__init__(parameters, tensors, scope, reparameterized=False)

    def _sample_n(self, n, seed=None):
        rate = tf.random_gamma([n], self.total_count, beta=tf.exp(-self.logits), dtype=self.dtype, seed=seed)
        return tf.random_poisson(rate, [], dtype=self.dtype, seed=util.gen_new_seed(seed, "negative_binom"))

    def _log_prob(self, x):
        if self.validate_args:
            x = util.embed_check_nonnegative_integer_form(x)
        n = self.total_count
        unnormalized = n * tf.log_sigmoid(-self.logits) + x * tf.log_sigmoid(self.logits)
        return unnormalized + tf.lgamma(n + x) - tf.lgamma(1.0 + x) - tf.lgamma(n)

    def _cdf(self, x):
        if self.validate_args:
            x = util.embed_check_nonnegative_integer_form(x)
        return tf.betainc(self.total_count, 1.0 + x, tf.sigmoid(-self.logits))

    def _mean(self):
        return self.total_count * tf.exp(self.logits)

    def _variance(self):
        return self._mean() / tf.sigmoid(-self.logits)

    def _mode(self):
        later = tf.floor((self.total_count - 1.0) * tf.exp(self.logits))
        return tf.where(self._broadcast(self.total_count) > 1.0, later, tf.zeros_like(later))


class _OfClasses(_OfProbs):
    """Distributions over vectors of one entry a class."""

    def _batch_shape_tensor(self):
        return tf.shape(self.logits)[:-1]

    def _batch_shape(self):
        return self.logits.shape[:-1]

    def _event_shape_tensor(self):
        return tf.shape(self.logits)[-1:]

    def _event_shape(self):
        return self.logits.shape.with_rank_at_least(1)[-1:]

    @property
    def event_size(self):
        """How many classes."""
        return tf.shape(self.logits)[-1]


class OneHotCategorical(_OfClasses):
    """Vectors with a single 1. Replaces: tf.contrib.distributions.OneHotCategorical"""

    def __init__(
        self,
        logits=None,
        probs=None,
        dtype=tf.int32,
        validate_args=False,
        allow_nan_stats=True,
        name="OneHotCategorical",
    ):
        parameters = dict(locals())
        with tf.name_scope(name, values=[logits, probs]) as scope:
            logits, probs = util.get_logits_and_probs(
                name=scope, logits=logits, probs=probs, validate_args=validate_args, multidimensional=True
            )
            rank = logits.shape.rank
            self._batch_rank = tf.convert_to_tensor(rank - 1, name="batch_rank") if rank else tf.rank(logits) - 1
            with tf.name_scope("event_size"):
                self._event_size = tf.shape(logits)[-1]
        super().__init__(parameters, {"logits": logits, "probs": probs}, scope, reparameterized=False, dtype=dtype)

    event_size = property(lambda self: self._event_size, doc="How many classes.")

    def _sample_n(self, n, seed=None):
        shape = tf.concat([[n], tf.shape(self.logits)], 0)
        logits = self.logits if self.logits.shape.rank == 2 else tf.reshape(self.logits, [-1, self.event_size])
        drawn = tf.transpose(tf.multinomial(logits, n, seed=seed))
        return tf.reshape(tf.one_hot(drawn, self.event_size, dtype=self.dtype), shape)

    def _log_prob(self, x):
        if self.validate_args:
            x = after([tf.assert_non_positive(x - 1), tf.assert_near(tf.ones([], self.dtype), tf.reduce_sum(x, -1))], x)
        logits = self.logits
        if x.shape.is_fully_defined() and x.shape == logits.shape:
            rows = [-1, self.event_size]
            loss = tf.nn.softmax_cross_entropy_with_logits_v2(
                labels=tf.reshape(tf.cast(x, logits.dtype), rows), logits=tf.reshape(logits, rows)
            )
            return tf.reshape(-loss, tf.shape(logits)[:-1])
        x = tf.cast(x, logits.dtype) * tf.ones_like(logits)
        return -tf.nn.softmax_cross_entropy_with_logits_v2(labels=x, logits=logits * tf.ones_like(x))

    def _prob(self, x):
        return tf.exp(self._log_prob(x))

    def _entropy(self):
        return -tf.reduce_sum(tf.nn.log_softmax(self.logits) * self.probs, axis=-1)

    def _mode(self):
        return tf.one_hot(tf.argmax(self.logits, axis=-1), self.event_size, dtype=self.dtype)

    def _covariance(self):
        p = self.probs
        return tf.linalg.set_diag(-tf.matmul(p[..., tf.newaxis], p[..., tf.newaxis, :]), self._variance())

    def _variance(self):
        return self.probs * (1.0 - self.probs)


@RegisterKL(OneHotCategorical, OneHotCategorical)
def _kl_one_hot(a, b, name=None):
    with tf.name_scope(name, "kl_categorical_categorical", values=[a.logits, b.logits]):
        difference = tf.nn.log_softmax(a.logits) - tf.nn.log_softmax(b.logits)
        return tf.reduce_sum(tf.nn.softmax(a.logits) * difference, axis=-1)


class ExpRelaxedOneHotCategorical(_OfClasses):
    """Logarithms of relaxed one-hot vectors. Replaces: tf.contrib.distributions.ExpRelaxedOneHotCategorical"""

    temperature = parameter("temperature", "How soft: 0 is one-hot.")

    def __init__(
        self,
        temperature,
        logits=None,
        probs=None,
        dtype=None,
        validate_args=False,
        allow_nan_stats=True,
        name="ExpRelaxedOneHotCategorical",
    ):
        parameters = dict(locals())
        with tf.name_scope(name, values=[logits, probs, temperature]) as scope:
            logits, probs = util.get_logits_and_probs(
                name=name, logits=logits, probs=probs, validate_args=validate_args, multidimensional=True
            )
            temperature = tf.convert_to_tensor(temperature, dtype=logits.dtype, name="temperature")
            temperature = positive(temperature, validate_args)
        tensors = {"logits": logits, "probs": probs, "temperature": temperature}
        super().__init__(parameters, tensors, scope, reparameterized=True, dtype=dtype or logits.dtype)

    def _sample_n(self, n, seed=None):
        shape = tf.concat([[n], tf.shape(self.logits)], 0)
        logits = tf.reshape(self.logits * tf.ones(shape, dtype=self.dtype), [-1, self.event_size])
        gumbel = -tf.log(-tf.log(open_uniform(tf.shape(logits), self.dtype, seed)))
        temperature = tf.reshape(self.temperature, [-1, 1])
        return tf.reshape(tf.nn.log_softmax((gumbel + logits) / temperature), shape)

    def _log_prob(self, x):
        if self.validate_args:
            x = after(
                [tf.assert_non_positive(x), tf.assert_near(tf.zeros([], self.dtype), tf.reduce_logsumexp(x, -1))], x
            )
        k = tf.cast(self.event_size, x.dtype)
        normalization = tf.lgamma(k) + (k - 1.0) * tf.log(self.temperature)
        unnormalized = tf.nn.log_softmax(self.logits - x * self.temperature[..., tf.newaxis])
        return normalization + tf.reduce_sum(unnormalized, axis=-1)

    def _prob(self, x):
        return tf.exp(self._log_prob(x))


class RelaxedOneHotCategorical(TransformedDistribution):
    """Points of the simplex near its corners. Replaces: tf.contrib.distributions.RelaxedOneHotCategorical"""

    def __init__(
        self,
        temperature,
        logits=None,
        probs=None,
        dtype=None,
        validate_args=False,
        allow_nan_stats=True,
        name="RelaxedOneHotCategorical",
    ):
        inner = ExpRelaxedOneHotCategorical(
            temperature,
            logits=logits,
            probs=probs,
            dtype=dtype,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
        )
        super().__init__(inner, bijectors.Exp(), validate_args=validate_args, name=name)

    temperature = property(lambda self: self.distribution.temperature)
    event_size = property(lambda self: self.distribution.event_size)
    probs = property(lambda self: self.distribution.probs)
    logits = property(lambda self: self.distribution.logits)


class RelaxedBernoulli(TransformedDistribution):
    """A sigmoid of logistic noise around logits. Replaces: tf.contrib.distributions.RelaxedBernoulli"""

    def __init__(
        self,
        temperature,
        logits=None,
        probs=None,
        validate_args=False,
        allow_nan_stats=True,
        name="RelaxedBernoulli",
    ):
        parameters = {k: v for k, v in locals().items() if k not in ("self", "__class__")}
        with tf.name_scope(name, values=[logits, probs, temperature]) as scope:
            self._temperature = positive(tf.convert_to_tensor(temperature, name="temperature"), validate_args)
            self._logits, self._probs = util.get_logits_and_probs(
                logits=logits, probs=probs, validate_args=validate_args
            )
            inner = Logistic(
                self._logits / self._temperature,
                1.0 / self._temperature,
                validate_args=validate_args,
                allow_nan_stats=allow_nan_stats,
                name=scope + "Logistic",
            )
            super().__init__(
                inner, bijectors.Sigmoid(validate_args=validate_args), validate_args=validate_args, name=scope
            )
        self._parameters = parameters

    temperature = parameter("temperature", "How soft: 0 is Bernoulli.")
    logits = parameter("logits", "Log-odds.")
    probs = parameter("probs", "Probabilities of 1.")
