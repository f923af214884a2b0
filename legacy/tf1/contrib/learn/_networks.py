"""The two networks of ``tf.contrib.learn``'s ready-made estimators: each gives logits in its own variable scope."""

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib import layers


def is_contrib(columns):
    """Whether all are contrib.layers' feature columns, not ``tf.feature_column``'s."""
    return all(isinstance(column, layers.feature_column._FeatureColumn) for column in columns)


def one_part():
    """A partitioner into one part: TF1's names of variables and of optimizer slots come from it."""
    return tf.min_max_variable_partitioner(max_partitions=0)


def add_summary(value, tag, between):
    """How much of a layer's output is zero, and its histogram; TF1's tags differ by the sign `between`."""
    tf.summary.scalar(f"{tag}{between}fraction_of_zero_values", tf.nn.zero_fraction(value))
    tf.summary.histogram(f"{tag}{between}activation", value)


def dnn_logits(
    features, columns, hidden_units, activation_fn, dropout, n_outputs, is_training, partitioner, between="_"
):
    """Fully connected layers over the columns' values; to be called in the scope ``dnn``."""
    inputs = tuple(features.values())
    with tf.variable_scope("input_from_feature_columns", values=inputs, partitioner=partitioner) as scope:
        if is_contrib(columns):
            net = layers.input_from_feature_columns(
                columns_to_tensors=features, feature_columns=columns, weight_collections=["dnn"], scope=scope
            )
        else:
            net = tf.feature_column.input_layer(features, columns, weight_collections=["dnn"])
    for at, units in enumerate(hidden_units):
        with tf.variable_scope(f"hiddenlayer_{at}", values=(net,)) as scope:
            net = layers.fully_connected(
                net, units, activation_fn=activation_fn, variables_collections=["dnn"], scope=scope
            )
            if dropout is not None and is_training:
                net = layers.dropout(net, keep_prob=1.0 - dropout)
        add_summary(net, scope.name, between)
    with tf.variable_scope("logits", values=(net,)) as scope:
        logits = layers.fully_connected(net, n_outputs, activation_fn=None, variables_collections=["dnn"], scope=scope)
    add_summary(logits, scope.name, between)
    return logits


def linear_logits(features, columns, n_outputs, joint, scope):
    """The weighted sum of the columns' values; to be called in the scope ``linear``."""
    if not is_contrib(columns):
        return tf.feature_column.linear_model(features, columns, units=n_outputs, weight_collections=["linear"])
    weighted_sum = layers.joint_weighted_sum_from_feature_columns if joint else layers.weighted_sum_from_feature_columns
    logits, _, _ = weighted_sum(
        columns_to_tensors=features,
        feature_columns=columns,
        num_outputs=n_outputs,
        weight_collections=["linear"],
        scope=scope,
    )
    return logits
