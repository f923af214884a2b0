"""Where two sides part, and why: known causes are tried out, not guessed from names.

A cause is reported if undoing it makes the two sides agree, or if both sides show it: another epsilon, another rate.
"""

import difflib

import keras
import numpy as np
import tensorflow as tf

from tf2notes.parity import optimizer_causes, suspects
from tf2notes.parity.activations import run_keras, run_tf1
from tf2notes.parity.layout import Layout
from tf2notes.parity.recording import named_weights, reset
from tf2notes.parity.report import Finding


def diagnose(pair, rung, weights, batches, recordings):
    """`Finding`s for the first rung that failed, the place first, then causes, likeliest first.

    Args:
        pair: the `Pair`, with its weight map.
        rung: name of the rung.
        weights: TF1's starting weights.
        batches: those of the trajectory.
        recordings: {"legacy": recording, "modern": recording}.
    """
    if rung not in KNOWN:
        return []
    layout = Layout(pair.weights_from_legacy, {k: v.shape for k, v in weights.items()})
    start = layout.to_keras(weights)
    model = reset(pair.modern.build(), start)
    case = _Case(pair, model, start, layout, weights, batches, recordings["legacy"], recordings["modern"])
    found = []
    for finding in KNOWN[rung](case):
        if finding.cause not in [f.cause for f in found] or finding.cause == "first difference":
            found.append(finding)
    return found


class _Case:
    """Both sides, ready to be looked into; the TF1 graph is run when it is first asked for."""

    def __init__(self, pair, model, start, layout, weights, batches, legacy, modern):
        self.pair, self.model, self.start, self.layout = pair, model, start, layout
        self.weights, self.batches, self.legacy, self.modern = weights, batches, legacy, modern
        self.data = keras.utils.unpack_x_y_sample_weight(pair.modern.data(batches[0]))
        self._tf1 = {}

    def tf1(self, steps=0):
        if steps not in self._tf1:
            self._tf1[steps] = run_tf1(self.pair, self.weights, self.batches, steps)
        return self._tf1[steps]

    def keras(self, training=False):
        reset(self.model, self.start)
        return run_keras(self.model, self.data[0], training)

    def loss(self, training=True, model=None):
        model = model or self.model
        x, y, sample_weight = self.data
        reset(self.model, self.start)
        y_pred = model(x, training=training)
        return float(model.compute_loss(x=x, y=y, y_pred=y_pred, sample_weight=sample_weight, training=training))

    def tf1_loss(self):
        return float(self.legacy[f"loss/{self.pair.legacy.loss}"])


def same(ours, theirs, rtol=2e-5):
    """Whether two arrays hold the same numbers, apart from their shape (or with the first two axes exchanged)."""
    if ours.size != theirs.size or ours.size == 0:
        return False
    arrangements = [ours.reshape(theirs.shape)]
    if ours.ndim > 2 and ours.shape[:2] != theirs.shape[:2]:
        arrangements.append(np.swapaxes(ours, 0, 1).reshape(theirs.shape))
    scale = np.max(np.abs(theirs), initial=0.0)
    if not np.isfinite(scale):
        return False
    return any(np.max(np.abs(a - theirs), initial=0.0) <= rtol * scale for a in arrangements)


def match(array, tensors):
    """The first tensor that holds the same numbers as an array, or None."""
    return next((name for name, value in tensors.items() if same(array, value)), None)


def _resembling(array, tensors):
    """(name, correlation) of the tensor of as many numbers that resembles an array most, or None."""
    best = None
    for name, value in tensors.items():
        if value.size == array.size and value.size > 2 and np.std(value) > 0 and np.std(array) > 0:
            correlation = float(np.corrcoef(value.ravel(), array.ravel())[0, 1])
            if best is None or abs(correlation) > abs(best[1]) + 1e-9:
                best = name, correlation
    return best


# The rungs --------------------------------------------------------------------------------------------------------


