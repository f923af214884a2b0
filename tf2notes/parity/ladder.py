"""The ladder from the variables to the metric. The first rung that fails is the diagnosis."""

import contextlib
import dataclasses
import importlib

import keras
import numpy as np
import tensorflow as tf

from tf2notes.legacy import load as legacy_load
from tf2notes.legacy import record as legacy_record
from tf2notes.legacy.record import RUNGS
from tf2notes.parity import about
from tf2notes.parity.diagnosis import diagnose as find_causes
from tf2notes.parity.masks import Masks
from tf2notes.parity.pair import Recorded
from tf2notes.parity.propose import forget_biases_of, propose
from tf2notes.parity.recording import builder, record_keras, record_legacy, record_recorded, sampled
from tf2notes.parity.report import Finding, Mismatch, Report, Rung

# Relative tolerance of each rung; the absolute one is the same share of the array's largest number.
RTOL = {
    "variables": 0.0,
    "forward": 1e-5,
    "loss": 1e-5,
    "gradients": 1e-4,
    "first_step": 1e-4,
    "trajectory": 1e-3,
    "metric": 1e-3,
    "results": 1e-5,
}


# In double precision, where rounding is gone, on every rung.
RTOL_FLOAT64 = 1e-10
SINGLE = 1e-6  # what less differs there, float32 has rounded
VALUES = ("forward", "loss", "gradients")  # rungs on which no epsilon of an optimizer differs as little


def climb(pair, name="pair", recorded=None, rungs=RUNGS, steps=None, float64=False, diagnose=True):
    """Run both sides of a pair and compare them rung by rung.

    Args:
        pair: a `Pair`.
        name: for the report.
        recorded: a recording from TensorFlow 1.15 to hold both sides against, as `load_recording` returns.
        rungs: those to compare.
        steps: length of the trajectory, instead of the pair's. The metric rung follows the trajectory, so with other
            steps than recorded these two are compared between legacy and modern alone.
        float64: compute on both sides in double precision and allow 1e-10 on every rung. What differs then is no
            rounding. Recordings, which are float32, take no part.
        diagnose: whether to look for the place and the cause of a difference.

    Returns:
        A `Report` with the comparisons "modern/legacy" and, where there is a recording, "legacy/TF 1.15" and
        "modern/TF 1.15". If the TF1 side is itself a recording, "modern/TF 1.15" is the only one.

    Raises:
        ValueError: the pair has no weight map and the proposed one is not certain; the message shows it.
    """
    unknown = [rung for rung in rungs if rung not in RUNGS]
    if unknown:
        raise ValueError(f"rungs={unknown}: expected some of {', '.join(RUNGS)}")
    if isinstance(pair.legacy, Recorded):
        return _climb_recorded(pair, name, rungs, steps, float64)
    batches = pair.take(steps)
    with _double_precision() if float64 else contextlib.nullcontext():
        if float64:
            batches = [_in_double(batch) for batch in batches]
        if pair.weights_from_legacy is None:
            pair = dataclasses.replace(pair, weights_from_legacy=proposal_for(pair).confirm())
        legacy, weights, modern = _both(pair, batches, float64)
        allowed = dict.fromkeys(RUNGS[1:], (RTOL_FLOAT64, "")) if float64 else pair.tolerances
        comparisons = {"modern/legacy": compare(modern, legacy, allowed, rungs)}
        recordings = {"legacy": legacy, "modern": modern}
        if recorded is not None and not float64:
            recordings["TF 1.15"] = recorded
            lasting = tuple(r for r in rungs if len(batches) == pair.steps or r not in ("trajectory", "metric"))
            comparisons["legacy/TF 1.15"] = compare(sampled(legacy), recorded, pair.tolerances, lasting)
            comparisons["modern/TF 1.15"] = compare(sampled(modern), recorded, pair.tolerances, lasting)
        found = Report(name, comparisons, recordings, about=about.describe(pair, weights, float64))
        failed = found.first_failure
        if diagnose and failed and failed[0] == "modern/legacy":
            in_single = float64 and failed[1].name in VALUES and failed[1].worst < SINGLE
            causes = [_single(failed[1])] if in_single else _causes(pair, failed[1].name, weights, batches, recordings)
            found = dataclasses.replace(found, diagnosis=tuple(causes))
    return found


