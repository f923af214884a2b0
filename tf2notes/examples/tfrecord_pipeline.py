"""Writes pictures into TFRecord files and trains a small classifier from them.

Legacy:   legacy/examples/tfrecord_pipeline.py
Pipeline: pipelines/tfrecord.py, pipelines/shards.py
Parity:   tests/examples/test_tfrecord_pipeline.py

The files are the original's, record by record; either side reads what the other has written.
"""

import tempfile
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from tf2notes import training
from tf2notes.pipelines import shards, tfrecord

FEATURES = {"image": tf.io.FixedLenFeature([], tf.string), "label": tf.io.FixedLenFeature([], tf.int64)}


@dataclass(frozen=True)
class Config:
    """Options of tfrecord_pipeline."""

    epochs: int = 20  # times that the files are read
    batch_size: int = 50  # pictures a step
    learning_rate: float = 0.1  # of plain SGD
    buffer: int = 10_000  # pictures to draw from: the notes' min_after_dequeue
    data: str = "sample"  # folder with *.tfrecord files; "sample" writes the original's to a temporary one
    seed: int = 0  # of the order


def pictures(count, seed):
    """Pictures uint8 [count, 8, 8] with a bright line; int64 [count]: 0 horizontal, 1 vertical, 2 diagonal."""
    random = np.random.RandomState(seed)
    images = random.randint(0, 200, [count, 8, 8])
    labels = random.randint(0, 3, count)
    for image, label in zip(images, labels, strict=True):
        rows, columns = [(2, np.arange(8)), (np.arange(8), 5), (np.arange(8), np.arange(8))][label]
        image[rows, columns] += 40
    return images.astype(np.uint8), labels.astype(np.int64)


def serialized(images, labels):
    """One `tf.train.Example` a picture, as bytes."""
    for image, label in zip(images, labels, strict=True):
        feature = {
            "image": tf.train.Feature(bytes_list=tf.train.BytesList(value=[image.tobytes()])),
            "label": tf.train.Feature(int64_list=tf.train.Int64List(value=[label])),
        }
        yield tf.train.Example(features=tf.train.Features(feature=feature)).SerializeToString()


def write_files(folder, count=1000):
    """The original's two files of pictures, each with an index; returns their paths."""
    return [shards.write(serialized(*pictures(count, n)), Path(folder) / f"pictures{n}")[0] for n in range(2)]


def input_pipeline(paths, config):
    """Shuffled batches of float32 pictures [batch, 64] in [0, 1] and labels [batch]."""

    def decode(record):
        return tf.cast(tf.reshape(tf.io.decode_raw(record["image"], tf.uint8), [64]), tf.float32) / 255.0, record[
            "label"
        ]

    rows = tfrecord.examples(paths, FEATURES).map(decode, tf.data.AUTOTUNE).cache()
    return rows.shuffle(config.buffer, seed=config.seed).batch(config.batch_size).prefetch(tf.data.AUTOTUNE)


def build(config):
    """The compiled model: float32 [batch, 64] -> logits [batch, 3]. It starts from zeros."""
    dense = layers.Dense(3, kernel_initializer="zeros", name="softmax")
    model = keras.Sequential([keras.Input((64,)), dense], name="tfrecord_pipeline")
    model.compile(
        optimizer=keras.optimizers.SGD(config.learning_rate),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
        jit_compile=False,
    )
    return model


def train(config, callbacks=(), folder=None):
    """Write the files where needed, train from them; returns loss and accuracy over all pictures."""
    keras.utils.set_random_seed(config.seed)
    with tempfile.TemporaryDirectory() as temporary:
        paths = write_files(temporary) if config.data == "sample" else str(Path(config.data) / "*.tfrecord")
        rows = input_pipeline(paths, config)
        model = build(config)
        steps = sum(1 for _ in rows)  # reads the files; what follows comes from the cache
        training.fit(
            model,
            rows.repeat(),
            epochs=config.epochs,
            steps_per_epoch=steps,
            callbacks=list(callbacks),
        )
        return training.evaluate(model, rows.repeat(), steps=steps)


def weights_from_legacy(values):
    """One matrix, one bias."""
    return {"softmax/kernel": values["W:0"], "softmax/bias": values["b:0"]}
