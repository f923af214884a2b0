"""Replaces: ``tfe.metrics``: metrics that are objects with variables of their own."""

import tensorflow.compat.v1 as tf
from tensorflow.python.trackable.base import Trackable

__all__ = ["Accuracy", "BinaryAccuracy", "CategoricalAccuracy", "Mean", "Metric", "SparseAccuracy"]


class Metric(Trackable):
    """Replaces: ``tfe.metrics.Metric``. A subclass writes `build`, `call` and `result`."""

    def __init__(self, name=None, use_global_variables=False):
        self._built = False
        self._vars = []
        self._updates = []
        self._initial_values = {}
        self._name = (name or type(self).__name__).replace(" ", "_")
        self._use_global_variables = use_global_variables

    def __call__(self, *args, **kwargs):
        if not self._built:
            with tf.init_scope():
                self.build(*args, **kwargs)
            self._built = True
        result = self.call(*args, **kwargs)
        if not tf.executing_eagerly():
            self._updates.append(result)
        return result

    @property
    def name(self):
        return self._name

    @property
    def variables(self):
        return self._vars

    def init_variables(self):
        """Back to the start: assigns in eager execution, else returns the op that does."""
        resets = [v.assign(self._initial_values[v.name](v.shape, v.dtype.base_dtype)) for v in self._vars]
        return None if tf.executing_eagerly() else tf.group(resets)

    def build(self, *args, **kwargs):
        """Makes the variables; called before the first `call`, with its arguments."""

    def call(self, *args, **kwargs):
        raise NotImplementedError("Metrics must define a call() member function")

    def result(self):
        raise NotImplementedError("Metrics must define a result() member function")

    def value(self):
        """In graph mode: the result after every update so far."""
        if tf.executing_eagerly():
            return self.result
        with tf.control_dependencies(self._updates):
            return self.result()

    def add_variable(self, name, shape=None, dtype=None, initializer=None):
        if self._built:
            raise RuntimeError("Can't call add_variable() except in build().")
        keys = [tf.GraphKeys.GLOBAL_VARIABLES if self._use_global_variables else tf.GraphKeys.LOCAL_VARIABLES]
        start = initializer if initializer is not None else tf.zeros_initializer()
        variable = self._add_variable_with_custom_getter(
            name=name,
            shape=shape,
            dtype=dtype,
            initializer=start,
            trainable=False,
            collections=[] if tf.executing_eagerly() else keys,
            use_resource=True,
            getter=_new_variable,
            overwrite=True,
        )
        self._vars.append(variable)
        self._initial_values[variable.name] = start
        return variable


def _new_variable(name, shape, dtype, initializer, trainable, collections, use_resource, **unused):
    return tf.Variable(
        lambda: initializer(shape, dtype=dtype),
        name=name,
        trainable=trainable,
        collections=collections,
        use_resource=use_resource,
    )


class Mean(Metric):
    """Replaces: ``tfe.metrics.Mean``: Σ weight · value / Σ weight."""

    def __init__(self, name=None, dtype=tf.float64, use_global_variables=False):
        super().__init__(name=name, use_global_variables=use_global_variables)
        self.dtype = dtype

    def build(self, *args, **kwargs):
        self.numer = self.add_variable(name="numer", shape=(), dtype=self.dtype, initializer=tf.zeros_initializer())
        self.denom = self.add_variable(name="denom", shape=(), dtype=self.dtype, initializer=tf.zeros_initializer())

    def call(self, values, weights=None):
        """Counts `values`; returns them, so that a model may pass them on."""
        if weights is None:
            count = tf.cast(tf.identity(tf.size(values)), self.dtype)
            total = tf.reduce_sum(tf.cast(values, self.dtype))
        else:
            weights = tf.cast(weights, self.dtype)
            count, total = tf.reduce_sum(weights), tf.reduce_sum(tf.cast(values, self.dtype) * weights)
        updates = [self.denom.assign_add(count), self.numer.assign_add(total)]
        with tf.control_dependencies([] if tf.executing_eagerly() else updates):
            return (values,) if weights is None else (values, weights)

    def result(self, write_summary=True):
        mean = self.numer / self.denom
        if write_summary:
            from tf2notes.legacy.tf1.contrib import summary

            summary.scalar(name=self.name, tensor=mean)
        return mean


class Accuracy(Mean):
    """Replaces: ``tfe.metrics.Accuracy``: how often labels and predictions are equal."""

    def __init__(self, name=None, dtype=tf.float64):
        super().__init__(name=name, dtype=dtype)

    def call(self, labels, predictions, weights=None):
        tf.debugging.assert_equal(
            tf.shape(labels), tf.shape(predictions), message="Shapes of labels and predictions are unequal"
        )
        self._count(tf.equal(labels, predictions), weights)
        return (labels, predictions) if weights is None else (labels, predictions, weights)

    def _count(self, matches, weights):
        super().call(tf.cast(matches, self.dtype), weights=weights)


class CategoricalAccuracy(Accuracy):
    """Replaces: ``tfe.metrics.CategoricalAccuracy``: one-hot labels against scores, [batch, classes] both."""

    def call(self, labels, predictions, weights=None):
        tf.debugging.assert_equal(
            tf.shape(labels), tf.shape(predictions), message="Shapes of labels and predictions are unequal"
        )
        self._count(tf.equal(tf.argmax(labels, axis=-1), tf.argmax(predictions, axis=-1)), weights)
        return (labels, predictions) if weights is None else (labels, predictions, weights)


class BinaryAccuracy(Accuracy):
    """Replaces: ``tfe.metrics.BinaryAccuracy``: labels against predictions, both above `threshold` or not."""

    def __init__(self, threshold, name=None, dtype=tf.float64):
        super().__init__(name=name, dtype=dtype)
        self.threshold = threshold

    def call(self, labels, predictions, weights=None):
        tf.debugging.assert_equal(
            tf.shape(labels), tf.shape(predictions), message="Shapes of labels and predictions are unequal"
        )
        above = predictions > tf.cast(self.threshold, predictions.dtype)
        self._count(tf.equal(tf.cast(labels, tf.bool), above), weights)
        return (labels, predictions) if weights is None else (labels, predictions, weights)


class SparseAccuracy(Accuracy):
    """Replaces: ``tfe.metrics.SparseAccuracy``: class numbers [batch] against scores [batch, classes]."""

    def call(self, labels, predictions, weights=None):
        found = tf.cast(tf.argmax(predictions, axis=-1), labels.dtype)
        self._count(tf.equal(labels, found), weights)
        return (labels, predictions) if weights is None else (labels, predictions, weights)
