"""Bad input is named, or skipped and reported; nothing good is lost (more: ``python -m tests.pipelines.fuzz``)."""

import gzip
import logging

import pytest
import tensorflow as tf
from tf2notes.pipelines import csv, framing, tfrecord
from tf2notes.pipelines.report import LOGGED, BadData, Report, check_mode

from tests.pipelines import fuzz

LINES = [f"{i},{i / 2},n{i},{i % 7}" for i in range(600)]
DEFAULTS = [tf.int32, [0.0], tf.string, [3]]


@pytest.fixture(autouse=True)
def quiet():
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


def outcome(dataset):
    """How many elements come before the end or an error, and the error's message."""
    count = 0
    try:
        for _ in dataset:
            count += 1
    except tf.errors.InvalidArgumentError as error:
        return count, str(error)
    return count, ""


def changed(**lines):
    found = list(LINES)
    for number, line in lines.items():
        found[int(number[1:]) - 1] = line
    return "\n".join(found).encode() + b"\n"


@pytest.mark.parametrize(
    ("content", "good", "message"),
    [
        (changed(n11="1,2"), 10, "line 11: has 2 columns, expected 4: '1,2'"),
        (changed(n301="x,1,a,1"), 300, "line 301: column 1 holds 'x', expected int32"),
        (changed(n2="1,1.5e,a,1"), 1, "line 2: column 2 holds '1.5e', expected float32"),
        (changed(n5="99999999999,1,a,1"), 4, "line 5: column 1 holds '99999999999', expected int32"),
        (changed(n600=",1,a,1"), 599, "line 600: column 1 is empty, expected int32"),
        (changed(n7=""), 6, "line 7: has 1 columns, expected 4"),
        (changed(n70="1,1,n@,1").replace(b"@", b"\xff"), 69, "line 70: column 3 holds bytes that are not UTF-8 (ff"),
        (b"", 0, "is empty (0 bytes)"),
    ],
)
def test_bad_csv_is_named_after_all_good_lines(tmp_path, content, good, message):
    path = tmp_path / "café.csv"
    path.write_bytes(content)
    count, error = outcome(csv.rows(path, DEFAULTS))
    assert count == good and f"{path}, {message}" in error.replace(": is empty", ", is empty")
    report = Report()
    count, error = outcome(csv.rows(path, DEFAULTS, on_error="skip", report=report))
    assert not error and len(report) == 1 and count == (599 if content else 0)
    assert str(path) in str(report)


def test_headers_byte_order_marks_and_missing_files(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(framing_bom() + b"a,b,c,d\r\n" + changed().replace(b"\n", b"\r\n"))
    rows = csv.rows(path, DEFAULTS, names=["a", "b", "c", "d"])
    assert len(list(rows)) == 600 and next(rows.as_numpy_iterator())["c"] == b"n0"
    assert "line 1: the header is 'a,b,c,d', expected a,b,c,e" in outcome(csv.rows(path, DEFAULTS, names="abce"))[1]
    path.write_bytes(framing_bom() + changed())
    assert len(list(csv.rows(path, DEFAULTS))) == 600
    path.write_text("a,b,c,d\n")
    assert "has no row after 1 header line" in outcome(csv.rows(path, DEFAULTS, skip_header_lines=1))[1]
    with pytest.raises(FileNotFoundError, match=r"none\.csv"):
        csv.rows(tmp_path / "none.csv", DEFAULTS)
    report = Report()
    path.write_bytes(changed())
    rows = csv.rows([tmp_path / "none.csv", path], DEFAULTS, on_error="skip", report=report)
    assert len(list(rows)) == 600 and report.skips[0].reason == "no such file"
    later = tf.data.Dataset.from_tensor_slices([str(tmp_path / "none.csv")])
    assert "none.csv: no such file" in outcome(csv.rows(later, DEFAULTS))[1]
    assert "none.csv: no such file" in outcome(tfrecord.serialized(later))[1]


def framing_bom():
    return b"\xef\xbb\xbf"


def test_a_cut_gzip_stream_delivers_its_good_lines(tmp_path):
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(changed(), mtime=0)[:-300])
    count, error = outcome(csv.rows(path, DEFAULTS))
    assert 300 < count < 600 and f"after line {count}: the GZIP stream is cut short" in error


