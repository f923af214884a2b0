"""Replaces: ``tf.contrib.learn.monitors``. Not here: ExportMonitor (tf.estimator's exporters)."""

import os
import time

import numpy as np
import tensorflow.compat.v1 as tf
from tf2notes.legacy.tf1.contrib.learn._monitor_base import (
    BaseMonitor,
    EveryN,
    RunHookAdapterForMonitors,
    extract_output,
    replace_monitors_with_hooks,
)
from tf2notes.legacy.tf1.contrib.learn._validation import ValidationMonitor

__all__ = [
    "BaseMonitor",
    "CaptureVariable",
    "CheckpointSaver",
    "EveryN",
    "GraphDump",
    "LoggingTrainable",
    "NanLoss",
    "NanLossDuringTrainingError",
    "PrintTensor",
    "RunHookAdapterForMonitors",
    "StepCounter",
    "StopAtStep",
    "SummarySaver",
    "ValidationMonitor",
    "get_default_monitors",
    "replace_monitors_with_hooks",
]

SessionLog, Summary = tf.SessionLog, tf.Summary


class NanLossDuringTrainingError(RuntimeError):
    """Replaces: tf.contrib.learn.NanLossDuringTrainingError"""

    def __str__(self):
        return "NaN loss during training."


class StopAtStep(BaseMonitor):
    """Stops after so many steps, or at a step. Replaces: tf.contrib.learn.monitors.StopAtStep"""

    def __init__(self, num_steps=None, last_step=None):
        super().__init__()
        if num_steps is None and last_step is None:
            raise ValueError("One of num_steps or last_step must be specified.")
        if num_steps is not None and last_step is not None:
            raise ValueError("Only one of num_steps or last_step can be specified.")
        self._num_steps, self._last_step = num_steps, last_step

    run_on_all_workers = property(lambda self: True, doc="Whether it runs beside the chief, too.")

    def step_begin(self, step):
        super().step_begin(step)
        if self._last_step is None:
            self._last_step = step + self._num_steps - 1
        return []

    def step_end(self, step, output):
        super().step_end(step, output)
        return step >= self._last_step


class PrintTensor(EveryN):
    """Logs tensors. Replaces: tf.contrib.learn.monitors.PrintTensor"""

    def __init__(self, tensor_names, every_n=100, first_n=1):
        super().__init__(every_n, first_n)
        self._tensor_names = tensor_names if isinstance(tensor_names, dict) else {name: name for name in tensor_names}

    def every_n_step_begin(self, step):
        super().every_n_step_begin(step)
        return list(self._tensor_names.values())

    def every_n_step_end(self, step, outputs):
        super().every_n_step_end(step, outputs)
        tf.logging.info("Step %d: %s", step, _text(self._tensor_names, outputs))


class LoggingTrainable(EveryN):
    """Logs trainable variables. Replaces: tf.contrib.learn.monitors.LoggingTrainable"""

    def __init__(self, scope=None, every_n=100, first_n=1):
        super().__init__(every_n, first_n)
        self._scope = scope

    def every_n_step_begin(self, step):
        super().every_n_step_begin(step)
        variables = tf.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES, scope=self._scope)
        self._names = {variable.name: variable.value().name for variable in variables}
        return list(self._names.values())

    def every_n_step_end(self, step, outputs):
        super().every_n_step_end(step, outputs)
        tf.logging.info("Logging Trainable: Step %d: %s", step, _text(self._names, outputs))


def _text(names, outputs):
    return ", ".join(f"{tag} = {extract_output(outputs, name)}" for tag, name in names.items() if name in outputs)


