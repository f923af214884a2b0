"""csv_pipeline: both sides against TensorFlow 1.15; rows, epochs and bad lines."""

import numpy as np
import pytest
import tensorflow as tf

from tests.examples.metrics import assert_learns
from tests.examples.parity import assert_parity, first_failure
from tf2notes import legacy
from tf2notes.examples import csv_pipeline


def test_all_rungs():
    """100 batches of rows."""
    assert_parity("csv_pipeline")


def test_halved_rate_fails_at_first_step():
    """A planted mistake."""
    build = lambda: csv_pipeline.build(csv_pipeline.Config(learning_rate=0.05))  # noqa: E731
    assert first_failure("csv_pipeline", build=build) == "first_step"


def test_same_files(tmp_path):
    """Both sides write the same bytes."""
    for side in ("a", "b"):
        (tmp_path / side).mkdir()
    written = csv_pipeline.write_files(tmp_path / "a"), legacy.load("csv_pipeline").write_files(str(tmp_path / "b"))
    for ours, theirs in zip(*written, strict=True):
        assert ours.read_bytes() == (tmp_path / "b" / ours.name).read_bytes()
        assert theirs.endswith(ours.name)


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_first_ten_rows(tmp_path):
    """The section's first program and the pipeline find the same ten rows in the same order."""
    paths = csv_pipeline.write_files(tmp_path, rows=30)
    original = legacy.load("csv_pipeline").read_ten([str(path) for path in paths])
    for (x, label), (features, col5) in zip(csv_pipeline.read(paths).take(10), original, strict=True):
        np.testing.assert_array_equal(x, features)
        assert label == col5


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_epochs_end(tmp_path, capsys):
    """The original's queues close after as many epochs as asked, and leave out what is no whole batch at their end."""
    paths = csv_pipeline.write_files(tmp_path, rows=40)
    with tf.Graph().as_default():
        steps, _ = legacy.load("csv_pipeline").train([str(path) for path in paths], batch_size=30, num_epochs=3)
    assert steps == 3 * 80 // 30
    assert "done: 3 epochs, 8 steps" in capsys.readouterr().out
    rows = csv_pipeline.input_pipeline(paths, csv_pipeline.Config(batch_size=30))
    assert [len(label) for _, label in rows] == [30, 30, 20]


def test_bad_line_is_named(tmp_path):
    """A line that is no row of numbers ends the run with its file and number."""
    first, _ = csv_pipeline.write_files(tmp_path, rows=20)
    lines = first.read_text().splitlines()
    first.write_text("\n".join([*lines[:6], "1,2,x,4,0", *lines[7:]]) + "\n")
    with pytest.raises(Exception, match=r"file0\.csv.*line 7.*column 3"):
        csv_pipeline.train(csv_pipeline.Config(epochs=1, data=str(tmp_path)))


@pytest.mark.slow
def test_learns():
    """As well as the original under TensorFlow 1.15 after ten epochs."""
    assert_learns("csv_pipeline")
