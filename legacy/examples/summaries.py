"""Summaries for TensorBoard: graph, scalar, image, histogram, audio, text; merge, merge_all; the writer's queue.

Notes: section 23.

Repaired: the lost line breaks; `histgram`, `tf.summaries`, `FileWritter`, `xrange`; `max_images` is `max_outputs`. The
events are read back from the files. (Named summaries because `tensorboard` is the name of a package.)
"""

from __future__ import print_function

import glob
import os
import shutil
import tempfile

import numpy as np
import tensorflow as tf


def build():
    step = tf.placeholder(tf.float32)
    loss = 1.0 / (step + 1.0)
    tf.summary.scalar("loss", loss)
    tf.summary.image("input", tf.zeros([5, 4, 6, 3]) + step / 10.0, max_outputs=3)
    with tf.name_scope("summary_gradients"):
        tf.summary.histogram("name", tf.range(-4.0, 5.0))
    tone = tf.sin(tf.range(800.0) * (2 * np.pi * 440 / 8000))
    tf.summary.audio("tone", tf.reshape(tone, [1, 800, 1]), 8000.0, max_outputs=3)
    text = """/a/b/c\\_d/f\\_g\\_h\\_2017"""
    tf.summary.text("text", tf.convert_to_tensor(text))
    tf.summary.scalar("elsewhere", loss, collections=["mine"])
    return step


def events(folder):
    found = []
    for path in sorted(glob.glob(os.path.join(folder, "*"))):
        found.extend(tf.train.summary_iterator(path))
    return found


def values(folder, kind):
    """{tag: [(step, value)]} of the summaries of one kind."""
    found = {}
    for event in events(folder):
        for value in event.summary.value:
            if value.WhichOneof("value") == kind:
                found.setdefault(value.tag, []).append((event.step, getattr(value, kind)))
    return found


def everything(folder):
    step = build()
    merged_summary = tf.summary.merge_all()
    accuracy = tf.summary.scalar("accuracy", step / 10.0)
    merge_summary = tf.summary.merge([tf.get_collection(tf.GraphKeys.SUMMARIES, "accuracy"), tf.get_collection("mine")])
    merge_one = tf.summary.merge([accuracy])
    with tf.Session() as sess:
        writer = tf.summary.FileWriter(folder, sess.graph)
        for i in range(3):
            writer.add_summary(sess.run(merged_summary, {step: i}), i)
        some = sess.run(merge_summary, {step: 4})
        one = sess.run(merge_one, {step: 4})
        writer.close()
    scalars = values(folder, "simple_value")
    images = values(folder, "image")
    histogram = values(folder, "histo")["summary_gradients/name"][0][1]
    audio = values(folder, "audio")["tone/audio/0"][0][1]
    text = values(folder, "tensor")["text"][0][1]
    return {
        "a graph was written": any(event.graph_def for event in events(folder)),
        "scalar tags": sorted(scalars),
        "loss: steps": [step for step, _ in scalars["loss"]],
        "loss": [value for _, value in scalars["loss"]],
        "images of a step": len(images),
        "image: height, width, channels": [
            getattr(images["input/image/0"][0][1], name) for name in ("height", "width", "colorspace")
        ],
        "histogram: count, min, max": [histogram.num, histogram.min, histogram.max],
        "audio: rate, frames": [int(audio.sample_rate), audio.length_frames],
        "text": text.string_val[0].decode(),
        "merge: tags": sorted(value.tag for value in tf.Summary.FromString(some).value),
        "merge of one: tags": [value.tag for value in tf.Summary.FromString(one).value],
    }


def queue(folder):
    """add_summary puts an event into the writer's queue; it is on the disk after flush."""
    with tf.Session():
        writer = tf.summary.FileWriter(folder, max_queue=10, flush_secs=120)
        for i in range(3):
            value = tf.Summary.Value(tag="loss", simple_value=i)
            writer.add_summary(tf.Summary(value=[value]), i)
        before = len(values(folder, "simple_value").get("loss", []))  # the first one is written without waiting
        writer.flush()
        after = [step for step, _ in values(folder, "simple_value")["loss"]]
        writer.close()
    return {"all are on the disk before flush": before == 3, "on the disk after flush": after}


def results():
    folder = tempfile.mkdtemp()
    try:
        found = everything(os.path.join(folder, "all"))
        found.update(queue(os.path.join(folder, "queue")))
        return found
    finally:
        shutil.rmtree(folder)


def main(_):
    for name, value in sorted(results().items()):
        print(name + ":", value)


if __name__ == "__main__":
    tf.app.run()
