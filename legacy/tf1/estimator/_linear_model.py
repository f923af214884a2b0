"""Replaces: ``tensorflow.python.feature_column.feature_column_v2.LinearModel``, gone with Keras from TensorFlow."""

import tensorflow.compat.v1 as tf
from tensorflow.python.feature_column import feature_column_v2 as columns
from tensorflow.python.ops import variable_scope
from tf_keras.src.engine.base_layer import Layer
from tf_keras.src.engine.training import Model


class LinearModel(Model):
    """A weighted sum of feature columns: the model of TF1's linear estimators.

    Args:
        feature_columns: dense or categorical columns; those of ``tf.feature_column``.
        units: how many sums, the last dimension of the logits.
        sparse_combiner: ``sum``, ``mean`` or ``sqrtn`` of the weights of a categorical column's values.
        trainable: whether the weights are.
        name: the scope of the variables ``<name>/<column>/weights`` and ``<name>/bias_weights``.

    Raises:
        ValueError: a column is neither dense nor categorical; the features are no dictionary.
    """

    def __init__(self, feature_columns, units=1, sparse_combiner="sum", trainable=True, name=None, **kwargs):
        super().__init__(name=name, **kwargs)
        self.layer = _WeightedColumns(
            feature_columns, units, sparse_combiner, trainable=trainable, name=self.name, **kwargs
        )

    def call(self, features):
        return self.layer(features)

    @property
    def bias(self):
        return self.layer.bias

    @property
    def variables(self):
        """As they were created, the bias last: a partitioned variable is one of them, not its parts."""
        of_columns = self.layer._state_manager._cols_to_vars_map.values()
        return [variable for created in of_columns for variable in created.values()] + [self.bias]


class _WeightedColumns(Layer):
    def __init__(self, feature_columns, units, sparse_combiner, trainable, name, **kwargs):
        super().__init__(name=name, trainable=trainable, **kwargs)
        self._feature_columns = columns._normalize_feature_columns(feature_columns)
        for column in self._feature_columns:
            if not isinstance(column, (columns.DenseColumn, columns.CategoricalColumn)):
                raise ValueError(
                    f"Items of feature_columns must be either a DenseColumn or CategoricalColumn. Given: {column}"
                )
        self._units = units
        self._sparse_combiner = sparse_combiner
        self._state_manager = columns._StateManagerImpl(self, self.trainable)
        self.bias = None

    def build(self, _):
        # Scopes for the variables' names and partitioners alone: those of the ops are opened in call().
        with variable_scope._pure_variable_scope(self.name):
            for column in self._feature_columns:
                with variable_scope._pure_variable_scope(column.name):
                    self._create_weights(column)
            self.bias = self.add_weight(
                name="bias_weights",
                shape=[self._units],
                dtype=tf.float32,
                initializer=tf.zeros_initializer(),
                trainable=self.trainable,
                use_resource=True,
                getter=tf.get_variable,
            )
        super().build(None)

    def _create_weights(self, column):
        column.create_state(self._state_manager)
        categorical = isinstance(column, columns.CategoricalColumn)
        self._state_manager.create_variable(
            column,
            name="weights",
            dtype=tf.float32,
            shape=(column.num_buckets if categorical else column.variable_shape.num_elements(), self._units),
            initializer=tf.zeros_initializer(),
            trainable=self.trainable,
        )

    def call(self, features):
        if not isinstance(features, dict):
            raise ValueError(f"We expected a dictionary here. Instead we got: {features}")
        with tf.name_scope(self.name):
            cache = columns.FeatureTransformationCache(features)
            sums = [self._weighted(column, cache) for column in self._feature_columns]
            columns._verify_static_batch_size_equality(sums, self._feature_columns)
            return tf.nn.bias_add(tf.add_n(sums, name="weighted_sum_no_bias"), self.bias, name="weighted_sum")

    def _weighted(self, column, cache):
        with tf.name_scope(column.name):
            return columns._create_weighted_sum(
                column=column,
                transformation_cache=cache,
                state_manager=self._state_manager,
                sparse_combiner=self._sparse_combiner,
                weight_var=self._state_manager.get_variable(column, "weights"),
            )


def to_proto(variable, export_scope=None):
    """Replaces: ``resource_variable_ops._to_proto_fn``."""
    return variable.to_proto(export_scope=export_scope)


def from_proto(proto, import_scope=None):
    """Replaces: ``resource_variable_ops._from_proto_fn``."""
    return tf.Variable.from_proto(proto, import_scope=import_scope)
