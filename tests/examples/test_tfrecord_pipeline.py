"""tfrecord_pipeline: both sides against TensorFlow 1.15; either reads what the other has written."""

import numpy as np
import pytest
import tensorflow as tf

from tests.examples.metrics import assert_learns
from tests.examples.parity import assert_parity, first_failure
from tf2notes import legacy
from tf2notes.examples import tfrecord_pipeline


def test_all_rungs():
    """100 batches of pictures."""
    assert_parity("tfrecord_pipeline")


def test_halved_rate_fails_at_first_step():
    """A planted mistake."""
    build = lambda: tfrecord_pipeline.build(tfrecord_pipeline.Config(learning_rate=0.05))  # noqa: E731
    assert first_failure("tfrecord_pipeline", build=build) == "first_step"


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_original_reads_our_files(tmp_path, capsys):
    """The original trains from files that the modern version wrote, for as many epochs as asked."""
    paths = tfrecord_pipeline.write_files(tmp_path, count=40)
    with tf.Graph().as_default():
        steps, _ = legacy.load("tfrecord_pipeline").train(paths, batch_size=20, num_epochs=2)
    assert steps == 8
    assert "done: 2 epochs" in capsys.readouterr().out


def test_we_read_the_originals_files(tmp_path):
    """The pipeline gives back the pictures of files that the original wrote."""
    paths = legacy.load("tfrecord_pipeline").write_files(str(tmp_path), count=40)
    config = tfrecord_pipeline.Config(batch_size=80)
    ((x, labels),) = tfrecord_pipeline.input_pipeline(paths, config).as_numpy_iterator()
    written = [tfrecord_pipeline.pictures(40, seed) for seed in range(2)]
    images = np.concatenate([images for images, _ in written]).reshape(80, 64) / np.float32(255)
    order, expected = np.lexsort(x.T), np.lexsort(images.T)
    np.testing.assert_array_equal(x[order], images[expected])
    np.testing.assert_array_equal(labels[order], np.concatenate([labels for _, labels in written])[expected])


def test_same_records(tmp_path):
    """Both sides write the same pictures under the same features."""
    ours = tfrecord_pipeline.write_files(tmp_path, count=5)
    theirs = legacy.load("tfrecord_pipeline").write_files(str(tmp_path), count=5)
    for pair in zip(ours, theirs, strict=True):
        first, second = ([tf.train.Example.FromString(r.numpy()) for r in tf.data.TFRecordDataset(p)] for p in pair)
        assert first == second


@pytest.mark.slow
def test_learns():
    """As well as the original under TensorFlow 1.15 after twenty epochs."""
    assert_learns("tfrecord_pipeline")
