"""Causes in the optimizer: what its operations in the TF1 graph are given, held against Keras' settings."""

import keras
import numpy as np
import tensorflow as tf

from tf2notes.parity.recording import named_weights, reset
from tf2notes.parity.report import Finding

# Kinds of TF1 update operations and the Keras optimizer that does the same.
TWINS = {
    "GradientDescent": "SGD",
    "Momentum": "SGD",
    "KerasMomentum": "SGD",
    "Adam": "Adam",
    "RMSProp": "RMSprop",
    "CenteredRMSProp": "RMSprop",
    "Adagrad": "Adagrad",
    "AdagradV2": "Adagrad",
    "Adadelta": "Adadelta",
    "Ftrl": "Ftrl",
    "FtrlV2": "Ftrl",
}
# TF1's name of a setting in an update operation -> Keras' attribute, and what it is called in a report.
SETTINGS = {
    "beta1": ("beta_1", "beta"),
    "beta2": ("beta_2", "beta"),
    "momentum": ("momentum", "momentum"),
    "rho": ("rho", "decay"),
    "epsilon": ("epsilon", "epsilon"),
}


def first_step(case, theirs, ours):
    """Causes of a first move that differs though gradients agree."""
    wrong = [name for name in theirs if name in ours and not _close(ours[name], theirs[name])]
    statistics = [name for name in wrong if "moving_" in name]
    if statistics:
        yield from _statistics(case, {n: (ours[n], theirs[n]) for n in statistics})
    if not wrong:  # less than float32 could show: seen in double precision alone
        yield from _settings(case, case.tf1().optimizers)
        yield from _adagrad_epsilon(case, case.tf1().optimizers)
    if len(statistics) == len(wrong):
        return
    sparse = _repeated_rows(case)
    if sparse and set(wrong) <= set(sparse):
        text = (
            f"{', '.join(sparse)}: ids repeat within the batch, and Keras 3 squares their gradients one by one; "
            "wrap the optimizer in tf2notes.optimizers.sum_repeated_ids"
        )
        yield Finding("sparse gradients", ", ".join(sparse), text)
    yield from _settings(case, case.tf1().optimizers)
    yield from _clipping(case, theirs, ours)
    yield from _accumulators(case, case.tf1().optimizers)


def trajectory(case):
    """Causes of losses that part though the first step agrees."""
    steps = min(len(case.batches), 10)
    run = case.tf1(steps)
    yield from _settings(case, run.optimizers)
    for first, last in zip(run.optimizers, run.later, strict=False):
        rate = "alpha" if "alpha" in first else "lr"
        schedule = isinstance(getattr(case.model.optimizer, "_learning_rate", None), _schedules())
        moved = abs(first.get(rate, 0) - last.get(rate, 0)) > 1e-6 * abs(first.get(rate, 1))
        if moved and not schedule:
            text = f"TF1's rate goes from {first[rate]:g} to {last[rate]:g} within {steps} steps, Keras' is constant"
            yield Finding("learning rate schedule", "optimizer", text)
        elif schedule:
            ours = float(case.model.optimizer._learning_rate(steps))
            if abs(ours - last.get(rate, 0)) > 1e-5 * abs(ours):
                text = f"after {steps} steps Keras' schedule gives {ours:g}, TF1 {last.get(rate, 0):g}"
                yield Finding("learning rate schedule", "optimizer", text)
    sparse = _repeated_rows(case)
    if sparse and run.optimizers and run.optimizers[0]["kind"] not in ("GradientDescent", "Adagrad"):
        text = f"{', '.join(sparse)}: rows that a batch does not touch, or touches twice, are treated otherwise"
        yield Finding("sparse gradients", ", ".join(sparse), text)


def _schedules():
    return keras.optimizers.schedules.LearningRateSchedule


def _close(ours, theirs, rtol=1e-4):
    ours, theirs = np.nan_to_num(np.float64(ours)), np.nan_to_num(np.float64(theirs))
    return np.max(np.abs(ours - theirs), initial=0.0) <= rtol * np.max(np.abs(theirs), initial=0.0)


def _settings(case, operations):
    """Kind, rate, epsilon and so on: TF1's as the graph computes them against Keras'."""
    optimizer = case.model.optimizer
    kind = _kind(optimizer)
    for settings in operations:
        twin = TWINS.get(settings["kind"])
        if twin and kind in TWINS.values() and twin != kind:
            yield Finding(
                "optimizer", "optimizer", f"TF1's is {settings['kind']}, Keras' is {type(optimizer).__name__}"
            )
            return
        theirs = settings.get("lr", settings.get("alpha"))
        ours = _rate(optimizer)
        if theirs is not None and ours is not None and abs(theirs - ours) > 1e-6 * abs(ours):
            text = f"TF1's is {theirs:g}, Keras' {ours:g} (a ratio of {theirs / ours:g})"
            yield Finding("learning rate", "optimizer", text)
        for name, (attribute, called) in SETTINGS.items():
            mine = getattr(optimizer, attribute, None)
            yours = settings.get(name)
            if attribute == "momentum" and yours is None and settings["kind"] == "GradientDescent":
                yours = 0.0
            if yours is None or not isinstance(mine, (int, float)):
                continue
            if abs(yours - mine) > 1e-5 * max(abs(mine), abs(yours)):
                yield Finding(called, "optimizer", f"{attribute}: TF1's is {yours:g}, Keras' {mine:g}")
        if settings.get("nesterov", False) != bool(getattr(optimizer, "nesterov", False)) and "nesterov" in settings:
            yield Finding("momentum", "optimizer", f"TF1's use_nesterov is {settings['nesterov']}, Keras' is not")
        decay = getattr(optimizer, "weight_decay", None)
        if decay:
            yield Finding("weight decay", "optimizer", f"Keras decays weights by {decay:g}, TF1 does not")