def _single(rung):
    """The cause where double precision differs as float32 rounds: of the others, all would fit."""
    text = f"off by {rung.worst:.0e}, as float32 rounds: one side computes a part of this in single precision; look for"
    return Finding("single precision", rung.name, f"{text} dtype='float32', casts, and float32 constants or inputs")


def _causes(pair, rung, weights, batches, recordings):
    """The diagnosis; what goes wrong in it must not hide what was found out."""
    try:
        return tuple(find_causes(pair, rung, weights, batches, recordings))
    except (ValueError, TypeError, LookupError, AttributeError, NotImplementedError, tf.errors.OpError) as error:
        return (Finding("not diagnosed", rung, f"looking for the cause failed: {type(error).__name__}: {error}"),)


def _both(pair, batches, float64):
    """(legacy recording, weights, modern recording), with the random numbers of one side given to the other."""
    if pair.random == "keras":
        masks = Masks(pair.modern.build(), pair.modern.data(batches[0]))
        drawn = masks.draw(len(batches))
        names = _random_names(pair)
        if len(names) != len(drawn[0]):
            masks._check(dict.fromkeys(names, np.zeros([0])))
        draws = [dict(zip(names, arrays, strict=True)) for arrays in drawn]
        legacy, weights = record_legacy(pair, batches, float64, draws)
        return legacy, weights, record_keras(pair, weights, batches, draws)
    legacy, weights = record_legacy(pair, batches, float64, pair.random == "tf1")
    draws = [{} for _ in batches] if pair.random else None
    for key, value in legacy.items():
        if key.startswith("random/"):
            _, step, tensor = key.split("/", 2)
            draws[int(step)][tensor] = value
    if draws:  # what is drawn for something else than dropout, the Keras side takes from its batch
        named = [{f"random/{name}": value for name, value in drawn.items()} for drawn in draws]
        batches = [{**batch, **extra} for batch, extra in zip(batches, named, strict=True)]
        draws = [{name: value for name, value in drawn.items() if "dropout" in name.lower()} for drawn in draws]
    return legacy, weights, record_keras(pair, weights, batches, draws)


def _random_names(pair):
    from tf2notes.legacy import tf1

    with tf.Graph().as_default():
        tensors = builder(pair.legacy)()
        asked = [tensors[name] for name in (*pair.legacy.outputs, pair.legacy.loss) if name]
        return list(legacy_record.random_tensors(tf1, asked))


def _climb_recorded(pair, name, rungs, steps, float64):
    if float64 or pair.random == "keras":
        raise ValueError("a recorded TF1 side can neither be computed in double precision nor be given masks")
    recording, weights = record_recorded(pair.legacy, pair)
    if pair.weights_from_legacy is None:
        shapes = {name: value.shape for name, value in weights.items()}
        confirmed = propose(shapes, pair.modern.build()).confirm()
        pair = dataclasses.replace(pair, weights_from_legacy=confirmed)
    length = len(recording.get(f"trajectory/{pair.legacy.loss}", ())) or 1
    batches = pair.take(steps or length)
    if len(batches) != length:
        rungs = [rung for rung in rungs if rung not in ("trajectory", "metric")]
    modern = record_keras(pair, weights, batches)
    compared = compare(
        sampled(modern) if any("#" in key for key in recording) else modern, recording, pair.tolerances, rungs
    )
    recordings = {"TF 1.15": recording, "modern": modern}
    return Report(name, {"modern/TF 1.15": compared}, recordings, about=about.describe(pair, weights, float64))


def proposal_for(pair, legacy=None):
    """The `Proposal` of a weight map for a pair (or for a `Tf1` and a `Keras` side): print it, then ``confirm`` it."""
    from tf2notes.legacy import tf1

    side, modern = (pair.legacy, pair.modern) if legacy is None else (legacy, pair)
    with tf.Graph().as_default() as graph:
        builder(side)()
        variables = tf1.trainable_variables()
        variables += [v for v in tf1.global_variables() if v.name in side.extra_variables]
        shapes = {v.name: v.shape.as_list() for v in variables}
        biases = forget_biases_of(graph)
    return propose(shapes, modern.build(), biases)


@contextlib.contextmanager
def _double_precision():
    """Keras' default type is float64 for a while.

    Keras casts Python numbers by way of float32 (``ops.cast(0.999, "float64")`` is 0.99900001287); so that Adam's betas
    and the like are what was written, ``tf.cast`` makes float64 constants of them meanwhile.
    """
    floatx, policy = keras.config.floatx(), keras.config.dtype_policy()
    cast = tf.cast

    def exact_cast(x, dtype, name=None):
        return tf.constant(x, dtype, name=name) if isinstance(x, float) and dtype == "float64" else cast(x, dtype, name)

    keras.config.set_floatx("float64")
    keras.config.set_dtype_policy("float64")
    tf.cast = exact_cast
    try:
        yield
    finally:
        tf.cast = cast
        keras.config.set_floatx(floatx)
        keras.config.set_dtype_policy(policy)