@pytest.mark.parametrize(
    ("damage", "good", "after", "message"),
    [
        (lambda b, at: b[: at + 20] + bytes([b[at + 20] ^ 1]) + b[at + 21 :], 300, 599, "the data's checksum is"),
        (lambda b, at: b[: at + 2] + b"\x01" + b[at + 3 :], 300, 599, "the length's checksum is"),
        (lambda b, at: b[: at + 20], 300, 300, "the record should have 30 bytes and a checksum; 8 bytes are left"),
        (lambda b, at: b[: at + 5], 300, 300, "5 bytes are left; a record's header takes 12"),
        (lambda b, at: b"", 0, 0, "is empty (0 bytes)"),
    ],
)
@pytest.mark.parametrize("compression", ["", "GZIP"])
def test_bad_tfrecords_are_named_after_all_good_records(tmp_path, damage, good, after, message, compression):
    frames = [framing.frame(b"%030d" % i) for i in range(600)]
    content = damage(b"".join(frames), 300 * 46)
    path = tmp_path / "a.tfrecord"
    path.write_bytes(gzip.compress(content) if compression and content else content)
    count, error = outcome(tfrecord.serialized(path, compression))
    assert count == good and message in error and str(path) in error and (not good or "record 300" in error)
    report = Report()
    assert outcome(tfrecord.serialized(path, compression, "skip", report)) == (after, "")
    assert len(report) == 1


def test_a_gzipped_file_read_as_a_plain_one_is_explained(tmp_path):
    path = tmp_path / "a.tfrecord"
    path.write_bytes(gzip.compress(b"".join(framing.frame(b"%d" % i) for i in range(100))))
    assert "looks gzipped: pass compression='GZIP'" in outcome(tfrecord.serialized(path))[1].replace("\\'", "'")


@pytest.mark.parametrize(
    ("features", "message"),
    [
        (
            {"lable": tf.io.FixedLenFeature([], tf.int64)},
            "has no feature 'lable', expected int64; found label. Did you mean 'label'?",
        ),
        (
            {"label": tf.io.FixedLenFeature([], tf.float32)},
            "feature 'label' holds int64_list, expected float_list (float32)",
        ),
        ({"label": tf.io.VarLenFeature(tf.string)}, "feature 'label' holds int64_list, expected bytes_list (string)"),
        ({"label": tf.io.FixedLenFeature([2], tf.int64)}, "feature 'label' has 1 values, expected 2 (shape [2])"),
    ],
)
def test_wrong_features_are_named(tmp_path, features, message):
    path = str(tmp_path / "a.tfrecord")
    label = tf.train.Feature(int64_list=tf.train.Int64List(value=[1]))
    example = tf.train.Example(features=tf.train.Features(feature={"label": label}))
    with tf.io.TFRecordWriter(path) as writer:
        writer.write(example.SerializeToString())
    assert f"{path}, record 0: {message}" in outcome(tfrecord.examples(path, features))[1]


def test_no_example_at_all_is_named(tmp_path):
    path = str(tmp_path / "a.tfrecord")
    with tf.io.TFRecordWriter(path) as writer:
        writer.write(b"\xff\xff\xff")
    features = {"label": tf.io.FixedLenFeature([], tf.int64)}
    assert "record 0: 3 bytes that are no tf.train.Example" in outcome(tfrecord.examples(path, features))[1]


def test_the_report_counts_a_place_once_and_logs_the_first_ones(caplog):
    logging.disable(logging.NOTSET)
    report = Report()
    for i in range(LOGGED + 10):
        report.add("f", f"line {i}", "bad")
        report.add("f", f"line {i}", "bad")
    assert len(report) == LOGGED + 10 and len(caplog.records) == LOGGED + 1
    assert str(report).startswith(f"skipped {LOGGED + 10} places in 1 file")
    with pytest.raises(ValueError, match="on_error='ignore': expected 'raise' or 'skip'"):
        check_mode("ignore", None)
    with pytest.raises(ValueError, match="report: only on_error='skip'"):
        check_mode("raise", report)


def test_checksums_are_crc32c():
    assert framing.crc32c(b"123456789") == 0xE3069283
    data = bytes(range(256)) * 9 + b"tail"
    slow = 0xFFFFFFFF
    for byte in data:
        slow = (slow >> 8) ^ framing.ENTRIES[(slow ^ byte) & 255]
    assert framing.crc32c(data) == slow ^ 0xFFFFFFFF
    with pytest.raises(BadData, match="no such file"):
        list(framing.scan("/nowhere/x.tfrecord"))


def test_fuzzed_tfrecords_lose_no_good_record(tmp_path):
    counts = fuzz.fuzz_tfrecords(tmp_path, 600)
    assert counts["records before the damage"] > 2000 and counts["records after it, found again"] > 500


def test_fuzzed_gzipped_tfrecords_lose_no_good_record(tmp_path):
    assert fuzz.fuzz_tfrecords(tmp_path, 200, compressed=True)["files with a report"] > 150


def test_fuzzed_examples_are_delivered_or_reported(tmp_path):
    assert fuzz.fuzz_examples(tmp_path, 60)["reported"] > 100


def test_fuzzed_csv_lines_are_delivered_or_reported(tmp_path):
    assert fuzz.fuzz_csv(tmp_path, 200)["reported"] > 50
