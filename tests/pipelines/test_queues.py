"""Each queue function delivers the records that TF1's queue program delivers, run by ``compat.v1`` sessions."""

from collections import Counter

import numpy as np
import pytest
import tensorflow as tf
from tf2notes.pipelines import buckets, csv, queues, tfrecord, threads

v1 = tf.compat.v1


def run_queue(build, fetch_all=True):
    """Every value that a TF1 queue program delivers until its queues are closed."""
    fetched = []
    with tf.Graph().as_default(), v1.Session() as session:
        v1.set_random_seed(1)
        outputs = build()
        session.run([v1.global_variables_initializer(), v1.local_variables_initializer()])
        coordinator = v1.train.Coordinator()
        runners = v1.train.start_queue_runners(session, coordinator)
        try:
            while not coordinator.should_stop():
                fetched.append(session.run(outputs))
        except tf.errors.OutOfRangeError:
            pass
        coordinator.request_stop()
        coordinator.join(runners)
    return fetched


def rows_of(batches):
    """Batches of columns as a list of hashable rows."""
    return [tuple(x.item() if hasattr(x, "item") else x for x in row) for b in batches for row in zip(*b, strict=True)]


@pytest.fixture
def csv_files(tmp_path):
    paths = []
    for i in range(3):
        paths.append(str(tmp_path / f"file{i}.csv"))
        lines = [f"{i},{row},{row / 4},n{row}" for row in range(20 + i)]
        (tmp_path / f"file{i}.csv").write_text("\n".join(lines) + "\n")
    return paths


@pytest.fixture
def tfrecord_files(tmp_path):
    paths = []
    for i in range(2):
        paths.append(str(tmp_path / f"file{i}.tfrecord"))
        with tf.io.TFRecordWriter(paths[-1]) as writer:
            for row in range(15):
                x = tf.train.Feature(float_list=tf.train.FloatList(value=[i, row, 0.5]))
                label = tf.train.Feature(int64_list=tf.train.Int64List(value=[row]))
                features = tf.train.Features(feature={"x": x, "label": label})
                writer.write(tf.train.Example(features=features).SerializeToString())
    return paths


DEFAULTS = [[1], [1], [1.0], [""]]
FEATURES = {"x": tf.io.FixedLenFeature([3], tf.float32), "label": tf.io.FixedLenFeature([], tf.int64)}


def test_csv_in_order_equals_the_queue_record_by_record(csv_files):
    def program():
        names = v1.train.string_input_producer(csv_files, num_epochs=2, shuffle=False)
        _, line = v1.TextLineReader().read(names)
        return v1.train.batch(tf.io.decode_csv(line, DEFAULTS), 7, allow_smaller_final_batch=True)

    names = queues.string_input_producer(csv_files, num_epochs=2, shuffle=False)
    ours = queues.batch(csv.rows(names, DEFAULTS), 7, allow_smaller_final_batch=True)
    assert rows_of(ours.as_numpy_iterator()) == rows_of(run_queue(program))


def test_shuffled_csv_has_the_queues_records_and_its_batch_sizes(csv_files):
    def program():
        names = v1.train.string_input_producer(csv_files, num_epochs=3, seed=1)
        _, line = v1.TextLineReader().read(names)
        return v1.train.shuffle_batch(
            tf.io.decode_csv(line, DEFAULTS), 8, 40, 20, seed=1, allow_smaller_final_batch=True
        )

    names = queues.string_input_producer(csv_files, num_epochs=3, seed=1)
    ours = queues.shuffle_batch(csv.rows(names, DEFAULTS), 8, 40, 20, seed=1, allow_smaller_final_batch=True)
    ours, theirs = list(ours.as_numpy_iterator()), run_queue(program)
    assert Counter(rows_of(ours)) == Counter(rows_of(theirs)) and set(Counter(rows_of(ours)).values()) == {3}
    assert [len(b[0]) for b in ours] == [len(b[0]) for b in theirs]


def test_batches_left_out_at_the_end_are_the_same_number(csv_files):
    def program():
        names = v1.train.string_input_producer(csv_files, num_epochs=1)
        return [v1.train.shuffle_batch([v1.TextLineReader().read(names)[1]], 10, 30, 5)]

    lines = queues.text_lines(queues.string_input_producer(csv_files, num_epochs=1))
    ours = list(queues.shuffle_batch(lines, 10, 30, 5))
    assert [len(b) for b in ours] == [len(b) for (b,) in run_queue(program)] == [10] * 6


