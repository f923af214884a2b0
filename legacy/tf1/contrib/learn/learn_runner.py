"""Replaces: ``tf.contrib.learn.learn_runner``."""

import functools

from tf2notes.legacy.tf1.contrib.learn._experiment import Experiment
from tf2notes.legacy.tf1.contrib.learn._interfaces import TaskType
from tf2notes.legacy.tf1.contrib.learn.run_config import RunConfig
from tf2notes.legacy.tf1.contrib.training import HParams

_SCHEDULES = {TaskType.MASTER: "train_and_evaluate", TaskType.PS: "run_std_server", TaskType.WORKER: "train"}


def run(experiment_fn, output_dir=None, schedule=None, run_config=None, hparams=None):
    """Make an Experiment and call its method `schedule`.

    Args:
        experiment_fn: a function of `run_config` and `hparams`, or of `output_dir` where that is given.
        schedule: else ``train_and_evaluate``, and in a cluster what the task's type stands for.

    Returns:
        What the method returns.

    Raises:
        ValueError: both or none of output_dir and run_config are given, or the Experiment has no such method.
        TypeError: `experiment_fn` cannot be called or makes no Experiment, or `schedule` is no method.
        RuntimeError: the Experiment's estimator has another configuration than `run_config`.

    Replaces: tf.contrib.learn.learn_runner.run
    """
    if output_dir is not None and run_config is not None:
        raise ValueError("Cannot provide both `output_dir` and `run_config`")
    if output_dir is None and run_config is None:
        raise ValueError("Must set value for `output_dir` or `run_config`")
    if not callable(experiment_fn):
        raise TypeError(f'Experiment builder "{experiment_fn}" is not callable.')
    if run_config is not None:
        experiment = _configured(experiment_fn, False, run_config=run_config, hparams=hparams)
    else:
        if not output_dir:
            raise ValueError("Must specify an output directory")
        if hparams is not None:
            raise ValueError("Must set `hparams` as None for `experiment_fn` with `output_dir`.")
        experiment = _checked(experiment_fn(output_dir=output_dir))
    schedule = schedule or _default_schedule(run_config or experiment.estimator.config)
    if not hasattr(experiment, schedule):
        raise ValueError(f"Schedule references non-existent task {schedule}")
    task = getattr(experiment, schedule)
    if not callable(task):
        raise TypeError(f"Schedule references non-callable member {schedule}")
    return task()


def tune(experiment_fn, tuner):
    """Experiments with the parameters that a tuner proposes. Replaces: tf.contrib.learn.learn_runner.tune"""
    while tuner.next_trial():
        tuner.run_experiment(functools.partial(_configured, experiment_fn, True))


def _configured(experiment_fn, needs_hparams, run_config, hparams):
    """The Experiment of a function that takes a RunConfig; the same RunConfig must have gone to its estimator."""
    if not isinstance(run_config, RunConfig):
        raise ValueError("`run_config` must be `tf.contrib.learn.RunConfig` instance")
    if not run_config.model_dir:
        raise ValueError("Must specify a model directory `model_dir` in `run_config`.")
    if hparams is not None and not isinstance(hparams, HParams):
        raise ValueError("`hparams` must be `HParams` instance")
    if needs_hparams and hparams is None:
        raise ValueError("`hparams` cannot be `None`.")
    expected = run_config.uid()
    experiment = _checked(experiment_fn(run_config, hparams))
    config = experiment.estimator.config
    if not hasattr(config, "uid"):
        raise RuntimeError(
            "Pass `run_config` argument of the `experiment_fn` to the Estimator in Experiment. It is likely a "
            "different `RunConfig` is passed to `Estimator` or the `config` constructor argument in `Estimator` is "
            "not set."
        )
    if config.uid() != expected:
        raise RuntimeError(
            "`RunConfig` instance is expected to be used by the `Estimator` inside the `Experiment`. "
            f"expected {expected}, but got {config.uid()}"
        )
    return experiment


def _checked(experiment):
    if not isinstance(experiment, Experiment):
        raise TypeError(f"Experiment builder did not return an Experiment instance, got {type(experiment)} instead.")
    return experiment


def _default_schedule(config):
    cluster = config.cluster_spec if config else None
    if not cluster or sum(len(cluster.job_tasks(job)) for job in cluster.jobs) < 2:
        return "train_and_evaluate"
    if not config.task_type:
        raise ValueError("Must specify a schedule")
    if config.task_type not in _SCHEDULES:
        raise ValueError(f"No default schedule for task type: {config.task_type}")
    return _SCHEDULES[config.task_type]