def _forward(case):
    tensors = case.tf1().tensors
    yield from _not_repeatable(case, training=False)
    _, runs = case.keras()
    asked = _between(case.pair, runs, tensors)
    before = "the input"
    for index, run in enumerate(runs):
        if not run.outputs or run.outputs[0].size < 2:
            continue
        name = asked.get(run.layer.name)
        candidates = {name: tensors[name]} if name else tensors
        found = match(run.outputs[0], candidates)
        if found:
            before = f"{run.layer.name} ({found})"
            continue
        resembling = _resembling(run.outputs[0], candidates)
        causes = list(_tried(run, candidates))
        if not (causes or name or (resembling and (abs(resembling[1]) > 0.3 or _is_last(runs, index)))):
            continue  # nothing there to compare with: TF1 may compute this step in another way
        place = f"{run.layer.name} is the first layer whose output is no tensor of the TF1 graph"
        if name:
            place = f"{run.layer.name} is the first layer whose output is not {name}, as it should be"
            if tensors[name].size != run.outputs[0].size:
                place += f": {list(run.outputs[0].shape)}, expected {list(tensors[name].shape)}"
        if resembling and not causes:
            place += f"; nearest is {resembling[0]} (correlation {resembling[1]:.3f})"
        yield Finding("first difference", run.layer.path, f"{place}. Before it {before} agrees.")
        yield from causes
        return
    yield from _asked_tensors(case, tensors)


def _between(pair, runs, tensors):
    """{layer: tensor} of what the pair wants compared, each of which must be there."""
    asked = {layer: name if ":" in name else f"{name}:0" for layer, name in pair.between.items()}
    for what, names, known in (
        ("Keras layer", asked, {run.layer.name for run in runs}),
        ("floating-point TF1 tensor below the outputs and the loss", asked.values(), tensors),
    ):
        for name in names:
            if name not in known:
                near = ", ".join(difflib.get_close_matches(name, known, 3, 0.3)) or ", ".join(list(known)[:3])
                raise ValueError(f"Pair.between: no {what} is called {name!r}; nearest: {near}")
    return asked


def _is_last(runs, index):
    return index >= len(runs) - 1


def _tried(run, tensors):
    """Causes that, undone in one layer, make its output one of TF1's tensors."""
    own = run.outputs[0]
    for cause, text, output in suspects.variants(run):
        output = np.asarray(output)
        if output.size < 2 or np.ptp(output) == 0 or (output.shape == own.shape and same(output, own)):
            continue
        found = match(output, tensors)
        if found:
            yield Finding(cause, run.layer.path, f"{run.layer.name}: {text}; changed so it gives {found}")
            return
    for name, value in tensors.items():
        if value.size == own.size and value.size > 3 and np.all(own != 0):
            ratio = value.reshape(own.shape) / own
            if np.ptp(ratio) <= 1e-4 * abs(ratio.flat[0]) and abs(ratio.flat[0] - 1) > 1e-4:
                yield Finding(
                    "scale", run.layer.path, f"{run.layer.name}: {name} is {ratio.flat[0]:.6g} times its output"
                )
                return


def _asked_tensors(case, tensors):
    """All layers agree: then the outputs are another tensor, or something is done to it on the way."""
    returned, _ = case.keras()
    outputs = case.pair.modern.outputs(returned)
    for name, array in outputs.items():
        array = np.asarray(array)
        expected = np.asarray(case.legacy.get(f"forward/{name}", np.zeros([0])))
        if expected.size == 0 or same(array, expected):
            continue
        yield Finding("first difference", name, f"every layer agrees with a TF1 tensor, the output {name!r} does not")
        for text, change in (
            ("TF1's output has passed a softmax", _softmax),
            ("TF1's output has passed a sigmoid", lambda a: 1 / (1 + np.exp(-a))),
            ("TF1's output has passed a relu", lambda a: np.maximum(a, 0)),
            ("TF1's output has passed a tanh", np.tanh),
        ):
            if same(change(np.float64(array)), expected, 1e-4):
                yield Finding("activation", name, text)
        if array.shape == expected.shape and same(_softmax(np.float64(expected)), array, 1e-4):
            yield Finding("activation", name, "Keras' output has passed a softmax that TF1's has not")


def _softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def _not_repeatable(case, training):
    """Random numbers where there should be none, on either side."""
    if case.pair.random:
        return
    random = case.tf1().random
    if random:
        drop = next((name for name in random if "dropout" in name.lower()), random[0])
        text = f"TF1 draws random numbers: {drop} differs from run to run; feed keep_prob=1, or set random='tf1'"
        yield Finding("dropout left on", drop, text)
    (_, first), (_, second) = case.keras(training), case.keras(training)
    for one, other in zip(first, second, strict=True):
        if any(not np.array_equal(a, b, equal_nan=True) for a, b in zip(one.outputs, other.outputs, strict=True)):
            name = one.layer.name
            text = f"Keras: {name} differs from call to call; set its rate to 0, or compare with random='keras'"
            yield Finding("dropout left on", one.layer.path, text)
            return


