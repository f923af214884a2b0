"""TFRecord shards, written atomically, each with an index beside it.

    shards.write(records.encoded(Digit, digits), "data/digits", count=4, compression="GZIP")
    shards.validate("data/digits-00000-of-00004.tfrecord.gz")
    shards.sample("data/digits-00000-of-00004.tfrecord.gz", 10, seed=0)

The index ``<shard>.index.json`` holds the number of records, the file's size, where records start, and what they hold.
So a shard can be counted, checked and sampled without reading it through. A gzipped shard is a row of gzip members of
about 256 KB, which any reader takes for one stream, and the index knows where each begins.
"""

import base64
import itertools
import json
import os
import random
import struct
import zlib
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from tf2notes.pipelines import framing
from tf2notes.pipelines.report import BadData

SUFFIX = ".index.json"
BLOCK_BYTES = 1 << 18


@dataclass(frozen=True)
class Index:
    """What is known of a shard without reading it.

    offsets are those of the uncompressed records, one more than there are (the last is the end); blocks are (offset in
    the gzipped file, first record), empty for an uncompressed shard.
    """

    records: int
    size: int
    compression: str
    offsets: np.ndarray
    blocks: list = field(default_factory=list)
    features: dict = field(default_factory=dict)


def write(records, stem, count=1, compression="", features=None):
    """Writes serialized records round robin into `count` shards: all of them appear complete, or none does.

    Args:
        records: an iterable of bytes.
        stem: the path before ``-00000-of-00004.tfrecord`` (and ``.gz``).
        compression: "" or "GZIP".
        features: a description for the index, such as `records.describe` gives.

    Returns:
        the shards' paths.

    Raises:
        ValueError: a wrong argument. Whatever `records` raises goes on, and leaves no file behind.
    """
    if count < 1:
        raise ValueError(f"count={count}: expected at least one shard")
    if compression not in ("", "GZIP"):
        raise ValueError(f"compression={compression!r}: expected '' or 'GZIP'")
    end = ".tfrecord.gz" if compression else ".tfrecord"
    paths = [Path(f"{os.fspath(stem)}-{i:05d}-of-{count:05d}{end}") for i in range(count)]
    paths[0].parent.mkdir(parents=True, exist_ok=True)
    drafts = [path.with_name(f".{path.name}.{os.getpid()}.draft") for path in paths]
    try:
        lengths = _write_raw(records, drafts)
        indices = [_finish(*both, compression, features) for both in zip(drafts, lengths, strict=True)]
        for path, draft, index in zip(paths, drafts, indices, strict=True):
            save_index(path, index)
            os.replace(draft, path)
    finally:
        for draft in drafts:
            draft.unlink(missing_ok=True)
    return [str(path) for path in paths]


def load_index(path):
    """The index of a shard.

    Raises:
        FileNotFoundError: the shard or its index is missing (`build_index` makes one).
        BadData: the index is damaged, or is that of another file.
    """
    path, beside = Path(path), Path(f"{path}{SUFFIX}")
    for needed in (path, beside):
        if not needed.is_file():
            raise FileNotFoundError(
                f"{needed}: no such file" + (" (build_index writes it)" if needed is beside else "")
            )
    try:
        held = json.loads(beside.read_bytes())
        lengths = np.frombuffer(zlib.decompress(base64.b64decode(held.pop("lengths"))), "<u8").astype(np.int64)
        index = Index(offsets=np.concatenate([[0], np.cumsum(lengths)]), **held)
        if len(lengths) != index.records:
            raise ValueError(f"{len(lengths)} lengths for {index.records} records")
    except (ValueError, KeyError, TypeError, AttributeError, zlib.error) as error:
        raise BadData(beside, "", f"is no index of a shard ({error}); build_index makes it anew") from None
    if path.stat().st_size != index.size:
        raise BadData(path, "", f"has {path.stat().st_size} bytes, but its index was made for {index.size}")
    return index


def save_index(path, index):
    """Writes the index of a shard beside it, atomically."""
    held = {name: value for name, value in vars(index).items() if name != "offsets"}
    packed = zlib.compress(np.diff(index.offsets).astype("<u8").tobytes(), 9)
    held["lengths"] = base64.b64encode(packed).decode("ascii")
    draft = Path(f"{path}{SUFFIX}.{os.getpid()}.draft")
    draft.write_text(json.dumps(held), encoding="utf-8")
    os.replace(draft, f"{path}{SUFFIX}")


def build_index(path, compression=None):
    """Makes the index of a TFRecord file of any origin, reading it through once with all checks; returns it.

    A gzipped file of a single member can be counted and checked by it, but `sample` has to unpack it from the start.
    """
    compression = framing.compression_of(path, compression)
    offsets = [0]
    for _, offset, data in framing.scan(path, compression):
        offsets.append(offset + framing.HEADER + len(data) + framing.FOOTER)
    blocks = [[0, 0]] if compression else []
    index = Index(len(offsets) - 1, os.path.getsize(path), compression, np.array(offsets), blocks)
    save_index(path, index)
    return index