def _adagrad_epsilon(case, operations):
    epsilon = getattr(case.model.optimizer, "epsilon", None)
    if epsilon and any(settings["kind"] == "Adagrad" for settings in operations):
        yield Finding("epsilon", "optimizer", f"Keras' Adagrad adds {epsilon:g} to the root, TF1's adds nothing: set 0")


def _kind(optimizer):
    names = [c.__name__ for c in type(optimizer).__mro__]
    return next((name for name in names if name in {*TWINS.values(), "AdamW", "Nadam", "Adamax"}), "")


def _rate(optimizer):
    rate = getattr(optimizer, "_learning_rate", None)
    if isinstance(rate, _schedules()):
        return float(rate(0))
    return float(rate) if rate is not None else None


def _accumulators(case, operations):
    """Where the averages start, which no setting of the update shows."""
    optimizer = case.model.optimizer
    kinds = {settings["kind"] for settings in operations}
    if kinds & {"RMSProp", "CenteredRMSProp"} and type(optimizer) is keras.optimizers.RMSprop:
        text = (
            "TF1's mean square starts at one, Keras' at zero, and the epsilons differ: tf2notes.optimizers has an "
            "RMSprop that starts as TF1's"
        )
        yield Finding("initial accumulator", "optimizer", text)
    if "Adagrad" in kinds and type(optimizer) is keras.optimizers.Adagrad:
        start = optimizer.initial_accumulator_value
        yield Finding(
            "initial accumulator",
            "optimizer",
            f"Keras' accumulator starts at {start:g}, with epsilon {optimizer.epsilon:g}",
        )


def _clipping(case, theirs, ours):
    optimizer, in_tf1 = case.model.optimizer, case.tf1().clips
    names = {"clipnorm": "clip_by_norm", "global_clipnorm": "clip_by_global_norm", "clipvalue": "clip_by_value"}
    in_keras = [names[n] for n in names if getattr(optimizer, n, None)]
    if set(in_tf1) == set(in_keras):
        ratios = [float(np.vdot(ours[n], theirs[n]) / np.vdot(theirs[n], theirs[n])) for n in theirs if n in ours]
        if in_tf1 and np.ptp(ratios) < 1e-3 * abs(ratios[0]):
            yield Finding("gradient clipping", "optimizer", f"both clip, to norms whose ratio is {ratios[0]:.6g}")
        return
    spoken = {v: k for k, v in names.items()}
    mine = ", ".join(spoken[n] for n in in_keras) or "does not clip"
    theirs_text = ", ".join(f"{n} ({spoken[n]} in Keras)" for n in in_tf1) or "no clipping"
    yield Finding("gradient clipping", "optimizer", f"TF1's graph has {theirs_text}, Keras' optimizer: {mine}")


def _repeated_rows(case):
    """TF1 names of tables whose gradient has the same row twice."""
    x, y, sample_weight = case.data
    reset(case.model, case.start)
    weights = {name: v.value for name, v in named_weights(case.model).items() if v.trainable}
    with tf.GradientTape() as tape:
        y_pred = case.model(x, training=True)
        loss = case.model.compute_loss(x=x, y=y, y_pred=y_pred, sample_weight=sample_weight, training=True)
    gradients = tape.gradient(loss, weights)
    found = []
    for path, gradient in gradients.items():
        if isinstance(gradient, tf.IndexedSlices):
            rows = gradient.indices.numpy().ravel()
            if len(np.unique(rows)) < len(rows):
                at = int(case.layout.positions[path].max())
                found.append(next(n for n in reversed(case.layout.offsets) if case.layout.offsets[n] <= at))
    return found


def _statistics(case, wrong):
    """Moving mean and variance of batch norm: how TF1 moves them, how Keras does."""
    rate = case.pair.legacy.learning_rate
    layers = {
        layer.path.partition("/")[2] or layer.name: layer
        for layer in case.model._flatten_layers()
        if isinstance(layer, keras.layers.BatchNormalization)
    }
    mean_moves = {n: pair for n, pair in wrong.items() if n.endswith("moving_mean:0")}
    for name, (ours, theirs) in wrong.items():
        if not np.any(theirs) and np.any(ours):
            text = f"TF1 does not move {name}: its UPDATE_OPS are not run with the training operation"
            yield Finding("batch-norm updates", name, text)
            return
    for name, (ours, theirs) in mean_moves.items():
        ratio = float(np.vdot(ours, theirs) / np.vdot(ours, ours))
        text = f"{name} moves {ratio:.4g} times as far in TF1: another momentum (tf.contrib: decay=0.999)"
        yield Finding("batch-norm momentum", name, text)
        return
    for name, (ours, theirs) in wrong.items():
        before = np.float64(case.weights[name])
        for layer in layers.values():
            if layer.moving_variance.shape != before.shape:
                continue
            keep = layer.momentum
            mine = (ours * rate + before - keep * before) / (1 - keep)
            yours = (theirs * rate + before - keep * before) / (1 - keep)
            ratio = yours / mine
            if np.ptp(ratio) < 1e-2 * abs(ratio.flat[0] - 1) + 1e-3 and ratio.flat[0] > 1:
                count = ratio.mean() / (ratio.mean() - 1)
                text = (
                    f"{name}: TF1's fused batch norm keeps N / (N - 1) of the variance, with N = {count:.0f}; "
                    "outputs in training are the same"
                )
                yield Finding("batch-norm variance", name, text)
                return