class SummarySaver(EveryN):
    """Writes summaries. Replaces: tf.contrib.learn.monitors.SummarySaver"""

    def __init__(self, summary_op, save_steps=100, output_dir=None, summary_writer=None, scaffold=None):
        super().__init__(every_n_steps=save_steps)
        self._summary_op, self._scaffold = summary_op, scaffold
        self._summary_writer = summary_writer
        if summary_writer is None and output_dir:
            self._summary_writer = tf.summary.FileWriter(output_dir)

    def set_estimator(self, estimator):
        super().set_estimator(estimator)
        if self._summary_writer is None:
            self._summary_writer = tf.summary.FileWriter(estimator.model_dir)

    def every_n_step_begin(self, step):
        super().every_n_step_begin(step)
        if self._summary_op is None and self._scaffold is not None:
            self._summary_op = self._scaffold.summary_op
        return [] if self._summary_op is None else [self._summary_op]

    def every_n_step_end(self, step, outputs):
        super().every_n_step_end(step, outputs)
        if self._summary_op is not None and self._summary_writer:
            self._summary_writer.add_summary(extract_output(outputs, self._summary_op), step)
        return False

    def end(self, session=None):
        super().end(session=session)
        if self._summary_writer:
            self._summary_writer.flush()


class CaptureVariable(EveryN):
    """Keeps a variable's values by step. Replaces: tf.contrib.learn.monitors.CaptureVariable"""

    def __init__(self, var_name, every_n=100, first_n=1):
        super().__init__(every_n, first_n)
        self._var_name, self._var_values = var_name, {}

    values = property(lambda self: self._var_values, doc="step -> value.")

    def every_n_step_begin(self, step):
        super().every_n_step_begin(step)
        return [self._var_name]

    def every_n_step_end(self, step, outputs):
        super().every_n_step_end(step, outputs)
        self._var_values[step] = extract_output(outputs, self._var_name)


def get_default_monitors(loss_op=None, summary_op=None, save_summary_steps=100, output_dir=None, summary_writer=None):
    """Monitors that print the loss and save summaries. Replaces: tf.contrib.learn.monitors.get_default_monitors"""
    monitors = [] if loss_op is None else [PrintTensor(tensor_names={"loss": loss_op.name})]
    if summary_op is not None:
        monitors.append(SummarySaver(summary_op, save_summary_steps, output_dir, summary_writer))
    return monitors


class GraphDump(BaseMonitor):
    """Keeps the first output of nearly every op. Replaces: tf.contrib.learn.monitors.GraphDump"""

    IGNORE_OPS = ["Const", "Assign", "Identity", "Placeholder", "RandomUniform", "Cast", "RestoreSlice"]

    def __init__(self, ignore_ops=None):
        super().__init__()
        self._ignore_ops, self._data = ignore_ops or GraphDump.IGNORE_OPS, {}

    data = property(lambda self: self._data, doc="step -> {tensor's name: value}.")

    def begin(self, max_steps=None):
        super().begin(max_steps=max_steps)
        operations = tf.get_default_graph().get_operations()
        self._tensors = [op.outputs[0] for op in operations if op.outputs and op.type not in self._ignore_ops]

    def step_begin(self, step):
        super().step_begin(step)
        return self._tensors

    def step_end(self, step, output):
        super().step_end(step, output)
        self._data[step] = output

    def compare(self, other_dump, step, atol=1e-06):
        """(names of equal values, name -> difference) against another dump's step."""
        different, equal = {}, []
        own, other = self.data.get(step, {}), other_dump.data.get(step, {})
        for key in own:
            if not isinstance(key, str):
                continue
            if key not in other:
                raise ValueError(f"{key} missing at step {step}.")
            values = extract_output(own, key), extract_output(other, key)
            if isinstance(values[0], str):
                continue
            if isinstance(values[0], np.ndarray):
                same, difference = np.allclose(*values, atol=atol), values
                difference = None if same else values[0] - values[1]
            else:
                same, difference = values[0] == values[1], values
            if same:
                equal.append(key)
            else:
                different[key] = difference
        return equal, different


