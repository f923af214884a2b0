"""Replaces: ``tf.contrib.learn.monitors``: the hooks that replaced them, and ValidationMonitor."""

import tensorflow.compat.v1 as tf


class ValidationMonitor(tf.train.SessionRunHook):
    """Evaluates every so many steps, and can stop training early. Replaces: tf.contrib.learn.monitors.ValidationMonitor

    Differs: it evaluates when a new checkpoint is there, as TF1's, and checks for one every `every_n_steps` steps.
    """

    def __init__(
        self,
        x=None,
        y=None,
        input_fn=None,
        batch_size=None,
        eval_steps=None,
        every_n_steps=100,
        metrics=None,
        hooks=None,
        early_stopping_rounds=None,
        early_stopping_metric="loss",
        early_stopping_metric_minimize=True,
        name=None,
        check_interval_secs=60,
    ):
        if x is None and input_fn is None:
            raise ValueError("Either x or input_fn should be provided.")
        self._arguments = {"x": x, "y": y, "input_fn": input_fn, "batch_size": batch_size, "steps": eval_steps}
        self._arguments.update(metrics=metrics, hooks=hooks, name=name)
        self._every_n_steps, self._rounds = every_n_steps, early_stopping_rounds
        self._metric, self._minimize = early_stopping_metric, early_stopping_metric_minimize
        self.check_interval_secs = check_interval_secs
        self._estimator = self._evaluated = None
        self._best_value, self._best_value_step, self._best_metrics, self._early_stopped = None, None, None, False

    early_stopped = property(lambda self: self._early_stopped, doc="Whether it stopped training.")
    best_step = property(lambda self: self._best_value_step, doc="The step of the best value.")
    best_value = property(lambda self: self._best_value, doc="The best value so far.")
    best_metrics = property(lambda self: self._best_metrics, doc="All metrics at the best step.")

    def set_estimator(self, estimator):
        """Whom to evaluate."""
        self._estimator = estimator

    def before_run(self, run_context):
        return tf.train.SessionRunArgs(tf.train.get_global_step())

    def after_run(self, run_context, run_values):
        step = int(run_values.results)
        if step % self._every_n_steps and step != 1:
            return
        latest = tf.train.latest_checkpoint(self._estimator.model_dir)
        if latest is None or latest == self._evaluated:
            return
        self._evaluated = latest
        found = self._estimator.evaluate(**self._arguments)
        if self._rounds is None or self._metric not in found:
            return
        value, at = found[self._metric], found["global_step"]
        if self._best_value is None or (value < self._best_value if self._minimize else value > self._best_value):
            self._best_value, self._best_value_step, self._best_metrics = value, at, found
        elif step - self._best_value_step >= self._rounds:
            tf.logging.info(
                "Stopping. Best step: %s with %s = %s.", self._best_value_step, self._metric, self._best_value
            )
            self._early_stopped = True
            run_context.request_stop()


def replace_monitors_with_hooks(monitors_or_hooks, estimator):
    """A list of hooks, those that want it knowing their estimator.

    Raises:
        NotImplementedError: one is neither a hook nor a ValidationMonitor.
    """
    hooks = list(monitors_or_hooks or [])
    for hook in hooks:
        if not isinstance(hook, tf.train.SessionRunHook):
            raise NotImplementedError(f"{hook} is no tf.train.SessionRunHook; monitors of one's own must become hooks")
        if hasattr(hook, "set_estimator"):
            hook.set_estimator(estimator)
    return hooks


def LoggingTrainable(scope=None, every_n=100, first_n=1):
    """Logs the trainable variables of a scope. Replaces: tf.contrib.learn.monitors.LoggingTrainable"""
    raise NotImplementedError("LoggingTrainable: use tf.train.LoggingTensorHook with the variables' names")


PrintTensor = tf.train.LoggingTensorHook
StopAtStep = tf.train.StopAtStepHook
CheckpointSaver = tf.train.CheckpointSaverHook
StepCounter = tf.train.StepCounterHook
NanLoss = tf.train.NanTensorHook
SummarySaver = tf.train.SummarySaverHook
