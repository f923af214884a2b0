"""Replaces: ``tf.contrib.factorization``: k-means. WALS and GMM needed compiled ops of contrib, or are not here yet."""

from tensorflow.python.ops import clustering_ops as _living
from tensorflow.python.ops.clustering_ops import (
    COSINE_DISTANCE,
    KMEANS_PLUS_PLUS_INIT,
    RANDOM_INIT,
    SQUARED_EUCLIDEAN_DISTANCE,
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


class KMeans(_living.KMeans):
    """Replaces: ``tf.contrib.factorization.KMeans``, which gives `random_seed` to its ops as it is."""

    def __init__(
        self,
        inputs,
        num_clusters,
        initial_clusters=RANDOM_INIT,
        distance_metric=SQUARED_EUCLIDEAN_DISTANCE,
        use_mini_batch=False,
        mini_batch_steps_per_iteration=1,
        random_seed=0,
        kmeans_plus_plus_num_retries=2,
        kmc2_chain_length=200,
    ):
        super().__init__(
            inputs,
            num_clusters,
            initial_clusters,
            distance_metric,
            use_mini_batch,
            mini_batch_steps_per_iteration,
            random_seed,
            kmeans_plus_plus_num_retries,
            kmc2_chain_length,
        )
        self._seed = random_seed


_, __getattr__, _ = public_names(globals(), {"canned.kmeans": "KMeansClustering"})
