"""Replaces: ``tensorflow.python.distribute.estimator_training``, gone with TensorFlow 2.16.

The distribute coordinator ran one TF1 session a worker from a ``DistributeConfig`` and ``TF_CONFIG``.
Differs: one process only. A strategy that works inside one process needs no coordinator; a cluster raises.
"""


def should_run_distribute_coordinator(config):
    """False for every configuration that `init_run_config` let through."""
    return False


def init_run_config(config, tf_config):
    """What ``RunConfig(experimental_distribute=..., train_distribute=..., eval_distribute=...)`` ends with.

    Raises:
        NotImplementedError: ``TF_CONFIG`` names a cluster.
    """
    if tf_config.get("cluster") or (config._experimental_distribute and config._experimental_distribute.remote_cluster):
        raise NotImplementedError(
            "RunConfig with a distribution strategy and a cluster: the distribute coordinator for estimators is gone "
            "since TensorFlow 2.16; leave the strategy out (parameter servers from TF_CONFIG still work), or rewrite "
            "the program with tf2notes.training"
        )
    config._distribute_coordinator_mode = None
    config._init_distributed_setting_from_environment_var(tf_config)
    config._maybe_overwrite_session_config_for_distributed_training()


def _only_with_a_cluster(*args, **kwargs):
    raise NotImplementedError("the distribute coordinator for estimators is gone since TensorFlow 2.16")


train_and_evaluate = estimator_train = estimator_evaluate = _only_with_a_cluster