def count(path):
    """The number of records of a shard, by its index."""
    return load_index(path).records


def trusted_count(path):
    """The number of records by the index, or None if there is no index or it does not fit the file."""
    try:
        return load_index(path).records
    except (OSError, ValueError):
        return None


def validate(path, samples=16, seed=0):
    """Checks a shard by its index: the size, the first and the last record, and some between, with their checksums.

    Returns:
        the number of records read, at most `samples` + 2 (or all if there are no more).

    Raises:
        BadData: something is wrong; names the record.
    """
    index = load_index(path)
    chosen = set(random.Random(seed).sample(range(index.records), min(samples, index.records)))
    chosen |= {0, index.records - 1} if index.records else set()
    for _ in _at(path, index, sorted(chosen)):
        pass
    return len(chosen)


def sample(path, records, seed=0):
    """Some records of a shard, drawn without replacement, as a list of (index, bytes) in the file's order."""
    index = load_index(path)
    chosen = sorted(random.Random(seed).sample(range(index.records), min(records, index.records)))
    return list(zip(chosen, _at(path, index, chosen), strict=True))


def read_at(path, number):
    """The bytes of one record of a shard.

    Raises:
        IndexError: there is no such record.
    """
    index = load_index(path)
    if not 0 <= number < index.records:
        raise IndexError(f"{path}: has {index.records} records; number {number} was asked for")
    return next(_at(path, index, [number]))


def _at(path, index, numbers):
    """The bytes of some records, in ascending order; a gzip member is unpacked once."""
    starts = [first for _, first in index.blocks]
    block, held, base = None, b"", 0
    with open(path, "rb") as file:
        for number in numbers:
            start, stop = index.offsets[number : number + 2].tolist()
            if starts:
                wanted = int(np.searchsorted(starts, number, "right")) - 1
                if wanted != block:
                    block, held, base = wanted, _unpack(path, file, index, wanted), int(index.offsets[starts[wanted]])
                frame = held[start - base : stop - base]
            else:
                file.seek(start)
                frame = file.read(stop - start)
            yield _checked(path, number, start, frame, stop - start)


def _unpack(path, file, index, block):
    file.seek(index.blocks[block][0])
    stop = index.blocks[block + 1][0] if block + 1 < len(index.blocks) else index.size
    wbits = {"GZIP": 31, "ZLIB": 15}[index.compression]
    packed, parts = file.read(stop - file.tell()), []
    try:
        while packed:
            unpacker = zlib.decompressobj(wbits)
            parts.append(unpacker.decompress(packed))
            packed = unpacker.unused_data
    except zlib.error as error:
        raise BadData(
            path, f"record {index.blocks[block][1]} and after", f"the gzip member is damaged ({error})"
        ) from None
    return b"".join(parts)


def _checked(path, number, offset, frame, expected):
    place, data = f"record {number} (byte {offset})", frame[framing.HEADER : -framing.FOOTER]
    if len(frame) != expected:
        raise BadData(path, place, f"has {len(frame)} bytes, expected {expected}")
    if frame[: framing.HEADER] != _header(len(data)):
        raise BadData(path, place, f"the header is not that of a record of {len(data)} bytes, as the index has it")
    if frame[-framing.FOOTER :] != struct.pack("<I", framing.masked_crc(data)):
        raise BadData(path, place, "the data's checksum does not hold")
    return data


def _header(length):
    packed = struct.pack("<Q", length)
    return packed + struct.pack("<I", framing.masked_crc(packed))


def _write_raw(records, drafts):
    """Writes uncompressed drafts; returns each one's list of framed lengths."""
    import tensorflow as tf

    lengths = [[] for _ in drafts]
    with ExitStack() as stack:
        writers = [stack.enter_context(tf.io.TFRecordWriter(str(draft))) for draft in drafts]
        for i, data in enumerate(records):
            if not isinstance(data, bytes):
                raise TypeError(f"record {i} is of type {type(data).__name__}; expected bytes")
            writers[i % len(drafts)].write(data)
            lengths[i % len(drafts)].append(framing.HEADER + len(data) + framing.FOOTER)
    return lengths


def _finish(draft, lengths, compression, features):
    """Compresses a draft if asked for, puts it on the disk, and returns its index."""
    offsets = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])
    blocks = []
    if compression:
        firsts = [0] if lengths else []
        for i in range(1, len(lengths)):
            if offsets[i] - offsets[firsts[-1]] >= BLOCK_BYTES:
                firsts.append(i)
        bounds = [*offsets[firsts].tolist(), int(offsets[-1])]
        packed = draft.with_suffix(".packed")
        members = framing.gzip_blocks(draft, packed, itertools.pairwise(bounds))
        blocks = [list(pair) for pair in zip(members, firsts, strict=True)]
        os.replace(packed, draft)
    with open(draft, "rb") as file:
        os.fsync(file.fileno())
    return Index(len(lengths), draft.stat().st_size, compression, offsets, blocks, features or {})
