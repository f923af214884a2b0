"""What monitors of ``tf.contrib.learn`` are, and the hook that runs them."""

import inspect

import tensorflow.compat.v1 as tf


class BaseMonitor:
    """Called around epochs and steps. Replaces: tf.contrib.learn.monitors.BaseMonitor

    Raises:
        ValueError: the calls do not nest, or a step or epoch is not one that can come.
    """

    def __init__(self):
        self._begun = False
        self._current_epoch = self._current_step = self._max_steps = self._estimator = None

    run_on_all_workers = property(lambda self: False, doc="Whether it runs beside the chief, too.")

    def set_estimator(self, estimator):
        """Whose training it is."""
        if estimator is None:
            raise ValueError("Missing estimator.")
        self._estimator = estimator

    def begin(self, max_steps=None):
        """Before training."""
        if self._begun:
            raise ValueError("begin called twice without end.")
        self._max_steps, self._begun = max_steps, True

    def end(self, session=None):
        """After training."""
        if not self._begun:
            raise ValueError("end called without begin.")
        self._max_steps, self._begun = None, False

    def epoch_begin(self, epoch):
        """Before an epoch."""
        if self._current_epoch is not None:
            raise ValueError("epoch_begin called twice without epoch_end.")
        if epoch < 0:
            raise ValueError(f"Invalid epoch {epoch}.")
        self._current_epoch = epoch

    def epoch_end(self, epoch):
        """After an epoch."""
        if self._current_epoch != epoch:
            raise ValueError(f"epoch_end expected {self._current_epoch} but got {epoch}.")
        self._current_epoch = None

    def step_begin(self, step):
        """Before a step; a list of tensors, or their names, to run with it."""
        if step < 0 or (self._max_steps is not None and step > self._max_steps):
            raise ValueError(f"Invalid step {step}.")
        self._current_step = step
        return []

    def step_end(self, step, output):
        """After a step, with the values by tensor or name; whether training shall stop."""
        if self._current_step != step:
            raise ValueError(f"step_end expected {self._current_step} but got {step}.")
        self._current_step = None
        return False

    def post_step(self, step, session):
        """After all monitors' `step_end`."""


class EveryN(BaseMonitor):
    """Called every so many steps, and at the last. Replaces: tf.contrib.learn.monitors.EveryN"""

    def __init__(self, every_n_steps=100, first_n_steps=1):
        super().__init__()
        self._every_n_steps, self._first_n_steps = every_n_steps, first_n_steps
        self._last_successful_step, self._last_active_step = None, 0
        self._is_active = False

    def every_n_step_begin(self, step):
        """Before such a step; a list of tensors, or their names, to run with it."""
        return []

    def every_n_step_end(self, step, outputs):
        """After such a step; whether training shall stop."""
        return False

    def every_n_post_step(self, step, session):
        """After all monitors' `step_end` of such a step, and once more for the last step of all."""

    def step_begin(self, step):
        super().step_begin(step)
        due = step >= self._every_n_steps + self._last_active_step
        self._is_active = step <= self._first_n_steps or due or step == self._max_steps
        return self.every_n_step_begin(step) if self._is_active else []

    def step_end(self, step, output):
        super().step_end(step, output)
        return self.every_n_step_end(step, output) if self._is_active else False

    def post_step(self, step, session):
        super().post_step(step, session)
        if self._is_active:
            self.every_n_post_step(step, session)
            self._last_active_step = step
        self._last_successful_step = step

    def end(self, session=None):
        super().end(session=session)
        if self._last_successful_step != self._last_active_step:
            self.every_n_post_step(self._last_successful_step, session)


class RunHookAdapterForMonitors(tf.train.SessionRunHook):
    """Monitors as a hook. Replaces: tf.contrib.learn.monitors.RunHookAdapterForMonitors"""

    def __init__(self, monitors):
        self._monitors = monitors

    def begin(self):
        self._last_step = None
        self._global_step_tensor = tf.train.get_global_step()
        for monitor in self._monitors:
            monitor.begin(max_steps=None)

    def before_run(self, run_context):
        if self._last_step is None:
            self._last_step = run_context.session.run(self._global_step_tensor) + 1
        wanted = []
        for monitor in self._monitors:
            asked = monitor.step_begin(self._last_step)
            if asked and not isinstance(asked, list):
                raise ValueError("Monitor.step_begin should return a list.")
            wanted.extend(asked or [])
        return tf.train.SessionRunArgs({_key(each): _as_graph_element(each) for each in wanted})

    def after_run(self, run_context, run_values):
        found = _Outputs(run_values.results)
        stops = [monitor.step_end(self._last_step, found) for monitor in self._monitors]  # each is called
        if any(stops):
            run_context.request_stop()
        for monitor in self._monitors:
            monitor.post_step(self._last_step, run_context.session)
        self._last_step = run_context.session.run(self._global_step_tensor) + 1

    def end(self, session):
        self._last_step = None
        for monitor in self._monitors:
            takes = "session" in inspect.signature(monitor.end).parameters
            monitor.end(session=session) if takes else monitor.end()


def _key(wanted):
    return wanted if isinstance(wanted, str) else wanted.name


class _Outputs(dict):
    """Values by name, which a tensor has, too."""

    def __contains__(self, wanted):
        return super().__contains__(_key(wanted))

    def __getitem__(self, wanted):
        return super().__getitem__(_key(wanted))


def extract_output(outputs, request):
    """The value of a tensor, by itself or by its name."""
    return outputs[request] if request in outputs else outputs[request.name]


def _as_graph_element(wanted):
    graph = tf.get_default_graph()
    if not isinstance(wanted, str):
        if getattr(wanted, "graph", None) is not graph:
            raise ValueError(f"Passed {wanted} should have graph attribute that is equal to current graph {graph}.")
        return wanted
    element = graph.as_graph_element(wanted if ":" in wanted else f"{wanted}:0")
    if element.dtype == tf.resource:
        held = [variable for variable in tf.global_variables() if getattr(variable, "handle", None) is element]
        return graph.as_graph_element(held[0]) if held else element
    if ":" not in wanted and len(element.op.outputs) > 1:
        raise ValueError(
            f"Name {wanted} is ambiguous, as this `Operation` has multiple outputs ({len(element.op.outputs)})."
        )
    return element


def replace_monitors_with_hooks(monitors_or_hooks, estimator):
    """Hooks as they are, and one hook for all monitors. Replaces: the function of tf.contrib.learn.monitors"""
    given = list(monitors_or_hooks or [])
    hooks = [each for each in given if isinstance(each, tf.train.SessionRunHook)]
    monitors = [each for each in given if not isinstance(each, tf.train.SessionRunHook)]
    if not estimator.config.is_chief:
        monitors = [monitor for monitor in monitors if monitor.run_on_all_workers]
    for monitor in monitors:
        monitor.set_estimator(estimator)
    return [*hooks, RunHookAdapterForMonitors(monitors)] if monitors else hooks
