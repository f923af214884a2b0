"""The ladder from the variables to the metric. The first rung that fails is the diagnosis."""

import importlib
from dataclasses import dataclass, field

import numpy as np
import tensorflow as tf

from tf2notes.legacy import load as legacy_load
from tf2notes.legacy import record as legacy_record
from tf2notes.legacy.record import RUNGS
from tf2notes.parity.recording import record_keras, record_legacy, sampled

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


@dataclass(frozen=True)
class Mismatch:
    """One array that differs by more than allowed, or exists on one side only."""

    name: str
    message: str


@dataclass(frozen=True)
class Rung:
    """One rung of one comparison."""

    name: str
    compared: int  # arrays
    worst: float  # largest difference, as a share of its array's largest number; nan where nothing was compared
    rtol: float
    reason: str  # why rtol is looser than the default, if it is
    mismatches: tuple[Mismatch, ...]

    @property
    def passed(self):
        return self.compared > 0 and not self.mismatches


@dataclass(frozen=True)
class Report:
    """What a climb found: for each comparison ("modern", "legacy") the rungs in order."""

    name: str
    comparisons: dict[str, tuple[Rung, ...]] = field(default_factory=dict)  # "got/expected" -> rungs
    recordings: dict[str, dict] = field(default_factory=dict)  # "TF 1.15", "legacy", "modern" -> recording

    @property
    def passed(self):
        return all(rung.passed for rungs in self.comparisons.values() for rung in rungs)

    @property
    def first_failure(self):
        """(comparison, `Rung`) of the lowest rung that failed, or None."""
        failed = [(title, rung) for title, rungs in self.comparisons.items() for rung in rungs if not rung.passed]
        return min(failed, key=lambda item: list(RTOL).index(item[1].name), default=None)

    def raise_for_failure(self):
        """Raise an `AssertionError` that lists every array of the first rung that failed."""
        if self.first_failure:
            title, rung = self.first_failure
            lines = [f"{self.name}: {title} part at rung '{rung.name}' (rtol {rung.rtol:g})"]
            lines += [f"  {m.name}: {m.message}" for m in rung.mismatches] or ["  nothing to compare"]
            raise AssertionError("\n".join(lines))


def climb(pair, name="pair", recorded=None, rungs=RUNGS, steps=None):
    """Run both sides of a pair and compare them rung by rung.

    Args:
        pair: a `Pair`.
        name: for the report.
        recorded: a recording from TensorFlow 1.15 to hold both sides against, as `load_recording` returns.
        rungs: those to compare.
        steps: length of the trajectory, instead of the pair's. The metric rung follows the trajectory, so with other
            steps than recorded these two are compared between legacy and modern alone.

    Returns:
        A `Report` with the comparisons "modern/legacy" and, where there is a recording, "legacy/TF 1.15" and
        "modern/TF 1.15".
    """
    batches = list(pair.batches(steps or pair.steps))
    legacy, weights = record_legacy(pair, batches)
    modern = record_keras(pair, weights, batches)
    recordings = {"legacy": legacy, "modern": modern}
    comparisons = {"modern/legacy": compare(modern, legacy, pair.tolerances, rungs)}
    if recorded is not None:
        recordings["TF 1.15"] = recorded
        same_length = len(batches) == pair.steps
        lasting = tuple(r for r in rungs if same_length or r not in ("trajectory", "metric"))
        comparisons["legacy/TF 1.15"] = compare(sampled(legacy), recorded, pair.tolerances, lasting)
        comparisons["modern/TF 1.15"] = compare(sampled(modern), recorded, pair.tolerances, lasting)
    return Report(name, comparisons, recordings)


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
    return Report(name, comparisons, recordings)


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
