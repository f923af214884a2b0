"""Replaces: ``tf.contrib.distribute``: the strategies under their first names."""

import tensorflow.compat.v1 as tf

__all__ = [
    "AllReduceCrossDeviceOps",
    "CollectiveAllReduceStrategy",
    "CrossDeviceOps",
    "DistributionStrategy",
    "MirroredStrategy",
    "OneDeviceStrategy",
    "ParameterServerStrategy",
    "ReplicaContext",
    "TPUStrategy",
    "get_cross_replica_context",
    "get_distribution_strategy",
    "get_loss_reduction",
    "get_replica_context",
    "get_strategy",
    "has_distribution_strategy",
    "has_strategy",
    "in_cross_replica_context",
]

from tensorflow.python.distribute.cross_device_ops import AllReduceCrossDeviceOps, CrossDeviceOps
from tensorflow.python.distribute.distribute_lib import get_cross_replica_context

DistributionStrategy = tf.distribute.Strategy
OneDeviceStrategy = tf.distribute.OneDeviceStrategy
ReplicaContext = tf.distribute.ReplicaContext
TPUStrategy = tf.distribute.experimental.TPUStrategy
get_distribution_strategy = get_strategy = tf.distribute.get_strategy
get_loss_reduction = tf.distribute.get_loss_reduction
get_replica_context = tf.distribute.get_replica_context
has_distribution_strategy = has_strategy = tf.distribute.has_strategy
in_cross_replica_context = tf.distribute.in_cross_replica_context


def MirroredStrategy(
    devices=None, num_gpus=None, num_gpus_per_worker=None, cross_device_ops=None, auto_shard_dataset=False
):
    """Replaces: ``MirroredStrategy``: one process, a copy of the variables on each device."""
    if auto_shard_dataset:
        raise NotImplementedError("auto_shard_dataset=True: shard the dataset with tf.data.Dataset.shard")
    count = num_gpus if num_gpus is not None else num_gpus_per_worker
    if count is not None and devices is not None:
        raise ValueError("Must only specify one of `devices` and `num_gpus`")
    if count is not None:
        devices = [f"/device:GPU:{i}" for i in range(count)] if count else ["/device:CPU:0"]
    return tf.distribute.MirroredStrategy(devices=devices, cross_device_ops=cross_device_ops)


def CollectiveAllReduceStrategy(num_gpus_per_worker=0, communication=None):
    """Replaces: ``CollectiveAllReduceStrategy``; the machine's GPUs are found, so `num_gpus_per_worker` is 0."""
    if num_gpus_per_worker:
        raise NotImplementedError("num_gpus_per_worker: choose the GPUs with CUDA_VISIBLE_DEVICES")
    options = {} if communication is None else {"communication": communication}
    return tf.distribute.experimental.MultiWorkerMirroredStrategy(**options)


def ParameterServerStrategy(num_gpus_per_worker=0):
    """Replaces: ``ParameterServerStrategy``; the cluster stands in TF_CONFIG."""
    if num_gpus_per_worker:
        raise NotImplementedError("num_gpus_per_worker: choose the GPUs with CUDA_VISIBLE_DEVICES")
    return tf.distribute.experimental.ParameterServerStrategy()