def test_several_tfrecord_readers_deliver_the_same_records(tfrecord_files):
    def program():
        names = v1.train.string_input_producer(tfrecord_files, num_epochs=2)
        rows = [v1.parse_single_example(v1.TFRecordReader().read(names)[1], FEATURES) for _ in range(2)]
        both = [[row["x"], row["label"]] for row in rows]
        return v1.train.shuffle_batch_join(both, 4, 30, 10, allow_smaller_final_batch=True)

    names = queues.string_input_producer(tfrecord_files, num_epochs=2)
    rows = tfrecord.examples(names, FEATURES, cycle_length=2)
    ours = queues.shuffle_batch(rows, 4, 30, 10, seed=0, allow_smaller_final_batch=True)

    def count(batches):
        return Counter((*x.tolist(), int(y)) for xs, ys in batches for x, y in zip(xs, ys, strict=True))

    assert count((b["x"], b["label"]) for b in ours.as_numpy_iterator()) == count(run_queue(program))


def test_slice_input_producer_is_an_epoch_of_all_slices_at_a_time():
    columns = [np.arange(10), np.arange(10) * 2.0]

    def program():
        return v1.train.slice_input_producer(columns, num_epochs=3, seed=2)

    theirs = [(int(a), float(b)) for a, b in run_queue(program)]
    ours = [(int(a), float(b)) for a, b in queues.slice_input_producer(columns, num_epochs=3, seed=2)]
    for epoch in range(3):
        part = slice(10 * epoch, 10 * epoch + 10)
        assert sorted(ours[part]) == sorted(theirs[part]) == [(i, 2.0 * i) for i in range(10)]
    assert ours[:10] != ours[10:20], "epochs differ in order"


def test_range_and_batch_join():
    def program():
        parts = [[v1.train.range_input_producer(5, 1, shuffle=False).dequeue()] for _ in range(2)]
        return [v1.train.batch_join(parts, 4, allow_smaller_final_batch=True)]

    ours = queues.batch_join([queues.range_input_producer(5, 1, shuffle=False)] * 2, 4, allow_smaller_final_batch=True)
    assert [b.tolist() for b in ours.as_numpy_iterator()] == [[0, 0, 1, 1], [2, 2, 3, 3], [4, 4]]
    assert Counter(np.concatenate([b for (b,) in run_queue(program)])) == Counter(list(range(5)) * 2)


def test_dynamic_padding_pads_like_the_padding_queue():
    rows = [np.arange(1, n + 1, dtype=np.int32) for n in (1, 4, 2, 3, 5)]

    def program():
        row = v1.train.range_input_producer(5, 1, shuffle=False).dequeue()
        values = tf.range(1, tf.gather([1, 4, 2, 3, 5], row) + 1)
        return [v1.train.batch([values], 2, dynamic_pad=True, allow_smaller_final_batch=True)]

    found = tf.data.Dataset.from_generator(lambda: iter(rows), output_signature=tf.TensorSpec([None], tf.int32))
    ours = queues.batch(found, 2, dynamic_pad=True, allow_smaller_final_batch=True)
    for mine, (theirs,) in zip(ours.as_numpy_iterator(), run_queue(program), strict=True):
        np.testing.assert_array_equal(mine, theirs)


def test_whole_files_and_fixed_length_records(tmp_path):
    for i in range(2):
        (tmp_path / f"{i}.bin").write_bytes(b"H" + bytes(range(6)) + b"F")
    paths = [str(tmp_path / f"{i}.bin") for i in range(2)]

    def program():
        names = v1.train.string_input_producer(paths, 1, shuffle=False)
        return v1.FixedLengthRecordReader(3, header_bytes=1, footer_bytes=1).read(names)[1]

    ours = list(queues.fixed_length_records(paths, 3, 1, 1).as_numpy_iterator())
    assert ours == run_queue(program) == [b"\x00\x01\x02", b"\x03\x04\x05"] * 2

    def whole():
        return v1.WholeFileReader().read(v1.train.string_input_producer(paths, 1, shuffle=False))

    assert list(queues.whole_files(paths).as_numpy_iterator()) == [tuple(pair) for pair in run_queue(whole)]


