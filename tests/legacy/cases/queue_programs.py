"""Whole queue programs over files: what records come out until the queues are closed.

``tests/pipelines/test_recorded_queues.py`` asks the same records of ``tf2notes.pipelines``. Rows are JSON, one string
each, so that they can be counted; sorted where the program shuffles or has several readers.
"""

import json
import os
import shutil
import tempfile

import tensorflow as tf

LENGTHS = [3, 9, 1, 12, 4, 7, 2, 6, 11, 5, 8, 10]
DEFAULTS = [[1], [1], [1.0], [""]]


def write_csv(folder):
    """Three files of 20, 21 and 22 lines."""
    paths = []
    for i in range(3):
        paths.append(os.path.join(folder, "file%d.csv" % i))
        with open(paths[-1], "w") as file:
            file.writelines("%d,%d,%s,n%d\n" % (i, row, row / 4.0, row) for row in range(20 + i))
    return paths


def write_tfrecords(folder):
    """Two files of 15 Examples."""
    paths = []
    for i in range(2):
        paths.append(os.path.join(folder, "file%d.tfrecord" % i))
        with tf.io.TFRecordWriter(paths[-1]) as writer:
            for row in range(15):
                x = tf.train.Feature(float_list=tf.train.FloatList(value=[i, row, 0.5]))
                label = tf.train.Feature(int64_list=tf.train.Int64List(value=[row]))
                features = tf.train.Features(feature={"x": x, "label": label})
                writer.write(tf.train.Example(features=features).SerializeToString())
    return paths


def write_bytes(folder):
    """Two files of a header, two records of three bytes and a footer."""
    paths = [os.path.join(folder, "%d.bin" % i) for i in range(2)]
    for path in paths:
        with open(path, "wb") as file:
            file.write(b"H" + bytes(bytearray(range(6))) + b"F")
    return paths


def features():
    return {"x": tf.io.FixedLenFeature([3], tf.float32), "label": tf.io.FixedLenFeature([], tf.int64)}


def plain(value):
    """An array or bytes as what JSON knows."""
    value = value.tolist() if hasattr(value, "tolist") else value
    if isinstance(value, list):
        return [plain(v) for v in value]
    return value.decode("latin-1") if isinstance(value, bytes) else value


def rows_of(batches):
    """The rows of batches of columns, one string each."""
    return [json.dumps([plain(column[i]) for column in batch]) for batch in batches for i in range(len(batch[0]))]


def delivered(build):
    """Every value that the program's queues deliver; `build` gets an empty folder."""
    folder, fetched = tempfile.mkdtemp(), []
    try:
        with tf.Session() as session:
            tf.set_random_seed(1)
            outputs = build(folder)
            session.run([tf.global_variables_initializer(), tf.local_variables_initializer()])
            coordinator = tf.train.Coordinator()
            runners = tf.train.start_queue_runners(session, coordinator)
            try:
                while not coordinator.should_stop():
                    fetched.append(session.run(outputs))
            except tf.errors.OutOfRangeError:
                pass
            coordinator.request_stop()
            coordinator.join(runners)
    finally:
        shutil.rmtree(folder)
    return fetched


def case_csv_in_order():
    def build(folder):
        names = tf.train.string_input_producer(write_csv(folder), num_epochs=2, shuffle=False)
        line = tf.TextLineReader().read(names)[1]
        return tf.train.batch(tf.decode_csv(line, DEFAULTS), 7, allow_smaller_final_batch=True)

    batches = delivered(build)
    return {"rows": rows_of(batches), "sizes": [len(batch[0]) for batch in batches]}


def case_csv_shuffled():
    def build(folder):
        names = tf.train.string_input_producer(write_csv(folder), num_epochs=3, seed=1)
        columns = tf.decode_csv(tf.TextLineReader(skip_header_lines=1).read(names)[1], DEFAULTS)
        return tf.train.shuffle_batch(columns, 8, 40, 20, seed=1, allow_smaller_final_batch=True)

    batches = delivered(build)
    return {"rows": sorted(rows_of(batches)), "sizes": [len(batch[0]) for batch in batches]}


def case_csv_incomplete_batch_left_out():
    def build(folder):
        names = tf.train.string_input_producer(write_csv(folder), num_epochs=1)
        return [tf.train.shuffle_batch([tf.TextLineReader().read(names)[1]], 10, 30, 5)]

    return {"sizes": [len(lines) for (lines,) in delivered(build)]}


def case_tfrecords_of_two_readers():
    def build(folder):
        names = tf.train.string_input_producer(write_tfrecords(folder), num_epochs=2)
        rows = [tf.parse_single_example(tf.TFRecordReader().read(names)[1], features()) for _ in range(2)]
        both = [[row["x"], row["label"]] for row in rows]
        return tf.train.shuffle_batch_join(both, 4, 30, 10, allow_smaller_final_batch=True)

    batches = delivered(build)
    return {"rows": sorted(rows_of(batches)), "sizes": [len(batch[0]) for batch in batches]}


def case_slices():
    def build(folder):
        return tf.train.slice_input_producer([list(range(10)), [2.0 * i for i in range(10)]], num_epochs=3, seed=2)

    rows = [json.dumps([plain(a), plain(b)]) for a, b in delivered(build)]
    return {"epochs": [sorted(rows[i : i + 10]) for i in (0, 10, 20)]}


def case_batch_join():
    def build(folder):
        parts = [[tf.train.range_input_producer(5, 1, shuffle=False).dequeue()] for _ in range(2)]
        return [tf.train.batch_join(parts, 4, allow_smaller_final_batch=True)]

    batches = delivered(build)
    return {"rows": sorted(rows_of(batches)), "sizes": [len(numbers) for (numbers,) in batches]}


def case_padded_batches():
    def build(folder):
        row = tf.train.range_input_producer(len(LENGTHS), 1, shuffle=False).dequeue()
        values = tf.range(1, tf.gather(LENGTHS, row) + 1)
        return [tf.train.batch([values], 5, dynamic_pad=True, allow_smaller_final_batch=True)]

    return {"batches": [json.dumps(plain(batch)) for (batch,) in delivered(build)]}


def case_buckets():
    def build(folder):
        row = tf.train.range_input_producer(len(LENGTHS), 1, shuffle=False).dequeue()
        length = tf.gather(LENGTHS, row)
        sizes, (values,) = tf.contrib.training.bucket_by_sequence_length(
            length, [tf.range(1, length + 1)], 2, [4, 8], dynamic_pad=True, allow_smaller_final_batch=True
        )
        return [sizes, values]

    return {"batches": sorted(json.dumps([plain(sizes), plain(values)]) for sizes, values in delivered(build))}


def case_fixed_length_records():
    def build(folder):
        names = tf.train.string_input_producer(write_bytes(folder), 1, shuffle=False)
        return tf.FixedLengthRecordReader(3, header_bytes=1, footer_bytes=1).read(names)[1]

    return {"records": [json.dumps(plain(record)) for record in delivered(build)]}


def case_whole_files():
    def build(folder):
        names = tf.train.string_input_producer(write_bytes(folder), 1, shuffle=False)
        return tf.WholeFileReader().read(names)[1]

    return {"contents": [json.dumps(plain(content)) for content in delivered(build)]}