def _loss(case):
    yield from _not_repeatable(case, training=True)
    ours, theirs = case.loss(), case.tf1_loss()
    at = case.pair.legacy.loss
    yield Finding("first difference", at, f"values agree, the loss does not: {ours:.7g}, expected {theirs:.7g}")
    yield from _reductions(case, ours, theirs, at)
    yield from _penalties(case, ours, theirs, at)
    yield from _logits(case, theirs, at)
    inference = case.loss(training=False)
    if abs(inference - theirs) <= 1e-5 * abs(theirs):
        text = "TF1's loss is that of inference (training=False): dropout off, batch norm on its moving statistics"
        yield Finding("batch-norm mode", at, text)


def _reductions(case, ours, theirs, at):
    y_pred, _ = case.keras()
    shape = tuple(tf.nest.flatten(y_pred)[0].shape)
    counts = {int(np.prod(shape[:n])): f"the product of {list(shape[:n])}" for n in range(len(shape), 0, -1)}
    penalty = float(sum(case.model.losses)) if case.model.losses else 0.0
    for removed in {0.0, penalty}:
        for count, text in counts.items():
            for factor, word in ((count, "Keras sums where TF1 takes the mean"), (1 / count, "Keras takes the mean")):
                if count > 1 and abs((ours - removed) - factor * (theirs - removed)) <= 1e-4 * abs(ours):
                    which = word if factor > 1 else f"{word} where TF1 sums"
                    yield Finding("reduction", at, f"{which}: off by {count}, {text}; set the loss's reduction")
                    return
    if abs(ours) > 0 and any(abs(theirs / ours - r) < 1e-4 for r in (0.5, 2.0)):
        yield Finding(
            "reduction", at, f"TF1's loss is {theirs / ours:.3g} times Keras': tf.nn.l2_loss halves, mse does not"
        )


def _penalties(case, ours, theirs, at):
    reset(case.model, case.start)
    case.model(case.data[0], training=False)
    penalty = float(sum(case.model.losses)) if case.model.losses else 0.0
    difference, close = theirs - ours, 1e-3 * abs(theirs - ours)
    collected = case.tf1().penalties
    tables = {name: v for name, v in case.weights.items() if np.ndim(v) > 1}
    halves = sum(float(np.sum(np.square(np.float64(v)))) / 2 for v in tables.values())
    if penalty and abs(difference + penalty / 2) <= close:
        text = "TF1's l2_regularizer(s) and l2_loss halve the sum of squares, Keras' L2(s) does not: use L2(s / 2)"
        yield Finding("L2 factor", at, text)
    elif penalty and abs(difference + penalty) <= close:
        yield Finding("regularization", at, "Keras adds its layers' penalties, TF1's loss has none of them")
    elif collected and abs(difference - collected) <= close:
        yield Finding(
            "regularization", at, "TF1's loss holds the penalties it collects, no Keras layer has a regularizer"
        )
    elif halves and not penalty and difference > 0 and _round(difference / halves):
        text = f"TF1 adds {difference / halves:.3g} times the l2_loss of its matrices, Keras has no penalty"
        yield Finding("regularization", at, text)


def _round(number):
    """Whether it is a number as people write them, such as 0.01 or 0.0005."""
    return abs(float(f"{number:.2g}") / number - 1) < 1e-4


def _logits(case, theirs, at):
    loss = case.model._compile_loss._user_loss if case.model._compile_loss is not None else None
    if not hasattr(loss, "get_config") or "from_logits" not in loss.get_config():
        return
    config = loss.get_config()
    twin = type(loss).from_config({**config, "from_logits": not config["from_logits"]})
    x, y, sample_weight = case.data
    reset(case.model, case.start)
    penalty = float(sum(case.model.losses)) if case.model.losses else 0.0
    value = float(twin(y, case.model(x, training=False), sample_weight=sample_weight)) + penalty
    if abs(value - theirs) <= 1e-4 * abs(theirs):
        text = f"the loss takes from_logits={config['from_logits']}, TF1's {not config['from_logits']}"
        yield Finding("from_logits", at, text)