def test_a_row_comes_at_most_capacity_rows_early_and_mixing_reaches_min_after_dequeue():
    rows = np.array(list(queues.shuffle_batch(tf.data.Dataset.range(2000), 1, 100, 50, seed=3).as_numpy_iterator()))
    early = rows[:, 0] - np.arange(2000)
    assert early.max() < 100 and early.std() > 50
    with pytest.raises(ValueError, match="min_after_dequeue=100: expected 0 to capacity - 1 = 99"):
        queues.shuffle_batch(tf.data.Dataset.range(9), 1, 100, 100)


def test_maybe_batch_keeps_what_the_predicate_keeps():
    ours = queues.maybe_batch(tf.data.Dataset.range(10), lambda x: x % 2 == 0, 2)
    assert [b.tolist() for b in ours.as_numpy_iterator()] == [[0, 2], [4, 6]]


def test_empty_input_is_refused_as_by_tf1():
    with pytest.raises(ValueError, match="string_input_producer requires a non-null input tensor"):
        queues.string_input_producer([])
    with pytest.raises(ValueError, match="Expected at least one tensor in slice_input_producer"):
        queues.slice_input_producer([])


def sequences(lengths):
    rows = [np.full(n, n, np.int64) for n in lengths]
    return tf.data.Dataset.from_generator(lambda: iter(rows), output_signature=tf.TensorSpec([None], tf.int64))


def test_buckets_by_length_hold_their_bounds_and_lose_nothing():
    lengths = np.random.RandomState(0).randint(1, 20, 200)
    found = buckets.bucket_by_sequence_length(sequences(lengths), tf.size, 8, [5, 10], allow_smaller_final_batch=True)
    seen = []
    for sizes, batch in found.as_numpy_iterator():
        assert len({int(np.digitize(n, [5, 10])) for n in sizes}) == 1
        assert batch.shape == (len(sizes), sizes.max()) and all((r[:n] == n).all() for r, n in zip(batch, sizes))  # noqa: B905
        seen += sizes.tolist()
    assert sorted(seen) == sorted(lengths)
    whole = buckets.bucket_by_sequence_length(sequences(lengths), tf.size, 8, [5, 10])
    assert all(len(sizes) == 8 for sizes, _ in whole)


def test_pairs_go_into_the_smallest_bucket_that_holds_both():
    pairs = [(1, 5), (5, 5), (3, 1), (7, 2), (2, 2)]
    rows = [(np.full(s, 1), np.full(t, 2)) for s, t in pairs]
    spec = (tf.TensorSpec([None], tf.int64),) * 2
    data = tf.data.Dataset.from_generator(lambda: iter(rows), output_signature=spec)
    found = buckets.bucket_pairs(data, [(3, 3), (5, 6), (7, 7)], 2, allow_smaller_final_batch=True)
    shapes = {(int(b), s.shape, t.shape) for b, s, t in found.as_numpy_iterator()}
    assert shapes == {(0, (2, 3), (2, 3)), (1, (2, 5), (2, 6)), (2, (1, 7), (1, 7))}
    with pytest.raises(tf.errors.InvalidArgumentError, match="number 3: lengths 7 and 2 fit into no bucket"):
        list(buckets.bucket_pairs(data, [(3, 3), (5, 6)], 2))


def test_threads_deliver_everything_stop_together_and_pass_errors_on():
    import threading

    spec = tf.TensorSpec([], tf.int64)
    found = threads.dataset([lambda: range(50), lambda: range(100, 150)], spec, capacity=4)
    assert sorted(int(x) for x in found) == [*range(50), *range(100, 150)]

    def broken():
        yield 1
        raise ValueError("the sensor is gone")

    with pytest.raises(tf.errors.InvalidArgumentError, match="the sensor is gone"):
        list(threads.dataset([broken, lambda: iter(int, 1)], spec))
    endless = threads.merge([lambda: iter(int, 1)] * 3, capacity=2)
    assert next(endless) == 0
    endless.close()
    assert not [t for t in threading.enumerate() if t.name.startswith("producer")]


def test_coordinator_and_eager_queue_of_the_notes_still_work():
    """Section 41: a queue of pairs of a string and a number."""
    queue = tf.queue.FIFOQueue(100, [tf.string, tf.int64])
    queue.enqueue_many([["hello", "world"], [1, 2]])
    assert [x.numpy() for x in queue.dequeue()] == [b"hello", 1]
