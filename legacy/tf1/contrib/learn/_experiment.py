"""``tf.contrib.learn.Experiment`` and what runs it."""

import os
import time

import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.learn._interfaces import ExportStrategy
from tf2notes.legacy.tf1.estimator import ModeKeys as _core_modes  # noqa: F401  (loads tf.estimator)


class Experiment:
    """An estimator and what to train and evaluate it on. Replaces: tf.contrib.learn.Experiment

    Differs: it runs in this process, so there is nobody to wait for (`eval_delay_secs`, `delay_workers_by_global_step`)
    and no continuous evaluation. Training piece by piece raises NotImplementedError.
    """

    def __init__(
        self,
        estimator,
        train_input_fn,
        eval_input_fn,
        eval_metrics=None,
        train_steps=None,
        eval_steps=100,
        train_monitors=None,
        eval_hooks=None,
        local_eval_frequency=None,
        eval_delay_secs=120,
        continuous_eval_throttle_secs=60,
        min_eval_frequency=None,
        delay_workers_by_global_step=False,
        export_strategies=None,
        train_steps_per_iteration=None,
        checkpoint_and_export=False,
        saving_listeners=None,
        check_interval_secs=5,
    ):
        for name, value in {
            "train_steps_per_iteration": train_steps_per_iteration,
            "checkpoint_and_export": checkpoint_and_export,
            "saving_listeners": saving_listeners,
        }.items():
            if value:
                raise NotImplementedError(f"Experiment: {name}={value!r}; use tf.estimator.train_and_evaluate")
        if local_eval_frequency and min_eval_frequency is None:
            min_eval_frequency = local_eval_frequency
        # Of other processes: a worker's start, and how often one that only evaluates looks for a checkpoint.
        self._waits = eval_delay_secs, continuous_eval_throttle_secs, delay_workers_by_global_step, check_interval_secs
        self._min_eval_frequency = min_eval_frequency
        self._estimator, self._train_input_fn, self._eval_input_fn = estimator, train_input_fn, eval_input_fn
        self._eval_metrics, self._train_steps, self._eval_steps = eval_metrics, train_steps, eval_steps
        strategies = [export_strategies] if isinstance(export_strategies, ExportStrategy) else export_strategies
        for each in strategies or ():
            if not isinstance(each, ExportStrategy):
                raise ValueError(
                    "`export_strategies` must be an ExportStrategy, an iterable of ExportStrategy, or `None`, "
                    f"found {each}."
                )
        self._export_strategies = list(strategies or [])
        self._train_monitors, self._eval_hooks = list(train_monitors or []), list(eval_hooks or [])

    estimator = property(lambda self: self._estimator, doc="The estimator.")
    train_steps = property(lambda self: self._train_steps, doc="At which global step training ends.")
    eval_steps = property(lambda self: self._eval_steps, doc="How many batches to evaluate.")

    def train(self, delay_secs=None):
        """Wait `delay_secs` seconds, then train until `train_steps`."""
        time.sleep(delay_secs or 0)
        hooks, steps = self._train_monitors, self._train_steps
        if hasattr(self._estimator, "fit"):
            return self._estimator.fit(input_fn=self._train_input_fn, max_steps=steps, monitors=hooks)
        return self._estimator.train(input_fn=self._train_input_fn, max_steps=steps, hooks=hooks)

    def evaluate(self, delay_secs=None, name=None):
        """Wait `delay_secs` seconds, then the metrics of the latest checkpoint."""
        time.sleep(delay_secs or 0)
        return self._evaluate(name or "one_pass")

    def _evaluate(self, name):
        arguments = {"input_fn": self._eval_input_fn, "steps": self._eval_steps, "hooks": self._eval_hooks}
        if hasattr(self._estimator, "fit"):
            return self._estimator.evaluate(**arguments, metrics=self._eval_metrics, name=name)
        if self._eval_metrics:
            raise ValueError("`eval_metrics` must be `None` with `tf.estimator.Estimator`")
        return self._estimator.evaluate(**arguments, name=name)

    def train_and_evaluate(self):
        """`train`, evaluating new checkpoints every `min_eval_frequency` steps, then evaluate: metrics and exports."""
        kept = self._train_monitors
        if self._min_eval_frequency != 0 and hasattr(self._estimator, "fit"):
            self._train_monitors = [*kept, self._validation()]
        try:
            self.train()
        finally:
            self._train_monitors = kept
        found = self._evaluate(None)
        return found, self._maybe_export(found)

    def _maybe_export(self, eval_result, checkpoint_path=None):
        """What each export strategy gives."""
        base = os.path.join(self._estimator.model_dir, "export")
        return [
            each.export(self._estimator, os.path.join(base, each.name), checkpoint_path, eval_result)
            for each in self._export_strategies
        ]

    def _validation(self):
        from tf2notes.legacy.tf1.contrib.learn.monitors import ValidationMonitor

        return ValidationMonitor(
            input_fn=self._eval_input_fn,
            eval_steps=self._eval_steps,
            metrics=self._eval_metrics,
            every_n_steps=self._min_eval_frequency or 1,
            hooks=self._eval_hooks,
        )

    def run_std_server(self):
        """Serve as a parameter server of the configuration's cluster, and never return."""
        self._start_server().join()

    def _start_server(self):
        config = self.estimator.config
        if not (config.cluster_spec and config.task_type and config.master) or config.task_id is None:
            raise ValueError(
                "Could not start server; be sure to specify cluster_spec, task_type, master, and task in RunConfig or "
                "set the TF_CONFIG environment variable."
            )
        return tf.train.Server(
            config.cluster_spec,
            job_name=config.task_type,
            task_index=config.task_id,
            config=config.tf_config,
            protocol=config.protocol,
        )

    def local_run(self):
        """`train_and_evaluate`."""
        return self.train_and_evaluate()

    def test(self):
        """One step of training and of evaluation."""
        self._train_steps, kept = 1, self._train_steps
        try:
            self.train()
            found = self.evaluate(name="one_pass")
            self._maybe_export(found)
            return found
        finally:
            self._train_steps = kept
