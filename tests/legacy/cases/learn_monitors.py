"""Monitors of ``tf.contrib.learn``: when they are called, what they see, and how they stop training."""

import tempfile

import numpy as np
import tensorflow as tf

learn = tf.contrib.learn
monitors = tf.contrib.learn.monitors
X = np.random.RandomState(2).randn(8, 2).astype(np.float32)
Y = X[:, 0] - X[:, 1]


def model_fn(features, labels, mode):
    w = tf.get_variable("w", [2, 1], initializer=tf.constant_initializer(0.1))
    predictions = tf.matmul(features, w)[:, 0]
    loss = tf.losses.mean_squared_error(labels, predictions)
    train_op = tf.train.GradientDescentOptimizer(0.1).minimize(loss, tf.train.get_global_step())
    return learn.ModelFnOps(mode, {"y": predictions}, loss, train_op)


class Noted(monitors.EveryN):
    def __init__(self, **kwargs):
        super(Noted, self).__init__(**kwargs)
        self.calls = []

    def every_n_step_begin(self, step):
        self.calls.append("begin %d" % step)
        return ["w:0"]

    def every_n_step_end(self, step, outputs):
        self.calls.append("end %d %s" % (step, outputs["w:0"].shape))
        return False

    def every_n_post_step(self, step, session):
        self.calls.append("post %d" % step)


def fit(given, steps=10, **config):
    folder = tempfile.mkdtemp()
    estimator = learn.Estimator(model_fn, model_dir=folder, config=learn.RunConfig(**config))
    estimator.fit(input_fn=lambda: (tf.constant(X), tf.constant(Y)), steps=steps, monitors=given)
    return estimator


def case_every_n():
    noted = Noted(every_n_steps=4, first_n_steps=2)
    fit([noted])
    return {"calls": noted.calls}


def case_stop_at_step():
    by_number, by_step = fit([monitors.StopAtStep(num_steps=3)]), fit([monitors.StopAtStep(last_step=5)])
    return {"steps": [int(e.get_variable_value("global_step")) for e in (by_number, by_step)]}


def case_capture_variable():
    captured = monitors.CaptureVariable("w:0", every_n=3, first_n=1)
    fit([captured], steps=7)
    # its values are those after the step where variables are reference variables, those before it elsewhere
    return {"steps": sorted(captured.values), "shape": captured.values[1].shape}


def case_validation():
    monitor = monitors.ValidationMonitor(
        input_fn=lambda: (tf.constant(X), tf.constant(-Y)),
        eval_steps=1,
        every_n_steps=2,
        early_stopping_rounds=4,
        check_interval_secs=None,
        name="held_out",
    )
    estimator = fit([monitor], steps=20, save_checkpoints_steps=1, save_checkpoints_secs=None)
    return {
        "stopped": [monitor.early_stopped, int(monitor.best_step), int(estimator.get_variable_value("global_step"))],
        "best": monitor.best_value,
        "names": sorted(monitor.best_metrics),
    }


def case_nan():
    loss = tf.placeholder(tf.float32, [], name="loss")
    ends = []
    for fails in (True, False):
        monitor = monitors.NanLoss(loss, every_n_steps=1, fail_on_nan_loss=fails)
        monitor.begin(max_steps=3)
        asked = [each.name for each in monitor.step_begin(1)]
        try:
            ends.append(str(monitor.step_end(1, {"loss:0": np.nan, loss: np.nan})))
        except monitors.NanLossDuringTrainingError as error:
            ends.append(str(error))
    return {"asked": asked, "ends": ends}


def case_errors():
    base, errors = monitors.BaseMonitor(), []
    base.begin(max_steps=5)
    for call in (
        lambda: base.begin(),
        lambda: base.step_begin(6),
        lambda: base.epoch_begin(-1),
        lambda: monitors.StopAtStep(),
        lambda: monitors.StopAtStep(1, 2),
        lambda: monitors.ValidationMonitor(),
        lambda: base.set_estimator(None),
    ):
        try:
            call()
        except ValueError as error:
            errors.append(str(error))
    return {"errors": errors}
