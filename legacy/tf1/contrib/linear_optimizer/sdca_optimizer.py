"""Stochastic dual coordinate ascent as an optimizer of linear estimators. Replaces: ``SDCAOptimizer``"""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib import layers
from tf2notes.legacy.tf1.contrib.linear_optimizer.sdca_ops import SdcaModel, SparseFeatureColumn

__all__ = ["SDCAOptimizer"]

_columns = layers.feature_column


class SDCAOptimizer:
    """For contrib.learn's linear estimators.

    Args:
        example_id_column: the feature with a string for each example, by which its dual is known again.
        num_loss_partitions: how many workers there are.
        num_table_shards: of the table of duals; only 1.
        symmetric_l1_regularization, symmetric_l2_regularization: as said.
        adaptive: whether examples are sampled by how much they have to tell.
        partitioner: only None.

    Raises:
        NotImplementedError: several shards, or a partitioner.

    Replaces: tf.contrib.linear_optimizer.SDCAOptimizer
    """

    def __init__(
        self,
        example_id_column,
        num_loss_partitions=1,
        num_table_shards=None,
        symmetric_l1_regularization=0.0,
        symmetric_l2_regularization=1.0,
        adaptive=True,
        partitioner=None,
    ):
        if (num_table_shards or 1) > 1 or partitioner is not None:
            raise NotImplementedError(
                f"SDCAOptimizer: num_table_shards={num_table_shards}, partitioner={partitioner}; leave them out"
            )
        self.example_id_column = example_id_column
        self.num_loss_partitions = num_loss_partitions
        self.num_table_shards = num_table_shards
        self.symmetric_l1_regularization = symmetric_l1_regularization
        self.symmetric_l2_regularization = symmetric_l2_regularization
        self.adaptive = adaptive
        self.partitioner = partitioner

    def get_name(self):
        """The optimizer's name."""
        return "SDCAOptimizer"

    def get_train_step(self, columns_to_variables, weight_column_name, loss_type, features, targets, global_step):
        """The `SdcaModel` of these columns and variables, and the op that trains it; ValueError for another column."""
        dense, dense_weights, sparse, sparse_weights = [], [], [], []
        for column in sorted(columns_to_variables, key=lambda column: column.key):
            tensor, variable = features[column], columns_to_variables[column][0]
            if isinstance(column, _columns._RealValuedColumn):
                message = "transformed_tensor should have rank at most 2."
                with tf.control_dependencies([tf.Assert(tf.less_equal(tf.rank(tensor), 2), [message])]):
                    dense.append(tf.reshape(tensor, [tf.shape(tensor)[0], -1]))
                dense_weights.append(variable)
                continue
            if isinstance(column, _columns._BucketizedColumn):
                sparse.append(_where_not_zero(column._to_dnn_input_layer(tensor)))
            elif isinstance(column, (_columns._WeightedSparseColumn, _columns._CrossedColumn, _columns._SparseColumn)):
                sparse.append(_once_each(column, tensor))
            else:
                raise ValueError(f"SDCAOptimizer does not support column type {type(column).__name__}.")
            sparse_weights.append(variable)
        if weight_column_name:
            weights = tf.reshape(features[weight_column_name], shape=[-1])
        else:
            weights = tf.ones([tf.shape(targets)[0]])
        examples = {
            "sparse_features": sparse,
            "dense_features": dense,
            "example_labels": tf.cast(tf.reshape(targets, shape=[-1]), tf.float32),
            "example_weights": weights,
            "example_ids": features[self.example_id_column],
        }
        variables = {"sparse_features_weights": sparse_weights, "dense_features_weights": dense_weights}
        options = {
            "symmetric_l1_regularization": self.symmetric_l1_regularization,
            "symmetric_l2_regularization": self.symmetric_l2_regularization,
            "adaptive": self.adaptive,
            "num_loss_partitions": self.num_loss_partitions,
            "num_table_shards": self.num_table_shards,
            "loss_type": loss_type,
        }
        model = SdcaModel(examples, variables, options)
        return model, model.minimize(global_step=global_step)


def _where_not_zero(dense):
    at = tf.where(tf.not_equal(dense, 0.0))
    return SparseFeatureColumn(at[:, 0], at[:, 1], tf.cast(tf.gather_nd(dense, at), tf.float32))


def _once_each(column, tensor):
    """An example's ids, those that stand there several times with their weights added."""
    if isinstance(column, _columns._WeightedSparseColumn):
        ids = column.id_tensor(tensor)
        weights = tf.reshape(column.weight_tensor(tensor).values, [-1])
    else:
        ids, weights = tensor, tf.ones([tf.shape(tensor.indices)[0]], tf.float32)
    examples, flat = tf.reshape(ids.indices[:, 0], [-1]), tf.reshape(ids.values, [-1])
    valid = tf.greater_equal(flat, 0)
    examples, flat, weights = (tf.boolean_mask(each, valid) for each in (examples, flat, weights))
    length = tf.reduce_max(flat) + 1
    together, at = tf.unique(length * examples + flat)
    count = tf.shape(together)[0]
    examples = tf.unsorted_segment_min(examples, at, count)
    weights = tf.unsorted_segment_sum(weights, at, count)
    return SparseFeatureColumn(examples, together - length * examples, tf.reshape(weights, [-1]))
