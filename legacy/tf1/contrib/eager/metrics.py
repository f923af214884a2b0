"""Replaces: ``tfe.metrics``: metrics that are objects with variables of their own."""

import re

import tensorflow.compat.v1 as tf
from tensorflow.python.trackable.base import Trackable

__all__ = ["Accuracy", "BinaryAccuracy", "CategoricalAccuracy", "Mean", "Metric", "SparseAccuracy"]


class Metric(Trackable):
    """Replaces: ``tfe.metrics.Metric``. A subclass writes `build`, `call` and `result`.

    In a graph `call` is a function of the graph: whatever it assigns is assigned when its result is computed.
    """

    def __init__(self, name=None, use_global_variables=False):
        self._built = False
        self._vars = []
        self._initial_values = []
        self._use_global_variables = use_global_variables
        name = name or type(self).__name__
        scope_name = re.sub("[^A-Za-z0-9.]", "_", name)
        with tf.variable_scope(scope_name, use_resource=True, reuse=False) as scope:
            self._name = name + scope.name[scope.name.rfind(scope_name) + len(scope_name) :]
            self._scope = scope
        self._build_variables = self.build
        self.build = self._build_once
        self._graph = None if tf.executing_eagerly() else tf.get_default_graph()
        if self._graph is not None:
            self.call = tf.function(self.call, autograph=False)

    def _build_once(self, *args, **kwargs):
        self._build_variables(*args, **kwargs)
        self._built = True

    def __call__(self, *args, **kwargs):
        if not self._built:
            place = self._graph.as_default() if self._graph is not None else tf.init_scope()
            with tf.variable_scope(self._scope), place:
                self.build(*args, **kwargs)
        return self.call(*args, **kwargs)

    @property
    def name(self):
        return self._name

    @property
    def variables(self):
        return self._vars

    def init_variables(self):
        """Back to the start: assigns in eager execution, else returns the op that does."""
        if not tf.executing_eagerly():
            return tf.group([variable.initializer for variable in self._vars])
        for variable, value in zip(self._vars, self._initial_values, strict=True):
            variable.assign(value)
        return None

    def build(self, *args, **kwargs):
        """Makes the variables; called before the first `call`, with its arguments."""
        raise NotImplementedError("Metrics must define a build() member function")

    def call(self, *args, **kwargs):
        raise NotImplementedError("Metrics must define a call() member function")

    def result(self):
        raise NotImplementedError("Metrics must define a result() member function")

    def value(self):
        """In graph mode the result, else the function that computes it."""
        return self.result if tf.executing_eagerly() else self.result()

    def aggregate(self, metrics):
        """Adds the variables of other metrics of this type to those of this one."""
        for metric in metrics:
            if type(self) is not type(metric):
                raise TypeError(f"All metrics must be the same type, '{type(self)}' != '{type(metric)}'.")
        for at, variable in enumerate(self._vars):
            others = [metric._vars[at] for metric in metrics]
            if any(other.name != variable.name for other in others):
                raise ValueError("All metrics must have variables in the same order.")
            variable.assign_add(tf.add_n([other.read_value() for other in others]))

    def add_variable(self, name, shape=None, dtype=None, initializer=None):
        if self._built:
            raise RuntimeError("Can't call add_variable() except in build().")
        kind = tf.GraphKeys.GLOBAL_VARIABLES if self._use_global_variables else tf.GraphKeys.LOCAL_VARIABLES
        variable = self._add_variable_with_custom_getter(
            name=name,
            shape=shape,
            dtype=dtype,
            initializer=initializer,
            trainable=False,
            collections=None if tf.executing_eagerly() else [kind, tf.GraphKeys.METRIC_VARIABLES],
            use_resource=True,
            getter=tf.get_variable,
            overwrite=True,
        )
        self._vars.append(variable)
        if tf.executing_eagerly():
            self._initial_values.append(variable.read_value())
        return variable


class Mean(Metric):
    """Replaces: ``tfe.metrics.Mean``: Σ weight · value / Σ weight."""

    def __init__(self, name=None, dtype=tf.float64, use_global_variables=False):
        super().__init__(name=name, use_global_variables=use_global_variables)
        self.dtype = dtype

    def build(self, *args, **kwargs):
        self.numer = self.add_variable(name="numer", shape=(), dtype=self.dtype, initializer=tf.zeros_initializer)
        self.denom = self.add_variable(name="denom", shape=(), dtype=self.dtype, initializer=tf.zeros_initializer)

    def call(self, values, weights=None):
        """Counts `values`; returns their sum, or what they were weighted to and the weights."""
        if weights is None:
            self.denom.assign_add(tf.cast(tf.identity(tf.size(values)), self.dtype))
            values = tf.reduce_sum(values)
            self.numer.assign_add(tf.cast(values, self.dtype))
            return values
        weights = tf.cast(weights, self.dtype)
        self.denom.assign_add(tf.reduce_sum(weights))
        values = tf.cast(values, self.dtype) * weights
        self.numer.assign_add(tf.reduce_sum(values))
        return values, weights

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
        predictions = tf.convert_to_tensor(predictions)
        above = predictions > tf.cast(self.threshold, predictions.dtype)
        self._count(tf.equal(tf.cast(labels, tf.bool), above), weights)
        return (labels, predictions) if weights is None else (labels, predictions, weights)


class SparseAccuracy(Accuracy):
    """Replaces: ``tfe.metrics.SparseAccuracy``: class numbers [batch] against scores [batch, classes]."""

    def call(self, labels, predictions, weights=None):
        found = tf.argmax(predictions, axis=-1)
        self._count(tf.equal(tf.cast(labels, tf.int64), found), weights)
        return (labels, predictions) if weights is None else (labels, predictions, weights)
