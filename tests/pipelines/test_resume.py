"""A pipeline that was stopped and restored goes on with the very next record."""

import numpy as np
import pytest
import tensorflow as tf
from tf2notes.pipelines import corpus, csv, queues, resume, shards, skipgram, tfrecord, threads, words


def flat(element):
    return [part.numpy().tolist() for part in tf.nest.flatten(element, expand_composites=True)]


def assert_resumes(make, path, stops):
    """Stopped after so many elements and restored into a new iterator, the rest is the same to the last number."""
    whole = [flat(element) for element in make()]
    for stop in stops:
        first = resume.Resumable(make())
        assert [flat(next(first)) for _ in range(stop)] == whole[:stop]
        first.save(path)
        second = resume.Resumable(make()).restore(path)
        assert second.position == stop
        assert [flat(element) for element in second] == whole[stop:], f"stopped after {stop} of {len(whole)}"
    return len(whole)


@pytest.fixture
def shard_paths(tmp_path):
    def encoded(i):
        feature = tf.train.Feature(int64_list=tf.train.Int64List(value=[i]))
        return tf.train.Example(features=tf.train.Features(feature={"i": feature})).SerializeToString()

    return shards.write(map(encoded, range(240)), tmp_path / "data", 6)


FEATURES = {"i": tf.io.FixedLenFeature([], tf.int64)}


def test_shuffled_tfrecords_of_each_worker_resume_and_together_are_everything(shard_paths, tmp_path):
    seen = []
    for worker in range(2):
        files = resume.worker_files(shard_paths, 2, worker)

        def make(files=files):
            names = queues.string_input_producer(files, num_epochs=2, seed=1)
            rows = tfrecord.examples(names, FEATURES, chunk=16, cycle_length=2)
            return queues.shuffle_batch(rows, 7, 50, 20, seed=2, allow_smaller_final_batch=True)

        count = assert_resumes(make, str(tmp_path / f"state{worker}"), [0, 17, 34] if worker == 0 else [20])
        assert count == 35
        seen += [i for batch in make() for i in batch["i"].numpy().tolist()]
    assert sorted(seen) == sorted([*range(240)] * 2)
    with pytest.raises(ValueError, match="write at least 7 shards"):
        resume.worker_files(shard_paths, 7, 0)


def test_csv_with_skipped_lines_resumes(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("".join(f"{i},{i}\n" if i % 9 else "bad\n" for i in range(200)))

    def make():
        return csv.rows(path, [[0], [0]], on_error="skip", chunk=16).shuffle(40, seed=3).batch(8)

    assert assert_resumes(make, str(tmp_path / "state"), [5, 12]) == 23


@pytest.mark.parametrize("global_seed", [0, 1, None])
def test_epochs_resume_at_their_seams(tmp_path, global_seed):
    tf.random.set_seed(global_seed)
    found = words.load()[:256]

    def make():
        return resume.epochs(lambda seed: words.dataset(found, 64, seed=seed), 3, seed=4)

    assert assert_resumes(make, str(tmp_path / "state"), range(0, 13, 2)) == 12
    orders = [flat(batch["source_length"]) for batch in make()]
    assert orders[:4] != orders[4:8]


def test_language_model_and_skipgram_batches_resume(tmp_path):
    ids = corpus.load().valid[:2000]
    assert_resumes(lambda: corpus.ptb_producer(ids, 5, 10), str(tmp_path / "a"), [11])
    assert_resumes(lambda: skipgram.dataset(ids, 64, 2, 2, seed=1, epochs=2), str(tmp_path / "b"), [50])


def test_what_cannot_be_resumed_is_refused(tmp_path):
    spec = tf.TensorSpec([], tf.int64)
    with pytest.raises(ValueError, match="cannot be saved"):
        resume.Resumable(threads.dataset([lambda: range(3)], spec))
    with pytest.raises(ValueError, match=r"tf\.random\.uniform in the dataset cannot be saved"):
        resume.Resumable(tf.data.Dataset.range(3).map(lambda x: tf.random.uniform([])))
    numbers = resume.Resumable(tf.data.Dataset.range(3))
    with pytest.raises(FileNotFoundError, match="no such file"):
        numbers.restore(str(tmp_path / "none"))
    numbers.save(str(tmp_path / "state"))
    other = resume.Resumable(tf.data.Dataset.from_tensor_slices(np.zeros(3)))
    with pytest.raises(ValueError, match="restore it into the dataset that was saved"):
        other.restore(str(tmp_path / "state"))
