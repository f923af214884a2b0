"""``tf.contrib.learn.monitors.ValidationMonitor``."""

import copy
import time

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.learn._monitor_base import EveryN


class ValidationMonitor(EveryN):
    """Evaluates new checkpoints; can stop training early. Replaces: tf.contrib.learn.monitors.ValidationMonitor

    Raises:
        ValueError: neither `x` nor `input_fn`; while it runs, no estimator, or the metric to stop by is not there.
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
        check_interval_secs=5,
    ):
        super().__init__(every_n_steps=every_n_steps, first_n_steps=-1)
        if x is None and input_fn is None:
            raise ValueError("Either x or input_fn should be provided.")
        self.x, self.y, self.input_fn, self.batch_size = x, y, input_fn, batch_size
        self.eval_steps, self.metrics, self.hooks, self.name = eval_steps, metrics, hooks, name
        self.early_stopping_rounds, self.early_stopping_metric = early_stopping_rounds, early_stopping_metric
        self.early_stopping_metric_minimize = early_stopping_metric_minimize
        self._check_interval_secs = check_interval_secs
        self._best_value_step = self._best_value = self._best_metrics = None
        self._latest_path = self._last_check = None
        self._early_stopped = False

    early_stopped = property(lambda self: self._early_stopped, doc="Whether it stopped training.")
    best_step = property(lambda self: self._best_value_step, doc="The step of the best value.")
    best_value = property(lambda self: self._best_value, doc="The best value so far.")
    best_metrics = property(lambda self: self._best_metrics, doc="All metrics at the best step.")

    def _evaluate(self):
        arguments = {"input_fn": self.input_fn, "steps": self.eval_steps, "hooks": self.hooks, "name": self.name}
        others = {"x": self.x, "y": self.y, "batch_size": self.batch_size, "metrics": self.metrics}
        if hasattr(self._estimator, "fit"):
            return self._estimator.evaluate(**arguments, **others)
        if any(value is not None for value in others.values()):
            raise ValueError(
                "tf.estimator.Estimator does not support following arguments: x, y, batch_size, metrics. "
                "Should set as `None` in ValidationMonitor"
            )
        return self._estimator.evaluate(**arguments)

    def _has_new_checkpoint(self):
        now = time.time()
        interval = self._check_interval_secs
        if interval is not None and self._last_check is not None and now - self._last_check <= interval:
            return False
        self._last_check = now
        latest = tf.train.latest_checkpoint(self._estimator.model_dir)
        if latest is None or latest == self._latest_path:
            return False
        self._latest_path = latest
        return True

    def every_n_step_end(self, step, outputs):
        super().every_n_step_end(step, outputs)
        if self._estimator is None:
            raise ValueError("Missing call to set_estimator.")
        if not self._has_new_checkpoint():
            return False
        found = self._evaluate()
        tf.logging.info("Validation (step %d): %s", step, ", ".join(f"{name} = {found[name]}" for name in found))
        if self.early_stopping_rounds is None:
            return False
        if self.early_stopping_metric not in found:
            raise ValueError(f"Metric {self.early_stopping_metric} missing from outputs {set(found)}.")
        value, best = found[self.early_stopping_metric], self._best_value
        if best is None or (value < best if self.early_stopping_metric_minimize else value > best):
            self._best_value, self._best_value_step, self._best_metrics = value, step, copy.deepcopy(found)
        if step - self._best_value_step < self.early_stopping_rounds:
            return False
        what = self._best_value_step, self.early_stopping_metric, self._best_value
        tf.logging.info("Stopping. Best step: %s with %s = %s.", *what)
        self._early_stopped = True
        return True
