"""Replaces: ``tf.contrib.feature_column``: columns of sequences."""

import tensorflow.compat.v1 as tf
import tf_keras.api._v1.keras as _keras
from tensorflow.python.feature_column.sequence_feature_column import concatenate_context_input  # noqa: F401

__all__ = [
    "sequence_categorical_column_with_hash_bucket",
    "sequence_categorical_column_with_identity",
    "sequence_categorical_column_with_vocabulary_file",
    "sequence_categorical_column_with_vocabulary_list",
    "sequence_input_layer",
    "sequence_numeric_column",
]

sequence_categorical_column_with_hash_bucket = tf.feature_column.sequence_categorical_column_with_hash_bucket
sequence_categorical_column_with_identity = tf.feature_column.sequence_categorical_column_with_identity
sequence_categorical_column_with_vocabulary_file = tf.feature_column.sequence_categorical_column_with_vocabulary_file
sequence_categorical_column_with_vocabulary_list = tf.feature_column.sequence_categorical_column_with_vocabulary_list
sequence_numeric_column = tf.feature_column.sequence_numeric_column


def sequence_input_layer(features, feature_columns, weight_collections=None, trainable=True):
    """Replaces: ``sequence_input_layer``: ([batch, steps, depth], [batch] lengths) of the columns.

    Differs: the variables belong to a layer named ``sequence_input_layer``.
    """
    if weight_collections is not None:
        raise NotImplementedError("weight_collections is not supported: add the variables to collections yourself")
    with tf.variable_scope(None, default_name="sequence_input_layer"):
        return _keras.experimental.SequenceFeatures(feature_columns, trainable=trainable)(features)
