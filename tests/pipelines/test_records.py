"""Records of a dataclass come back as they were, from shards that appear whole and can be checked by their index."""

import dataclasses
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import pytest
import tensorflow as tf
from tf2notes.pipelines import framing, records, shards
from tf2notes.pipelines.records import Array, Image
from tf2notes.pipelines.report import BadData


@dataclass
class Everything:
    image: Annotated[np.ndarray, Image(4, 5, 1)]
    photo: Annotated[np.ndarray, Image(None, None, 3)]
    label: int
    flag: bool
    weight: float
    name: str
    raw: bytes
    tags: list[str]
    numbers: list[int]
    lines: list[list[int]]
    strokes: Annotated[np.ndarray, Array("float32", None, 2)]
    matrix: Annotated[np.ndarray, Array("int16", 2, 3)]
    exact: Annotated[np.ndarray, Array("float64", 3)]
    exacts: Annotated[np.ndarray, Array("float64", None, 2)]


def make(i):
    random = np.random.RandomState(i)
    return Everything(
        image=random.randint(0, 256, (4, 5, 1)).astype(np.uint8),
        photo=random.randint(0, 256, (1 + i % 3, 2 + i % 4, 3)).astype(np.uint8),
        label=i,
        flag=bool(i % 2),
        weight=i / 2,
        name=f"é{i}",
        raw=b"\0a\0" * (i % 2),
        tags=["x"] * (i % 3),
        numbers=list(range(i % 4)),
        lines=[[j] * j for j in range(i % 4)],
        strokes=random.rand(i % 3, 2).astype(np.float32),
        matrix=random.randint(-9, 9, (2, 3)).astype(np.int16),
        exact=random.rand(3),
        exacts=random.rand(i % 2, 2),
    )


def assert_same(a, b):
    for field in dataclasses.fields(Everything):
        x, y = getattr(a, field.name), getattr(b, field.name)
        if isinstance(x, np.ndarray):
            assert x.dtype == y.dtype and np.array_equal(x, y), field.name
        else:
            assert x == y and type(x) is type(y), field.name


@pytest.mark.parametrize("compression", ["", "GZIP"])
def test_every_kind_of_field_survives(tmp_path, compression):
    made = [make(i) for i in range(60)]
    described = records.describe(Everything)
    paths = shards.write(records.encoded(Everything, made), tmp_path / "all", 3, compression, described)
    assert [shards.count(path) for path in paths] == [20, 20, 20]
    for i in range(6):
        assert_same(made[i], records.decode(Everything, shards.read_at(paths[i % 3], i // 3)))
    rows = {int(row["label"]): row for row in records.dataset(Everything, paths)}
    assert sorted(rows) == list(range(60))
    for i, row in rows.items():
        assert row["lines"].to_list() == made[i].lines and row["name"].numpy().decode() == made[i].name
        for name in ("image", "photo", "strokes", "matrix", "exact", "exacts", "numbers"):
            np.testing.assert_array_equal(row[name], getattr(made[i], name), err_msg=name)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"label": 2.5}, "label: found float64 values, expected int64"),
        ({"name": 3}, "name: found 3; expected str or bytes"),
        ({"matrix": np.zeros((3, 2), np.int16)}, r"matrix: found shape \(3, 2\), expected \(2, 3\)"),
        ({"matrix": np.full((2, 3), 99999)}, "matrix: 99999 does not fit into int16"),
        ({"image": np.zeros((4, 5, 1))}, "image: found float64 values, expected uint8"),
        ({"lines": [[1], ["a"]]}, r"lines\[1\]: found <U1 values, expected int64"),
    ],
)
def test_a_value_that_does_not_fit_its_field_is_named(change, message):
    with pytest.raises((TypeError, ValueError), match=message):
        records.encode(dataclasses.replace(make(3), **change))


def test_a_field_that_cannot_be_stored_and_a_missing_list_are_named(tmp_path):
    @dataclass
    class Odd:
        when: dict

    with pytest.raises(TypeError, match=r"Odd\.when: .*cannot be stored"):
        records.kinds(Odd)

    @dataclass
    class Old:
        tag: list[int]

    @dataclass
    class New:
        tags: list[int]

    path = shards.write(records.encoded(Old, [Old([1, 2])]), tmp_path / "old")[0]
    with pytest.raises(tf.errors.InvalidArgumentError, match="record 0: has no feature 'tags/count'"):
        list(records.dataset(New, path))


def test_shards_appear_complete_or_not_at_all(tmp_path):
    def broken():
        yield b"one"
        raise RuntimeError("disk on fire")

    with pytest.raises(RuntimeError, match="disk on fire"):
        shards.write(broken(), tmp_path / "part", 2)
    with pytest.raises(TypeError, match="record 1 is of type str; expected bytes"):
        shards.write([b"a", "b"], tmp_path / "part", 2)
    assert os.listdir(tmp_path) == []
    empty = shards.write([b"only"], tmp_path / "few", 2)
    assert [shards.count(path) for path in empty] == [1, 0]


@pytest.mark.parametrize("compression", ["", "GZIP"])
def test_the_index_checks_counts_and_samples(tmp_path, compression):
    made = [bytes([i % 256]) * (i % 700) for i in range(3000)]
    path = shards.write(made, tmp_path / "many", 1, compression)[0]
    index = shards.load_index(path)
    assert index.records == 3000 and (not compression or len(index.blocks) >= 4)
    assert all(made[i] == data for i, data in shards.sample(path, 50, seed=1))
    assert shards.validate(path) == 18
    assert [d for _, _, d in framing.scan(path, compression)] == made
    content = bytearray(Path(path).read_bytes())
    content[len(content) // 2 :] = bytes(len(content) - len(content) // 2)
    Path(path).write_bytes(content)
    with pytest.raises(BadData, match="record"):
        shards.validate(path)
    Path(path).write_bytes(content[:-10])
    with pytest.raises(BadData, match="but its index was made for"):
        shards.validate(path)


def test_an_index_can_be_made_later_and_a_damaged_one_is_refused(tmp_path):
    path = str(tmp_path / "foreign.tfrecord")
    with tf.io.TFRecordWriter(path) as writer:
        for i in range(10):
            writer.write(b"x" * i)
    with pytest.raises(FileNotFoundError, match="build_index writes it"):
        shards.count(path)
    assert shards.build_index(path).records == 10 == shards.count(path)
    assert shards.read_at(path, 7) == b"x" * 7
    with pytest.raises(IndexError, match="has 10 records; number 10"):
        shards.read_at(path, 10)
    Path(path + shards.SUFFIX).write_text('{"records": 3}')
    with pytest.raises(BadData, match="is no index of a shard"):
        shards.count(path)