class CheckpointSaver(BaseMonitor):
    """Saves every so many seconds or steps. Replaces: tf.contrib.learn.monitors.CheckpointSaver"""

    def __init__(
        self,
        checkpoint_dir,
        save_secs=None,
        save_steps=None,
        saver=None,
        checkpoint_basename="model.ckpt",
        scaffold=None,
    ):
        super().__init__()
        if save_steps is None and save_secs is None:
            raise ValueError("Either save_steps or save_secs should be provided")
        if save_steps is not None and save_secs is not None:
            raise ValueError("Can not provide both save_steps and save_secs.")
        self._summary_writer = tf.summary.FileWriterCache.get(checkpoint_dir)
        self._saver, self._scaffold = saver, scaffold
        self._save_path = os.path.join(checkpoint_dir, checkpoint_basename)
        self._save_secs, self._save_steps = save_secs, save_steps
        self._last_saved_time = self._last_saved_step = self._last_begin_step = None

    def begin(self, max_steps=None):
        super().begin(max_steps)
        self._last_saved_time = self._last_saved_step = self._last_begin_step = None

    def step_begin(self, step):
        super().step_begin(step)
        self._last_begin_step = step
        return []

    def post_step(self, step, session):
        super().post_step(step, session)
        by_steps = self._save_steps is not None and step >= (self._last_saved_step or 0) + self._save_steps
        by_time = self._save_secs is not None and time.time() >= (self._last_saved_time or 0) + self._save_secs
        if self._last_saved_time is None or by_steps or by_time:
            self._save(step, session)

    def end(self, session=None):
        super().end(session)
        self._save(self._last_begin_step, session)

    def _save(self, step, session):
        if step == self._last_saved_step:
            return
        self._last_saved_time, self._last_saved_step = time.time(), step
        (self._saver or self._scaffold.saver).save(session, self._save_path, global_step=step)
        log = tf.SessionLog(status=tf.SessionLog.CHECKPOINT, checkpoint_path=self._save_path)
        self._summary_writer.add_session_log(log, step)


class StepCounter(EveryN):
    """Writes the steps per second. Replaces: tf.contrib.learn.monitors.StepCounter"""

    def __init__(self, every_n_steps=100, output_dir=None, summary_writer=None):
        super().__init__(every_n_steps=every_n_steps)
        self._last_step = self._last_time = None
        self._summary_writer = summary_writer
        if summary_writer is None and output_dir:
            self._summary_writer = tf.summary.FileWriterCache.get(output_dir)

    def set_estimator(self, estimator):
        super().set_estimator(estimator)
        if self._summary_writer is None:
            self._summary_writer = tf.summary.FileWriterCache.get(estimator.model_dir)

    def every_n_step_end(self, current_step, outputs):
        now = time.time()
        if self._last_time is not None and self._summary_writer:
            rate = (current_step - self._last_step) / (now - self._last_time)
            summary = tf.Summary(value=[tf.Summary.Value(tag="global_step/sec", simple_value=rate)])
            self._summary_writer.add_summary(summary, current_step)
        self._last_step, self._last_time = current_step, now


class NanLoss(EveryN):
    """Stops, or fails, at a loss that is NaN. Replaces: tf.contrib.learn.monitors.NanLoss"""

    def __init__(self, loss_tensor, every_n_steps=100, fail_on_nan_loss=True):
        super().__init__(every_n_steps=every_n_steps)
        self._loss_tensor, self._fail_on_nan_loss = loss_tensor, fail_on_nan_loss

    def every_n_step_begin(self, step):
        super().every_n_step_begin(step)
        return [self._loss_tensor]

    def every_n_step_end(self, step, outputs):
        super().every_n_step_end(step, outputs)
        if not np.isnan(extract_output(outputs, self._loss_tensor)):
            return False
        if self._fail_on_nan_loss:
            tf.logging.error("Model diverged with loss = NaN.")
            raise NanLossDuringTrainingError
        tf.logging.warning("Model diverged with loss = NaN.")
        return True
