"""Training that counts how often each record was read, on whatever workers."""

import keras
import numpy as np
import tensorflow as tf

FILES = [1, 7, 3, 12, 5]  # records in each file: nothing that two workers could share fairly
RECORDS = sum(FILES)


class Misread(keras.metrics.Metric):
    """0 if every record was read exactly once since the epoch began; else how many times too often or too rarely."""

    def __init__(self, name="misread"):
        super().__init__(name=name)
        self.counts = self.add_weight(shape=(RECORDS,), initializer="zeros", name="counts")

    def update_state(self, y_true, y_pred, sample_weight=None):
        ids = tf.cast(tf.reshape(y_true, [-1]), tf.int32)
        self.counts.assign_add(tf.reduce_sum(tf.one_hot(ids, RECORDS), axis=0))

    def result(self):
        return tf.reduce_sum(tf.abs(self.counts.value - 1))


def write_files(folder, counts=FILES):
    """TFRecord files with the records 0, 1, 2, ... distributed unevenly."""
    folder.mkdir(exist_ok=True)
    record = 0
    for number, count in enumerate(counts):
        with tf.io.TFRecordWriter(str(folder / f"part-{number}.tfrecord")) as writer:
            for _ in range(count):
                writer.write(str(record).encode())
                record += 1


def files(folder, shuffle=True):
    """Batches of 8 from the files, whose order and whose records are shuffled."""
    paths = tf.data.Dataset.list_files(f"{folder}/part-*.tfrecord", shuffle=shuffle, seed=3)
    data = paths.interleave(tf.data.TFRecordDataset, cycle_length=2, num_parallel_calls=2)
    data = data.map(_parsed, num_parallel_calls=2)
    return (data.shuffle(10, seed=4) if shuffle else data).batch(8).prefetch(1)


def arrays():
    """The same records from memory, shuffled."""
    ids = np.arange(RECORDS, dtype="f")[:, None]
    return tf.data.Dataset.from_tensor_slices((ids / RECORDS, ids)).shuffle(RECORDS, seed=5).batch(8)


def model():
    """One weight, and the count."""
    built = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    built.compile(keras.optimizers.SGD(1e-4), loss="mse", metrics=[Misread()])
    return built


def _parsed(line):
    record = tf.strings.to_number(line[None])
    return record / RECORDS, record
