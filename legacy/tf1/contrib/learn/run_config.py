"""Replaces: ``tensorflow.contrib.learn.python.learn.estimators.run_config``."""

import json
import os

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.learn._interfaces import TaskType
from tf2notes.legacy.tf1.estimator import RunConfig as _CoreConfig

__all__ = ["ClusterConfig", "Environment", "RunConfig", "TaskType"]

_MAY_CHANGE = (  # what two configurations of one uid may differ in
    *("tf_random_seed", "save_summary_steps", "save_checkpoints_steps", "save_checkpoints_secs", "session_config"),
    *("keep_checkpoint_max", "keep_checkpoint_every_n_hours", "log_step_count_steps"),
)


class Environment:
    """Where a program runs, as ``TF_CONFIG`` says it."""

    CLOUD = "cloud"
    LOCAL = "local"
    GOOGLE = "google"


def _tf_config():
    return json.loads(os.environ.get("TF_CONFIG") or "{}")


class ClusterConfig:
    """Which task of which cluster this process is.

    Args:
        master: address to run sessions at; None asks ``TF_CONFIG`` for this task's own.
        evaluation_master: address to evaluate at.

    Raises:
        ValueError: the task is none of the cluster's.
    """

    def __init__(self, master=None, evaluation_master=None):
        self._find_cluster(_tf_config(), master, evaluation_master)

    def _find_cluster(self, settings, master, evaluation_master):
        self._task_type = settings.get("task", {}).get("type")
        self._task_id = self.get_task_id()
        self._cluster_spec = tf.train.ClusterSpec(settings.get("cluster", {}))
        jobs = self._cluster_spec.as_dict()
        found = _address(self._cluster_spec, self._task_type, self._task_id) if master is None else master
        self._master = found
        self._num_ps_replicas = len(jobs.get(TaskType.PS, []))
        self._num_worker_replicas = len(jobs.get(TaskType.WORKER, [])) + len(jobs.get(TaskType.MASTER, []))
        self._environment = settings.get("environment", Environment.LOCAL)
        chief = TaskType.MASTER if self._environment == Environment.CLOUD else TaskType.WORKER
        self._is_chief = self._task_id == 0 and self._task_type in (None, chief)
        self._evaluation_master = evaluation_master or ""

    cluster_spec = property(lambda self: self._cluster_spec, doc="The ClusterSpec; empty for one process.")
    environment = property(lambda self: self._environment, doc="One of `Environment`.")
    evaluation_master = property(lambda self: self._evaluation_master, doc="Address to evaluate at.")
    is_chief = property(lambda self: self._is_chief, doc="Whether this task initializes and saves.")
    master = property(lambda self: self._master, doc="Address to run sessions at; empty within the process.")
    num_ps_replicas = property(lambda self: self._num_ps_replicas, doc="How many parameter servers there are.")
    num_worker_replicas = property(lambda self: self._num_worker_replicas, doc="Workers and masters.")
    task_id = property(lambda self: self._task_id, doc="This task's number within its job.")
    task_type = property(lambda self: self._task_type, doc="This task's job, or None.")

    @staticmethod
    def get_task_id():
        """The task's number in ``TF_CONFIG``, 0 if there is none."""
        return int(_tf_config().get("task", {}).get("index") or 0)


def _address(cluster, job, index):
    """Where the task listens; empty for none and for a cluster of one."""
    if not cluster or not job or sum(len(cluster.job_tasks(each)) for each in cluster.jobs) == 1:
        return ""
    note = f"\n{cluster}\n\nNote that these values may be coming from the TF_CONFIG environment variable."
    if job not in cluster.jobs:
        raise ValueError(f"{job} is not a valid task_type in the cluster_spec:{note}")
    addresses = cluster.job_tasks(job)
    if not 0 <= index < len(addresses):
        raise ValueError(f"{index} is not a valid task_id for task_type {job} in the cluster_spec:{note}")
    return f"grpc://{addresses[index]}"


class RunConfig(ClusterConfig, _CoreConfig):
    """Settings of a run. Replaces: tf.contrib.learn.RunConfig

    Args:
        master, evaluation_master: as of `ClusterConfig`.
        num_cores: threads; 0 lets TensorFlow decide.
        log_device_placement, gpu_memory_fraction: of sessions.
        save_checkpoints_secs: 0 stands for 600 where `save_checkpoints_steps` is not given.
        session_config: a ConfigProto instead of the one made from the arguments above.
        tf_random_seed, save_summary_steps, save_checkpoints_steps, keep_checkpoint_max, keep_checkpoint_every_n_hours,
            log_step_count_steps, protocol, model_dir, session_creation_timeout_secs: as tf.estimator.RunConfig's.
    """

    def __init__(
        self,
        master=None,
        num_cores=0,
        log_device_placement=False,
        gpu_memory_fraction=1,
        tf_random_seed=None,
        save_summary_steps=100,
        save_checkpoints_secs=0,
        save_checkpoints_steps=None,
        keep_checkpoint_max=5,
        keep_checkpoint_every_n_hours=10000,
        log_step_count_steps=100,
        protocol=None,
        evaluation_master="",
        model_dir=None,
        session_config=None,
        session_creation_timeout_secs=7200,
    ):
        self._tf_config = tf.ConfigProto(
            log_device_placement=log_device_placement,
            inter_op_parallelism_threads=num_cores,
            intra_op_parallelism_threads=num_cores,
            gpu_options=tf.GPUOptions(per_process_gpu_memory_fraction=gpu_memory_fraction),
        )
        if save_checkpoints_secs == 0:
            save_checkpoints_secs = 600 if save_checkpoints_steps is None else None
        self._addresses = master, evaluation_master
        _CoreConfig.__init__(
            self,
            model_dir=model_dir,
            tf_random_seed=tf_random_seed,
            save_summary_steps=save_summary_steps,
            save_checkpoints_steps=save_checkpoints_steps,
            save_checkpoints_secs=save_checkpoints_secs,
            session_config=self._tf_config if session_config is None else session_config,
            keep_checkpoint_max=keep_checkpoint_max,
            keep_checkpoint_every_n_hours=keep_checkpoint_every_n_hours,
            log_step_count_steps=log_step_count_steps,
            protocol=protocol,
            session_creation_timeout_secs=session_creation_timeout_secs,
        )

    def _init_distributed_setting_from_environment_var(self, tf_config):
        """What `_CoreConfig` asks for the cluster: here as contrib.learn read ``TF_CONFIG``."""
        self._service = None
        self._global_id_in_cluster = None
        self._find_cluster(tf_config, *self._addresses)

    tf_config = property(lambda self: self._tf_config, doc="The ConfigProto of the arguments.")

    def uid(self, whitelist=None):
        """A text that two configurations share if they differ in nothing but the properties named in `whitelist`."""
        hidden = {f"_{name}" for name in (_MAY_CHANGE if whitelist is None else whitelist)}
        state = {name: value for name, value in vars(self).items() if name not in hidden}
        state["_cluster_spec"] = sorted(self._cluster_spec.as_dict().items())
        return ", ".join(f"{name}={value!r}" for name, value in sorted(state.items()))
