"""Replaces: ``tf.contrib.learn.learn_runner``."""


def run(experiment_fn, output_dir=None, schedule=None, run_config=None, hparams=None):
    """Make an Experiment and call its method `schedule` (``train_and_evaluate`` unless given).

    Replaces: tf.contrib.learn.learn_runner.run

    Raises:
        ValueError: both or none of output_dir and run_config are given, or the Experiment has no such method.
    """
    if output_dir is not None and run_config is not None:
        raise ValueError("Cannot provide both `output_dir` and `run_config`")
    if run_config is not None:
        if run_config.model_dir is None:
            raise ValueError("Must specify `model_dir` in the `run_config`.")
        experiment = experiment_fn(run_config=run_config, hparams=hparams)
    else:
        if not output_dir:
            raise ValueError("Must specify an output directory")
        experiment = experiment_fn(output_dir)
    task = getattr(experiment, schedule or "train_and_evaluate", None)
    if not callable(task):
        raise ValueError(f"Schedule references non-existent task {schedule}")
    return task()


def tune(experiment_fn, tuner):
    """Experiments with the parameters that a tuner proposes. Replaces: tf.contrib.learn.learn_runner.tune"""
    while tuner.next_trial():
        tuner.run_experiment(experiment_fn)
