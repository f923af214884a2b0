"""Trains a small classifier from CSV files: `tf.data` where TF1 had reader, decoder, two queues and their threads.

Legacy:   legacy/examples/csv_pipeline.py
Pipeline: pipelines/csv.py
Parity:   tests/examples/test_csv_pipeline.py
"""

import tempfile
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from tf2notes import training
from tf2notes.pipelines import csv


@dataclass(frozen=True)
class Config:
    """Options of csv_pipeline."""

    epochs: int = 10  # times that the files are read
    batch_size: int = 50  # rows a step
    learning_rate: float = 0.1  # of plain SGD
    buffer: int = 10_000  # rows to draw from: the notes' min_after_dequeue
    data: str = "sample"  # folder with file0.csv and file1.csv; "sample" writes the original's to a temporary one
    seed: int = 0  # of the order


def write_files(folder, rows=1000):
    """The original's two files: four numbers a line, and whether the first two add up to more than the others."""
    paths = []
    for number in range(2):
        numbers = np.random.RandomState(number).randint(0, 10, [rows, 4])
        labels = numbers[:, :2].sum(1) > numbers[:, 2:].sum(1)
        paths.append(Path(folder) / f"file{number}.csv")
        np.savetxt(paths[-1], np.column_stack([numbers, labels]), fmt="%d", delimiter=",")
    return paths


def read(paths):
    """The files' rows in order: int32 features [4] and label []."""
    return csv.rows(paths, [[1]] * 5).map(lambda *columns: (tf.stack(columns[:4]), columns[4]))


def input_pipeline(paths, config):
    """Shuffled batches of float32 features [batch, 4] in [0, 1) and labels [batch]."""
    rows = read(paths).cache().shuffle(config.buffer, seed=config.seed).batch(config.batch_size)
    return rows.map(lambda x, label: (tf.cast(x, tf.float32) / 10.0, label)).prefetch(tf.data.AUTOTUNE)


def build(config):
    """The compiled model: float32 [batch, 4] -> logits [batch, 2]. It starts from zeros."""
    dense = layers.Dense(2, kernel_initializer="zeros", name="softmax")
    model = keras.Sequential([keras.Input((4,)), dense], name="csv_pipeline")
    model.compile(
        optimizer=keras.optimizers.SGD(config.learning_rate),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
        jit_compile=False,
    )
    return model


def train(config, callbacks=(), folder=None):
    """Print ten rows, train; returns loss and accuracy over all rows."""
    keras.utils.set_random_seed(config.seed)
    with tempfile.TemporaryDirectory() as temporary:
        source = Path(temporary if config.data == "sample" else config.data)
        paths = (
            write_files(source) if config.data == "sample" else [source / f"file{number}.csv" for number in range(2)]
        )
        for example, label in read(paths).take(10).as_numpy_iterator():
            print(example, label)
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