def _gradients(case):
    yield from _not_repeatable(case, training=True)
    theirs = {k.partition("/")[2]: v for k, v in case.legacy.items() if k.startswith("gradients/")}
    ours = {k.partition("/")[2]: v for k, v in case.modern.items() if k.startswith("gradients/")}
    yield from _wrong_first(theirs, ours, "gradient")
    back = {name: path for path, name in _paths(case)}
    frozen = {path for path, variable in named_weights(case.model).items() if not variable.trainable}
    ratios = []
    for name in theirs:
        missing = name not in ours
        if missing and back.get(name) in frozen:
            text = f"{back[name]} is not trainable in Keras, TF1 trains {name}"
            yield Finding("frozen layer", back[name], text)
        elif missing or (np.any(theirs[name]) and not np.any(np.nan_to_num(ours[name]))):
            text = f"no gradient reaches {back.get(name, name)} in Keras, in TF1 one does: a stop_gradient?"
            yield Finding("stopped gradient", back.get(name, name), text)
        elif np.any(ours[name]) and not np.any(theirs[name]):
            text = f"no gradient reaches {name} in TF1 (tf.stop_gradient, var_list), in Keras one does"
            yield Finding("stopped gradient", name, text)
        elif np.all(np.isfinite(ours[name])) and np.any(theirs[name]):
            ratios.append(np.vdot(ours[name], theirs[name]) / np.vdot(theirs[name], theirs[name]))
    for name in ours:
        if name not in theirs:
            text = f"Keras trains {back.get(name, name)}, TF1 does not train {name}"
            yield Finding("stopped gradient", name, text)
    if len(ratios) > 1 and np.ptp(ratios) < 1e-3 * abs(ratios[0]) and abs(ratios[0] - 1) > 1e-3:
        yield Finding("scale", "gradients", f"all gradients of Keras are {ratios[0]:.6g} times TF1's")


def _paths(case):
    """(Keras path, TF1 variable) where one is made of the other."""
    for path, positions in case.layout.positions.items():
        at = int(positions.max())
        yield path, next(n for n in reversed(case.layout.offsets) if case.layout.offsets[n] <= at)


def _wrong_first(theirs, ours, what):
    for name in theirs:
        if name not in ours or not same(np.nan_to_num(ours[name]), np.nan_to_num(theirs[name]), 1e-4):
            yield Finding("first difference", name, f"{name} is the first variable whose {what} differs")
            return


def _first_step(case):
    moves = [
        {k.partition("/")[2]: v for k, v in recording.items() if k.startswith("first_step/")}
        for recording in (case.legacy, case.modern)
    ]
    yield from _wrong_first(*moves, "first move")
    yield from optimizer_causes.first_step(case, *moves)


def _trajectory(case):
    key = f"trajectory/{case.pair.legacy.loss}"
    ours, theirs = case.modern[key], case.legacy[key]
    apart = np.abs(ours - theirs) > 1e-4 * np.max(np.abs(theirs))
    if apart.any():
        at = int(np.argmax(apart))
        yield Finding(
            "first difference", key, f"the losses part at step {at}: {ours[at]:.7g}, expected {theirs[at]:.7g}"
        )
    yield from _not_repeatable(case, training=True)
    carry = case.pair.legacy.carry
    stateful = [layer for layer in case.model._flatten_layers() if getattr(layer, "stateful", False) is True]
    if carry and not stateful:
        text = f"TF1 feeds {', '.join(carry)} back from batch to batch, no Keras layer is stateful"
        yield Finding("state not carried", ", ".join(carry), text)
    elif stateful and not carry and any(hasattr(layer, "reset_state") for layer in stateful):
        names = ", ".join(layer.name for layer in stateful if hasattr(layer, "reset_state"))
        yield Finding("state carried", names, f"{names} goes on where the last batch ended, TF1 begins anew")
    yield from optimizer_causes.trajectory(case)


KNOWN = {
    "forward": _forward,
    "loss": _loss,
    "gradients": _gradients,
    "first_step": _first_step,
    "trajectory": _trajectory,
}
