"""The pipelines deliver the records that queue programs delivered under TensorFlow 1.15 itself."""

import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf
from tf2notes.pipelines import buckets, csv, queues, tfrecord

TESTS = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def recorded():
    """What TensorFlow 1.15 delivered: {"case_<what>/<name>": array}."""
    with np.load(TESTS / "goldens" / "legacy" / "queue_programs.npz") as arrays:
        return {name: arrays[name].tolist() for name in arrays.files}


@pytest.fixture(scope="module")
def programs():
    """The recorded file, for what it writes and how it prints rows; TensorFlow 2 reads it as well."""
    spec = importlib.util.spec_from_file_location("queue_programs", TESTS / "legacy" / "cases" / "queue_programs.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def listed(dataset):
    return list(dataset.as_numpy_iterator())


def test_csv_in_order(recorded, programs, tmp_path):
    names = queues.string_input_producer(programs.write_csv(tmp_path), num_epochs=2, shuffle=False)
    ours = listed(queues.batch(csv.rows(names, programs.DEFAULTS), 7, allow_smaller_final_batch=True))
    assert programs.rows_of(ours) == recorded["case_csv_in_order/rows"]
    assert [len(batch[0]) for batch in ours] == recorded["case_csv_in_order/sizes"]


def test_csv_shuffled(recorded, programs, tmp_path):
    names = queues.string_input_producer(programs.write_csv(tmp_path), num_epochs=3, seed=1)
    rows = csv.rows(names, programs.DEFAULTS, skip_header_lines=1)
    ours = listed(queues.shuffle_batch(rows, 8, 40, 20, seed=1, allow_smaller_final_batch=True))
    assert sorted(programs.rows_of(ours)) == recorded["case_csv_shuffled/rows"]
    assert [len(batch[0]) for batch in ours] == recorded["case_csv_shuffled/sizes"]


def test_incomplete_batches_are_left_out(recorded, programs, tmp_path):
    lines = queues.text_lines(queues.string_input_producer(programs.write_csv(tmp_path), num_epochs=1))
    ours = listed(queues.shuffle_batch(lines, 10, 30, 5))
    assert [len(batch) for batch in ours] == recorded["case_csv_incomplete_batch_left_out/sizes"]


def test_tfrecords_of_two_readers(recorded, programs, tmp_path):
    names = queues.string_input_producer(programs.write_tfrecords(tmp_path), num_epochs=2)
    rows = tfrecord.examples(names, programs.features(), cycle_length=2)
    ours = listed(queues.shuffle_batch(rows, 4, 30, 10, seed=0, allow_smaller_final_batch=True))
    ours = [[batch["x"], batch["label"]] for batch in ours]
    assert sorted(programs.rows_of(ours)) == recorded["case_tfrecords_of_two_readers/rows"]
    assert [len(batch[0]) for batch in ours] == recorded["case_tfrecords_of_two_readers/sizes"]


def test_slices(recorded, programs):
    columns = [np.arange(10), np.arange(10) * 2.0]
    ours = listed(queues.slice_input_producer(columns, num_epochs=3, seed=2))
    rows = [json.dumps([programs.plain(a), programs.plain(b)]) for a, b in ours]
    assert [sorted(rows[i : i + 10]) for i in (0, 10, 20)] == recorded["case_slices/epochs"]


def test_batch_join(recorded, programs):
    parts = [queues.range_input_producer(5, 1, shuffle=False)] * 2
    ours = [[batch] for batch in listed(queues.batch_join(parts, 4, allow_smaller_final_batch=True))]
    assert sorted(programs.rows_of(ours)) == recorded["case_batch_join/rows"]
    assert [len(numbers) for (numbers,) in ours] == recorded["case_batch_join/sizes"]


def counted(programs):
    """Rows 1, 2, ..., n for each length n."""
    rows = [np.arange(1, n + 1, dtype=np.int32) for n in programs.LENGTHS]
    return tf.data.Dataset.from_generator(lambda: iter(rows), output_signature=tf.TensorSpec([None], tf.int32))


def test_padded_batches(recorded, programs):
    ours = listed(queues.batch(counted(programs), 5, dynamic_pad=True, allow_smaller_final_batch=True))
    assert [json.dumps(programs.plain(batch)) for batch in ours] == recorded["case_padded_batches/batches"]


def test_buckets(recorded, programs):
    found = buckets.bucket_by_sequence_length(counted(programs), tf.size, 2, [4, 8], allow_smaller_final_batch=True)
    ours = sorted(json.dumps([programs.plain(sizes), programs.plain(batch)]) for sizes, batch in listed(found))
    assert ours == recorded["case_buckets/batches"]


def test_readers_of_bytes(recorded, programs, tmp_path):
    paths = programs.write_bytes(tmp_path)
    records = [json.dumps(programs.plain(r)) for r in listed(queues.fixed_length_records(paths, 3, 1, 1))]
    assert records == recorded["case_fixed_length_records/records"]
    contents = [json.dumps(programs.plain(content)) for _, content in listed(queues.whole_files(paths))]
    assert contents == recorded["case_whole_files/contents"]
