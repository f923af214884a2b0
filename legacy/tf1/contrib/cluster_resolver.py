"""Replaces: ``tf.contrib.cluster_resolver``."""

import tensorflow.compat.v1 as tf

__all__ = [
    "ClusterResolver",
    "GCEClusterResolver",
    "KubernetesClusterResolver",
    "SimpleClusterResolver",
    "SlurmClusterResolver",
    "TFConfigClusterResolver",
    "TPUClusterResolver",
    "UnionClusterResolver",
]

_living = tf.distribute.cluster_resolver
ClusterResolver = _living.ClusterResolver
GCEClusterResolver = _living.GCEClusterResolver
KubernetesClusterResolver = _living.KubernetesClusterResolver
SimpleClusterResolver = _living.SimpleClusterResolver
SlurmClusterResolver = _living.SlurmClusterResolver
TFConfigClusterResolver = _living.TFConfigClusterResolver
TPUClusterResolver = _living.TPUClusterResolver
UnionClusterResolver = _living.UnionResolver
