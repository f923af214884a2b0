"""Summaries for TensorBoard: graph, scalar, image, histogram, audio, text, and the writer's queue.

Legacy: legacy/examples/summaries.py
Parity: tests/examples/test_summaries.py

A summary is written where it is called, by the writer in whose scope it stands; there is nothing to merge, and what
one does not want written one does not call. Every value is a tensor with a note which plugin shows it: images, audio
and histograms look different in the file from TF1's, and the same in TensorBoard. For a model's training,
`keras.callbacks.TensorBoard` writes all of this.
"""

import tempfile
from pathlib import Path

import numpy as np
import tensorflow as tf
from tensorboard.compat.proto.event_pb2 import Event

TEXT = "/a/b/c\\_d/f\\_g\\_h\\_2017"


def events(folder):
    """Every event in a folder's files."""
    paths = sorted(map(str, Path(folder).glob("*")))
    return [Event.FromString(record.numpy()) for record in tf.data.TFRecordDataset(paths)]


def values(folder):
    """What a folder's events hold: {tag: [(step, array)]}."""
    found = {}
    for event in events(folder):
        for value in event.summary.value:
            found.setdefault(value.tag, []).append((event.step, tf.make_ndarray(value.tensor)))
    return found


def write_all(folder):
    """Three steps with one summary of each kind, and the graph of the function that computes the loss."""

    @tf.function
    def loss_of(step):
        return 1.0 / (step + 1.0)

    tone = np.sin(np.arange(800) * (2 * np.pi * 440 / 8000)).astype(np.float32)
    with tf.summary.create_file_writer(str(folder)).as_default():
        tf.summary.graph(loss_of.get_concrete_function(tf.TensorSpec(())).graph)
        for step in range(3):
            tf.summary.scalar("loss", loss_of(tf.constant(float(step))), step=step)
            tf.summary.image("input", tf.zeros((5, 4, 6, 3)) + step / 10, step=step, max_outputs=3)
            with tf.name_scope("summary_gradients"):
                tf.summary.histogram("name", tf.range(-4.0, 5.0), step=step)
            tf.summary.audio("tone", tone[None, :, None], 8000, step=step, max_outputs=3)
            tf.summary.text("text", TEXT, step=step)


def write_some(folder, **scalars):
    """Scalars by name, at step 4."""
    with tf.summary.create_file_writer(str(folder)).as_default(step=4):
        for name, value in scalars.items():
            tf.summary.scalar(name, value)
    return sorted(values(folder))


def read_all(folder):
    """What the events hold, in the original's words."""
    found = values(folder)
    image = found["input"][0][1]  # width, height, then one PNG for each image
    histogram = found["summary_gradients/name"][0][1]  # [buckets, (left edge, right edge, count)]
    wave, rate = tf.audio.decode_wav(found["tone"][0][1].ravel()[0])
    picture = tf.io.decode_png(image[2])
    return {
        "a graph was written": any(event.graph_def for event in events(folder)),
        "scalar tags": [tag for tag, series in sorted(found.items()) if series[0][1].dtype == np.float32],
        "loss: steps": [step for step, _ in found["loss"]],
        "loss": [value for _, value in found["loss"]],
        "images of a step": len(image) - 2,
        "image: height, width, channels": picture.shape,
        "histogram: count, min, max": [histogram[:, 2].sum(), histogram[0, 0], histogram[-1, 1]],
        "audio: rate, frames": [rate, len(wave)],
        "text": found["text"][0][1].item().decode(),
    }


def queue(folder):
    """A summary waits in the writer's queue until it is full, or until flush."""
    writer = tf.summary.create_file_writer(str(folder), max_queue=10, flush_millis=120_000)
    with writer.as_default():
        for step in range(3):
            tf.summary.scalar("loss", float(step), step=step)
        before = len(values(folder).get("loss", []))
        writer.flush()
    return {
        "all are on the disk before flush": before == 3,
        "on the disk after flush": [step for step, _ in values(folder)["loss"]],
    }


def results():
    """All values by the original's names."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_all(root / "all")
        return {
            **read_all(root / "all"),
            **queue(root / "queue"),
            "merge: tags": write_some(root / "some", accuracy=0.4, elsewhere=0.2),
            "merge of one: tags": write_some(root / "one", accuracy=0.4),
        }
