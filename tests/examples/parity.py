"""What the tests of the examples share: climbing with the recordings of TensorFlow 1.15."""

import dataclasses

import tensorflow.compat.v1 as tf

from tf2notes import catalog, legacy
from tf2notes.legacy import record
from tf2notes.parity import climb, load_recording
from tf2notes.parity.ladder import compare
from tf2notes.parity.recording import sampled


def recording_of(stem):
    """What TensorFlow 1.15 computed."""
    path = catalog.golden(stem)
    assert path, f"tests/goldens/{stem}.npz is missing: python tests/record.py --oracle PYTHON {stem}"
    return load_recording(path)


def assert_parity(stem):
    """Every rung of every comparison of a training example passes; returns the report."""
    report = climb(catalog.load_pair(stem), stem, recording_of(stem))
    report.raise_for_failure()
    return report


def assert_results(stem, rtol=1e-5):
    """A topic's ``results()`` agree between TensorFlow 1.15, the original here and the modern version, name by name.

    Returns the modern results.
    """
    expected = recording_of(stem)
    original = sampled(record.results(tf, legacy.load(stem)))
    modern = {f"results/{name}": value for name, value in catalog.load_example(stem).results().items()}
    tolerances = {"results": (rtol, "")}
    for side, got in [("legacy", original), ("modern", sampled(modern))]:
        assert sorted(got) == sorted(expected), f"{side}: other results than TensorFlow 1.15's"
        (rung,) = compare(got, expected, tolerances, ["results"])
        assert not rung.mismatches, f"{side}: " + "; ".join(f"{m.name}: {m.message}" for m in rung.mismatches)
    return {name.partition("/")[2]: value for name, value in modern.items()}


def first_failure(stem, build=None, steps=3, **changes):
    """The rung at which a pair with a planted mistake fails first, legacy against modern (None: it passes)."""
    pair = catalog.load_pair(stem)
    if build:
        changes["modern"] = dataclasses.replace(pair.modern, build=build)
    failure = climb(dataclasses.replace(pair, **changes), stem, steps=steps).first_failure
    return failure and failure[1].name