def _in_double(batch):
    from tf2notes.parity.double import as_meant

    arrays = {name: np.asarray(value) for name, value in batch.items()}
    return {name: as_meant(value) if value.dtype == np.float32 else value for name, value in arrays.items()}


def compare_results(name, recorded=None):
    """A topic without training: the ``results()`` of both sides, name by name; returns a `Report`."""
    legacy = legacy_record.results(tf, legacy_load(name))
    example = importlib.import_module(f"tf2notes.examples.{name}")
    modern = {f"results/{key}": np.asarray(value) for key, value in example.results().items()}
    recordings = {"legacy": legacy, "modern": modern}
    tolerances = getattr(example, "TOLERANCES", {})  # {"results": (rtol, reason)}
    comparisons = {"modern/legacy": compare(modern, legacy, tolerances, ["results"])}
    if recorded is not None:
        recordings["TF 1.15"] = recorded
        comparisons["legacy/TF 1.15"] = compare(sampled(legacy), recorded, tolerances, ["results"])
        comparisons["modern/TF 1.15"] = compare(sampled(modern), recorded, tolerances, ["results"])
    return Report(name, comparisons, recordings, about=about.describe_topic(name))


def compare(got, expected, tolerances=(), rungs=RUNGS):
    """Two recordings, rung by rung: a tuple of `Rung`, leaving out rungs that neither of them has."""
    tolerances = dict(tolerances)
    found = []
    for rung in rungs:
        rtol, reason = tolerances.get(rung, (RTOL[rung], ""))
        names = [n for n in dict.fromkeys([*expected, *got]) if n.partition("/")[0] == rung]
        if names:
            found.append(_compare_rung(rung, names, got, expected, rtol, reason))
    return tuple(found)


def _compare_rung(rung, names, got, expected, rtol, reason):
    mismatches, worst = [], 0.0
    for name in names:
        label = name.partition("/")[2]
        if name not in got or name not in expected:
            mismatches.append(Mismatch(label, "expected, not found" if name in expected else "found, not expected"))
            continue
        difference, message = difference_of(got[name], expected[name], rtol)
        worst = max(worst, difference)
        if message:
            mismatches.append(Mismatch(label, message))
    return Rung(rung, len(names), worst, rtol, reason, tuple(mismatches))


def difference_of(got, expected, rtol):
    """(largest difference as a share of the largest expected number, message or "" if all is within `rtol`).

    A number passes if it is off by at most `rtol` times itself plus `rtol` times the array's largest number.
    """
    got, expected = np.asarray(got), np.asarray(expected)
    if got.shape != expected.shape:
        return np.inf, f"shape {got.shape}, expected {expected.shape}"
    if expected.dtype.kind not in "fiub" or got.dtype.kind not in "fiub":
        same = np.array_equal(got, expected)
        return (0.0, "") if same else (np.inf, f"{got!r}, expected {expected!r}")
    if expected.size == 0:
        return 0.0, ""
    got, expected = np.float64(got), np.float64(expected)
    scale = np.max(np.abs(expected[np.isfinite(expected)]), initial=0.0)
    same = (got == expected) | (np.isnan(got) & np.isnan(expected))
    with np.errstate(invalid="ignore"):
        off = np.where(same, 0.0, np.abs(got - expected))
    off = np.where(np.isnan(off), np.inf, off)
    allowed = np.where(np.isfinite(expected), rtol * np.abs(expected) + rtol * scale, 0.0)
    share = float(off.max() / scale) if scale else (0.0 if off.max() == 0 else np.inf)
    wrong = off > allowed
    if not wrong.any():
        return share, ""
    at = np.unravel_index(np.argmax(np.where(wrong, off - allowed, -np.inf)), off.shape)
    place = ", ".join(map(str, map(int, at)))
    return share, (
        f"{int(wrong.sum())} of {wrong.size} differ; worst at [{place}]: {got[at]:.9g}, expected {expected[at]:.9g}, "
        f"off by {off[at]:.3g}, allowed {allowed[at]:.3g}"
    )
