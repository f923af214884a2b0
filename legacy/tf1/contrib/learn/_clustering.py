"""``tf.contrib.learn.KMeansClustering``."""

import time

import numpy as np
import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib import factorization
from tf2notes.legacy.tf1.contrib.learn._estimator import Estimator, ModelFnOps


class _StopWhenSteady(tf.train.SessionRunHook):
    """Ends training when the loss changes by less than a share of itself."""

    def __init__(self, tolerance):
        self._tolerance, self._last = tolerance, None

    def begin(self):
        self._loss = tf.get_default_graph().get_tensor_by_name(f"{KMeansClustering.LOSS_OP_NAME}:0")

    def before_run(self, run_context):
        return tf.train.SessionRunArgs(self._loss)

    def after_run(self, run_context, run_values):
        loss = run_values.results
        if self._last is not None and abs(loss - self._last) / (1 + abs(self._last)) < self._tolerance:
            run_context.request_stop()
        self._last = loss


class _InitializeClusters(tf.train.SessionRunHook):
    """Runs the op that chooses the first centers until it says that it is done; workers wait for the chief."""

    def __init__(self, initialize, is_done, is_chief):
        self._initialize, self._is_done, self._is_chief = initialize, is_done, is_chief

    def after_create_session(self, session, coord):
        while not session.run(self._is_done):
            if self._is_chief:
                session.run(self._initialize)
            else:
                time.sleep(1)


def _model_fn(features, labels, mode, params, config):
    if labels is not None:
        raise AssertionError(labels)  # TF1's own error
    if isinstance(features, dict):
        features = tf.concat([features[name] for name in sorted(features)], 1)
    tolerance = params["relative_tolerance"]
    settings = {name: value for name, value in params.items() if name != "relative_tolerance"}
    scores, clusters, losses, is_done, initialize, train = factorization.KMeans(features, **settings).training_graph()
    step = tf.assign_add(tf.train.get_global_step(), 1)
    loss = tf.reduce_sum(losses, name=KMeansClustering.LOSS_OP_NAME)
    tf.summary.scalar("loss/raw", loss)
    with tf.control_dependencies([train, step]):
        train = tf.identity(loss)
    hooks = [_InitializeClusters(initialize, is_done, config.is_chief)]
    if tolerance is not None:
        hooks.append(_StopWhenSteady(tolerance))
    return ModelFnOps(
        mode=mode,
        predictions={KMeansClustering.ALL_SCORES: scores[0], KMeansClustering.CLUSTER_IDX: clusters[0]},
        eval_metric_ops={KMeansClustering.SCORES: tf.metrics.mean(loss)},
        loss=loss,
        train_op=train,
        training_hooks=hooks,
    )


class KMeansClustering(Estimator):
    """k-means. Replaces: tf.contrib.learn.KMeansClustering

    Differs: evaluated over several batches, the scores are their mean; TF1's were those of the last.
    """

    SQUARED_EUCLIDEAN_DISTANCE = factorization.SQUARED_EUCLIDEAN_DISTANCE
    COSINE_DISTANCE = factorization.COSINE_DISTANCE
    RANDOM_INIT = factorization.RANDOM_INIT
    KMEANS_PLUS_PLUS_INIT = factorization.KMEANS_PLUS_PLUS_INIT
    SCORES = "scores"
    CLUSTER_IDX = "cluster_idx"
    CLUSTERS = "clusters"
    ALL_SCORES = "all_scores"
    LOSS_OP_NAME = "kmeans_loss"

    def __init__(
        self,
        num_clusters,
        model_dir=None,
        initial_clusters=RANDOM_INIT,
        distance_metric=SQUARED_EUCLIDEAN_DISTANCE,
        random_seed=0,
        use_mini_batch=True,
        mini_batch_steps_per_iteration=1,
        kmeans_plus_plus_num_retries=2,
        relative_tolerance=None,
        config=None,
    ):
        params = {
            "num_clusters": num_clusters,
            "initial_clusters": initial_clusters,
            "distance_metric": distance_metric,
            "random_seed": random_seed,
            "use_mini_batch": use_mini_batch,
            "mini_batch_steps_per_iteration": mini_batch_steps_per_iteration,
            "kmeans_plus_plus_num_retries": kmeans_plus_plus_num_retries,
            "relative_tolerance": relative_tolerance,
        }
        super().__init__(model_fn=_model_fn, params=params, model_dir=model_dir, config=config)

    def predict_cluster_idx(self, input_fn=None):
        """The nearest cluster of each row."""
        for found in self.predict(input_fn=input_fn, outputs=[self.CLUSTER_IDX]):
            yield found[self.CLUSTER_IDX]

    def score(self, input_fn=None, steps=None):
        """The sum of the distances to the nearest clusters."""
        return np.sum(self.evaluate(input_fn=input_fn, steps=steps)[self.SCORES])

    def transform(self, input_fn=None, as_iterable=False):
        """The distances of each row to all clusters."""
        found = self.predict(input_fn=input_fn, outputs=[self.ALL_SCORES], as_iterable=as_iterable)
        return found if as_iterable else found[self.ALL_SCORES]

    def clusters(self):
        """The centers."""
        return self.get_variable_value(self.CLUSTERS)
