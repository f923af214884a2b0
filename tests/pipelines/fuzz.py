"""Mutated files for the readers: no good record before the damage may be lost, and nothing may vanish unreported.

python -m tests.pipelines.fuzz 5000       # files of each kind; prints the counts
"""

import gzip
import struct
import sys
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np
import tensorflow as tf
from tf2notes.pipelines import csv, framing, tfrecord
from tf2notes.pipelines.report import Report

FEATURES = {"x": tf.io.FixedLenFeature([2], tf.float32), "y": tf.io.VarLenFeature(tf.int64)}
DEFAULTS = [tf.int32, [0.5], tf.string]


def flip(data, random):
    for place in random.randint(0, len(data) * 8, random.randint(1, 4)):
        data[place // 8] ^= 1 << place % 8
    return data


def cut(data, random):
    return data[: random.randint(0, len(data))]


def delete(data, random):
    start = random.randint(len(data))
    del data[start : start + random.randint(1, 20)]
    return data


def insert(data, random):
    start = random.randint(len(data))
    data[start:start] = random.bytes(random.randint(1, 20))
    return data


def overwrite(data, random):
    start, length = random.randint(len(data)), random.randint(1, 64)
    data[start : start + length] = bytes(len(data[start : start + length]))
    return data


def garbage(data, random):
    return bytearray(random.bytes(random.randint(1, 200)))


MUTATIONS = (flip, cut, delete, insert, overwrite, garbage)


def first_difference(a, b):
    length = min(len(a), len(b))
    differing = np.flatnonzero(np.frombuffer(a[:length], np.uint8) != np.frombuffer(b[:length], np.uint8))
    return int(differing[0]) if len(differing) else length


def fuzz_tfrecords(folder, files, seed=0, compressed=False):
    """Damaged framing. Returns counts; raises AssertionError where a promise is broken."""
    random = np.random.RandomState(seed)
    originals, paths, counts = {}, [], Counter()
    for i in range(files):
        records = [random.bytes(random.randint(0, 60)) for _ in range(12)]
        frames = [framing.frame(record) for record in records]
        whole, mutation = b"".join(frames), MUTATIONS[i % len(MUTATIONS)]
        packed = gzip.compress(whole, mtime=0) if compressed else whole
        if not compressed and i % 50 == 7:  # a length that is a lie, with a checksum that is not
            at, lie = len(b"".join(frames[:5])), struct.pack("<Q", 2 ** random.randint(20, 63))
            damaged = whole[:at] + lie + struct.pack("<I", framing.masked_crc(lie)) + whole[at + 12 :]
        else:
            damaged = bytes(mutation(bytearray(packed), random))
        path = folder / f"{i}.tfrecord{'.gz' if compressed else ''}"
        path.write_bytes(damaged)
        paths.append(str(path))
        originals[str(path)] = records, frames, packed, damaged
    report, found = Report(), {path: [] for path in paths}
    for path, _, data in tfrecord.chunks(paths, on_error="skip", report=report).as_numpy_iterator():
        found[path.decode()] += list(data)
    reported = {skip.path for skip in report.skips}
    for path, (records, frames, packed, damaged) in originals.items():
        ends = np.cumsum([len(frame) for frame in frames])
        if compressed:
            intact = 12 if damaged == packed else 0
        else:
            intact = int((ends <= first_difference(packed, damaged)).sum())
        assert found[path][:intact] == records[:intact], f"{path}: a record before the damage is lost"
        assert set(found[path]) <= set(records), f"{path}: a record that was never written"
        legal = damaged == packed or (
            not compressed and len(damaged) in {*ends.tolist()} and intact == len(found[path])
        )
        assert (path in reported) or legal or found[path] == records, f"{path}: damaged, but nothing is reported"
        counts["files"] += 1
        counts["records before the damage"] += intact
        counts["records after it, found again"] += len(found[path]) - intact
        counts["files with a report"] += path in reported
    return counts


def fuzz_examples(folder, files, seed=0):
    """Whole records that are damaged inside: wrong protos. Every one is delivered or reported."""
    random = np.random.RandomState(seed)
    paths, counts = [], Counter()
    for i in range(files):
        frames = []
        for row in range(10):
            x = tf.train.Feature(float_list=tf.train.FloatList(value=random.rand(2)))
            y = tf.train.Feature(int64_list=tf.train.Int64List(value=range(row)))
            features = tf.train.Features(feature={"x": x, "y": y})
            data = tf.train.Example(features=features).SerializeToString()
            if row % 2:
                data = bytes(MUTATIONS[random.randint(len(MUTATIONS))](bytearray(data), random))
            frames.append(framing.frame(data))
        paths.append(str(folder / f"{i}.tfrecord"))
        Path(paths[-1]).write_bytes(b"".join(frames))
    report = Report()
    delivered = sum(1 for _ in tfrecord.examples(paths, FEATURES, on_error="skip", report=report))
    assert delivered + len(report) == 10 * files and delivered >= 5 * files
    counts.update({"files": files, "records": 10 * files, "delivered": delivered, "reported": len(report)})
    return counts


def fuzz_csv(folder, files, seed=0):
    """Damaged text. Every line is delivered or reported."""
    random = np.random.RandomState(seed)
    expected, paths, counts = {}, [], Counter()
    for i in range(files):
        lines = [f"{row},{row / 4},word{row}" for row in range(20)]
        whole = ("\n".join(lines) + "\n").encode()
        damaged = bytes(MUTATIONS[i % len(MUTATIONS)](bytearray(whole), random))
        path = folder / f"{i}.csv"
        path.write_bytes(damaged)
        paths.append(str(path))
        intact = damaged[: first_difference(whole, damaged)].count(b"\n")
        expected[str(path)] = intact, damaged.count(b"\n") + (not damaged.endswith(b"\n")) if damaged else 0
    for intact, total in expected.values():
        counts["files"] += 1
        counts["lines"] += total
        counts["lines before the damage"] += intact
    report = Report()
    rows = list(csv.rows(paths, DEFAULTS, on_error="skip", report=report).as_numpy_iterator())
    lines_skipped = sum(1 for skip in report.skips if skip.place.startswith("line"))
    assert len(rows) + lines_skipped == counts["lines"], (len(rows), lines_skipped, counts["lines"])
    bad = {(skip.path, skip.place) for skip in report.skips}
    for path, (intact, _) in expected.items():
        assert not any((path, f"line {n + 1}") in bad for n in range(intact)), f"{path}: a good line is skipped"
    counts.update({"delivered": len(rows), "reported": len(report)})
    return counts


def main(files):
    for name, fuzz in {
        "TFRecord framing": fuzz_tfrecords,
        "TFRecord framing, gzipped": lambda folder, n: fuzz_tfrecords(folder, n, compressed=True),
        "tf.train.Example": fuzz_examples,
        "CSV": fuzz_csv,
    }.items():
        with tempfile.TemporaryDirectory() as folder:
            print(name, dict(fuzz(Path(folder), files)), flush=True)


if __name__ == "__main__":
    import logging

    logging.disable(logging.WARNING)
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
