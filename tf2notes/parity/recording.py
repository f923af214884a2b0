"""Recordings: the flat dicts ``rung/name -> array`` that sides make and the ladder compares.

All of them speak TF1: variable names, layouts and tensor names are those of the TF1 side (see ``legacy/record.py``).
"""

import functools
import warnings

import keras
import numpy as np
import tensorflow as tf

from tf2notes import legacy
from tf2notes.legacy import record as legacy_record
from tf2notes.parity.layout import Layout
from tf2notes.parity.masks import Masks

# A recording on disk keeps so many numbers of a large array, and its digest.
SAMPLE = 200


def spec_of(pair):
    """The part of a pair that ``legacy/record.py`` needs, as plain data."""
    side = pair.legacy
    return {
        "build": side.build,
        "kwargs": dict(side.kwargs),
        "outputs": list(side.outputs),
        "loss": side.loss,
        "train": side.train if isinstance(side.train, str) else list(side.train),
        "learning_rate": side.learning_rate,
        "metrics": list(side.metrics),
        "carry": dict(side.carry),
        "prepare": list(side.prepare),
        "extra_variables": list(side.extra_variables),
        "seed": pair.seed,
        "scale": pair.scale,
    }


def builder(side):
    """The function that builds the TF1 side's graph, its arguments bound."""
    original = side.original
    build = original if callable(original) else getattr(legacy.load(original), side.build)
    return functools.partial(build, **side.kwargs)


def record_legacy(pair, batches, float64=False, draws=False):
    """Run the TF1 side on today's TensorFlow: (recording, starting weights).

    Args:
        pair: the `Pair`.
        batches: a list of dicts.
        float64: whether to compute in double precision.
        draws: True to draw the graph's random numbers once a step and to record them, or a list with the numbers of
            each step, {tensor: array}.
    """
    from tf2notes.legacy import tf1

    spec = {**spec_of(pair), "start": {**pair.legacy.start, **pair.start}, "random": draws}
    build = builder(pair.legacy)
    if float64:
        from tf2notes.parity.double import in_double

        return in_double(tf1, build, spec, batches)
    return legacy_record.record(tf1, build, spec, batches)


def record_recorded(side, pair):
    """(recording, starting weights) of a `Recorded` side; weights that its file lacks are drawn as it drew them."""
    weights = side.weights
    if not weights:
        shapes = {k.partition("/")[2]: v for k, v in side.recording.items() if k.startswith("variables/")}
        weights = {**legacy_record.start_weights(shapes, pair.seed, pair.scale), **pair.start}
    return dict(side.recording), dict(weights)


def record_keras(pair, weights, batches, draws=None):
    """Run the Keras side from TF1's starting weights: a recording under TF1's names.

    Args:
        pair: the `Pair`.
        weights: {TF1 variable: array}, as `record_legacy` returns.
        batches: as for the TF1 side.
        draws: random numbers of each step, which the dropout layers take in place of their own.

    Raises:
        ValueError: ``weights_from_legacy`` does not give exactly the model's weights, in their shapes.
    """
    side, layout = pair.modern, Layout(pair.weights_from_legacy, {k: v.shape for k, v in weights.items()})
    model = side.build()
    start = layout.to_keras(weights)
    check_weights(model, start)
    recording = {f"variables/{name}": np.array(layout.shapes[name]) for name in layout.to_legacy(start)}
    masks = Masks(model, side.data(batches[0]), draws) if draws is not None else None
    recording.update(forward(pair, model, layout, start, batches[0], masks))
    if not pair.legacy.loss or not model.compiled:
        return recording
    step = tf.function(model.train_step, reduce_retracing=True)

    model = reset(model, start)
    losses = []
    for index, batch in enumerate(batches):
        model.reset_metrics()
        if masks:
            masks.set(index)
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Gradients do not exist", UserWarning)  # the gradients' rung says so
            losses.append(float(step(side.data(batch))[side.loss]))
        if index == 0:
            after = {name: np.float64(v.numpy()) for name, v in named_weights(model).items() if name in start}
            moves = {name: (after[name] - start[name]) / pair.legacy.learning_rate for name in after}
            recording.update(_prefixed("first_step", layout.to_legacy(moves)))
    recording[f"trajectory/{pair.legacy.loss}"] = np.array(losses)
    recording.update(_metrics(side, model, batches[0]))
    return recording


