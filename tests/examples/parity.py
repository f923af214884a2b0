"""What the tests of the examples share: climbing with the recordings of TensorFlow 1.15."""

import dataclasses

from tf2notes import catalog
from tf2notes.parity import Recorded, climb, compare_results, load_recording
from tf2notes.pytest_plugin import Parity


def recording_of(stem):
    """What TensorFlow 1.15 computed."""
    path = catalog.golden(stem)
    assert path, f"tests/goldens/{stem}.npz is missing: python tests/record.py --oracle PYTHON {stem}"
    return load_recording(path)


REPORTS = []  # of this run, for --parity-report; conftest.py puts the plugin's own list here


def assert_parity(stem):
    """Every rung of every comparison of a training example passes; returns the report."""
    return Parity(stem, REPORTS)(catalog.load_pair(stem), recording_of(stem))


def assert_results(stem):
    """A topic's ``results()`` agree between TensorFlow 1.15, the original here and the modern version, name by name.

    Returns (the original's results here, the modern results).
    """
    report = compare_results(stem, recording_of(stem))
    REPORTS.append(report)
    report.raise_for_failure()
    return tuple(
        {name.partition("/")[2]: value for name, value in report.recordings[side].items()}
        for side in ("legacy", "modern")
    )


def first_failure(stem, build=None, steps=1, **changes):
    """The rung at which the modern side with a planted mistake fails first against TensorFlow 1.15 (None: it passes).

    The trajectory and the metric take part if `steps` is what was recorded.
    """
    pair = catalog.load_pair(stem)
    side = pair.legacy
    recorded = Recorded(recording_of(stem), {}, (), side.loss, side.learning_rate, side.outputs)
    if build:
        changes["modern"] = dataclasses.replace(pair.modern, build=build)
    planted = dataclasses.replace(pair, legacy=recorded, batches=pair.take()[:steps], **changes)
    failure = climb(planted, stem, steps=steps).first_failure
    return failure and failure[1].name
