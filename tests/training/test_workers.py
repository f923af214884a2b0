"""Two processes over 127.0.0.1 compute what one device does, and read each record once."""

import pickle
import sys

import numpy as np
import pytest
import tensorflow as tf

from tests.training import cases, counting, worker
from tf2notes import launch
from tf2notes.training import feed

pytestmark = [pytest.mark.slow, pytest.mark.processes]
LIMIT = 540  # seconds; mostly a tenth of it
ELSEWHERE = {  # nothing in them that another case has not between processes; benchmarks/equality.py has them, too
    "regularizer",
    "clipnorm",
    "clipvalue",
    "EMA written back",
    "weight decay",
    "mean by sample weights",
    "batch smaller than the replicas",
}
CASES = [case for case in cases.CASES if case not in ELSEWHERE]


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """{case: [result of worker 0, of worker 1]}, from one pair of processes for all tests."""
    folder = tmp_path_factory.mktemp("workers")
    counting.write_files(folder)
    service = tf.data.experimental.service
    dispatcher = service.DispatchServer(service.DispatcherConfig(port=0))
    readers = [service.WorkerServer(service.WorkerConfig(dispatcher.target.partition("://")[2])) for _ in range(2)]
    names = [*worker.OTHERS, *CASES]  # in this order: cases set the seed of all
    command = [sys.executable, "-m", "tests.training.worker", str(folder), dispatcher.target, *names]
    lines = []
    code, _ = launch.supervise(command, 2, grace=20, limit=LIMIT, logs=lambda i, line: lines.append(f"{i}: {line}"))
    del readers, dispatcher
    assert code == 0, "".join(lines)[-6000:]
    results = [pickle.loads((folder / f"worker-{i}.pickle").read_bytes()) for i in range(2)]
    return {name: [result[name] for result in results] for name in names}


@pytest.mark.parametrize("case", CASES)
def test_two_workers_equal_one_device(case, found):
    """Losses, metrics, validation, weights and the optimizer's variables, on both workers."""
    expected = cases.on_one_device(case)
    apart = [cases.assert_equal(result, expected) for result in found[case]]
    print("two workers: {}: history {:.1e}, variables {:.1e}".format(case, *np.max(apart, axis=0)))


@pytest.mark.parametrize("case", ["files", "files, by data", "arrays", "service", "service, by file"])
def test_each_record_once(case, found):
    """In every epoch, over both workers: uneven files, rows, and a tf.data service with two workers of its own."""
    for result in found[case]:
        assert result == [0.0, 0.0]


def test_going_on(found):
    """After a crash inside of an epoch each worker finds its place in its files: the same weights, no record lost."""
    for expected, result in found["going on, by file"]:
        assert result[0] == expected[0] == [0.0, 0.0]
        for ours, theirs in zip(result[1], expected[1], strict=True):
            np.testing.assert_allclose(ours, theirs, rtol=1e-6)


def test_counting_counts(found):
    """Where both workers read everything, each record comes once too often."""
    for result in found["not shared"]:
        assert result == [counting.RECORDS] * 2


def test_shuffled_without_a_seed(found):
    """Refused: each worker would take its rows of other batches."""
    for result in found["without seed"]:
        assert "shuffled without a seed" in result


def test_fewer_files_than_workers(tmp_path):
    """Refused with what to do; and so is data that comes from no file."""
    counting.write_files(tmp_path, [3])
    for data in (counting.files(tmp_path), counting.arrays()):
        with (
            pytest.raises(ValueError, match="at least as many files as there are workers; share it by data"),
            feed.sharing_explained(),
        ):
            list(feed._own_files(data, 2, 0))