def named_weights(model):
    """{name: variable}, named as in ``weights_from_legacy``: the path below the model, without random states."""
    prefix = f"{model.name}/"
    return {v.path.removeprefix(prefix): v for v in model.weights if "seed_generator" not in v.path}


def check_weights(model, values):
    """Raise a `ValueError` that lists every weight that is missing, unexpected or misshapen."""
    expected = {name: tuple(v.shape) for name, v in named_weights(model).items()}
    wrong = [f"  missing     {path} {shape}" for path, shape in expected.items() if path not in values]
    for path, value in values.items():
        if path not in expected:
            wrong.append(f"  unexpected  {path} {np.shape(value)}")
        elif expected[path] != np.shape(value):
            wrong.append(f"  misshapen   {path} {np.shape(value)}, the model has {expected[path]}")
    if wrong:
        raise ValueError("weights_from_legacy does not give the model's weights:\n" + "\n".join(wrong))


def reset(model, values):
    """Give the model the weights {path: array}, a fresh optimizer state and no RNN state; returns the model."""
    for name, variable in named_weights(model).items():
        if name in values:
            variable.assign(values[name])
    for layer in model._flatten_layers():
        if getattr(layer, "stateful", False) and hasattr(layer, "reset_state"):
            layer.reset_state()
    return model


def sampled(recording):
    """A recording small enough to keep: of arrays over `SAMPLE` numbers a fixed choice of them, and the norm."""
    kept = {}
    for name, array in recording.items():
        array = np.asarray(array)
        if array.size > SAMPLE and array.dtype.kind == "f":
            kept[f"{name}#shape"] = np.array(array.shape, np.int64)
            kept[f"{name}#norm"] = np.linalg.norm(np.float64(array).ravel())
            chosen = np.sort(np.random.RandomState(array.size % 2**31).permutation(array.size)[:SAMPLE])
            array = array.ravel()[chosen]
        kept[name] = array
    return kept


def load_recording(path):
    """A recording from an ``.npz`` file, as `sampled` made it."""
    with np.load(path, allow_pickle=False) as file:
        return {name: file[name] for name in file.files}


def forward(pair, model, layout, start, batch, masks=None):
    """The rungs forward, loss and gradients of the Keras side."""
    side = pair.modern
    reset(model, start)
    x, y, sample_weight = keras.utils.unpack_x_y_sample_weight(side.data(batch))
    outputs = side.outputs(model(x, training=False))
    recording = {f"forward/{name}": np.asarray(value) for name, value in outputs.items()}
    if not pair.legacy.loss or not model.compiled:
        return recording
    reset(model, start)
    if masks:
        masks.set(0)
    with tf.GradientTape() as tape:
        loss = model.compute_loss(x=x, y=y, y_pred=model(x, training=True), sample_weight=sample_weight, training=True)
    recording[f"loss/{pair.legacy.loss}"] = np.asarray(loss)
    trainable = {name: v.value for name, v in named_weights(model).items() if v.trainable}
    gradients = tape.gradient(loss, trainable)
    found = {name: np.asarray(tf.convert_to_tensor(g)) for name, g in gradients.items() if g is not None}
    recording.update(_prefixed("gradients", layout.to_legacy(found)))
    return recording


def _metrics(side, model, batch):
    if not side.metrics:
        return {}
    model.reset_metrics()
    reset(model, {})
    logs = model.test_step(side.data(batch))
    return {f"metric/{name}": np.asarray(logs[key]) for name, key in side.metrics.items()}


def _prefixed(rung, arrays):
    return {f"{rung}/{name}": array for name, array in arrays.items()}
