"""Replaces: ``tf.contrib.factorization``: k-means. WALS and GMM needed compiled ops of contrib, or are not here yet."""

from tensorflow.python.ops.clustering_ops import (
    COSINE_DISTANCE,
    KMEANS_PLUS_PLUS_INIT,
    RANDOM_INIT,
    SQUARED_EUCLIDEAN_DISTANCE,
    KMeans,
)
from tf2notes.legacy.tf1.estimator._load import public_names

__all__ = [
    "COSINE_DISTANCE",
    "KMEANS_PLUS_PLUS_INIT",
    "RANDOM_INIT",
    "SQUARED_EUCLIDEAN_DISTANCE",
    "KMeans",
    "KMeansClustering",
]

_, __getattr__, _ = public_names(globals(), {"canned.kmeans": "KMeansClustering"})
