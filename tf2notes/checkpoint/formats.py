"""The four kinds of file: each function returns {name: Stored}, and reads the numbers when they are asked for."""

import os
import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tf2notes.checkpoint import sstable, wire
from tf2notes.checkpoint.crc32c import crc32c, masked
from tf2notes.checkpoint.errors import CheckpointError, Damaged


@dataclass(frozen=True)
class Stored:
    """One variable of a checkpoint.

    Attributes:
        shape: of the whole variable, also where it is stored in parts.
        dtype: NumPy's name, "string", or "type N".
        parts: in how many parts it is stored.
        read: returns the array, its checksum verified.
    """

    shape: tuple
    dtype: str
    parts: int
    read: Callable


def v2(prefix):
    """``prefix.index`` and ``prefix.data-...``: TF1's format since 1.0, also that of a SavedModel's variables."""
    index = Path(f"{prefix}.index")
    with naming(index):
        table = dict(sstable.entries(index.read_bytes()))
        if b"" not in table:
            raise Damaged("it has no header")
        header = wire.message(table.pop(b""))
        if wire.integer(header, 2):
            raise Damaged("it was written on a big-endian machine, which is not supported")
        shards = wire.integer(header, 1)
        found = {}
        for key, value in table.items():
            if key[:1] == b"\0":  # a part of a variable, found by way of its variable
                continue
            entry = wire.message(value)
            slices = [_extents(part) for part in wire.every(entry, 7)]
            shape, dtype = wire.shape_of(wire.raw(entry, 2)), wire.dtype_name(wire.integer(entry, 1))
            name = wire.text(key)
            parts = [([(0, n) for n in shape], entry)]
            if slices:
                parts = [(_whole(s, shape), wire.message(table[_key_of(name, s)])) for s in slices]
            pieces = [(where, _piece(prefix, shards, part)) for where, part in parts]
            found[name] = Stored(shape, dtype, max(len(slices), 1), _assembled(shape, dtype, pieces, name))
    return found


def v1(path, files):
    """One table that holds everything, or several: TF1's format before 1.0, still to be had by ``write_version=1``."""
    metas, parts = {}, {}
    for file in files:
        with naming(file):
            for key, value in sstable.entries(Path(file).read_bytes()):
                saved = wire.message(value)
                if key == b"":
                    for meta in wire.every(wire.message(wire.raw(saved, 1)), 1):
                        meta = wire.message(meta)
                        name, shape = wire.text(wire.raw(meta, 1)), wire.shape_of(wire.raw(meta, 2))
                        metas[name] = (shape, wire.dtype_name(wire.integer(meta, 3)), file)
                else:
                    data = wire.message(wire.raw(saved, 2))
                    place = (_extents(wire.raw(data, 2)), wire.raw(data, 3), file)
                    parts.setdefault(wire.text(wire.raw(data, 1)), []).append(place)
    found = {}
    for name, (shape, dtype, file) in metas.items():
        with naming(file):
            if name not in parts:
                raise Damaged(f"{name} has no values")
            pieces = []
            for extents, data, part_file in parts[name]:
                where = _whole(extents, shape)
                pieces.append((where, _piece_v1(data, [n for _, n in where], dtype, part_file)))
            found[name] = Stored(shape, dtype, len(pieces), _assembled(shape, dtype, pieces, name))
    return found


def frozen(path):
    """A GraphDef whose variables became constants; the format has no checksums, so its structure is checked."""
    with naming(path):
        data = Path(path).read_bytes()
        nodes, constants, consumers = set(), {}, {}
        for number, value in wire.fields(data):
            if number != 1:
                continue
            node = wire.message(value)
            name, op = wire.text(wire.raw(node, 1)), wire.text(wire.raw(node, 2))
            if not name or not op:
                raise Damaged("a node without name or operation: no frozen graph, or an altered one")
            nodes.add(name)
            for source in wire.every(node, 3):
                consumers.setdefault(wire.text(source).lstrip("^").split(":")[0], []).append((name, op))
            if op == "Const":
                attributes = [wire.message(attribute) for attribute in wire.every(node, 5)]
                value = [a for a in attributes if bytes(wire.raw(a, 1)) == b"value"]
                if not value:
                    raise Damaged(f"{name} is a constant without a value")
                constants[name] = wire.raw(wire.message(wire.raw(value[0], 2)), 8)
        if not nodes:
            raise Damaged("it holds no graph")
        if missing := sorted(set(consumers) - nodes):
            raise Damaged(f"the graph refers to {missing[0]}, which it does not hold: cut off or altered")
        read = {n for n in constants if any(_reads(n, *consumer) for consumer in consumers.get(n, []))}
        found = {}
        for name, data in constants.items():
            proto = wire.message(data)
            shape, dtype = wire.shape_of(wire.raw(proto, 2)), wire.dtype_name(wire.integer(proto, 1))
            if name in read or (not read and shape and dtype.startswith("float")):
                wire.tensor(data)
                found[name] = Stored(shape, dtype, 1, lambda data=data: _named(path, lambda: wire.tensor(data)))
    if not found:
        raise CheckpointError(f"{path}: the graph holds no constants that were variables; was it frozen?")
    return found


def saved_model(folder):
    """The variables of a SavedModel."""
    proto = Path(folder, "saved_model.pb")
    with naming(proto):
        graphs = wire.every(wire.message(proto.read_bytes()), 2)
        if not graphs:
            raise Damaged("it holds no graph")
        for graph in graphs:
            for node in wire.every(wire.message(wire.raw(wire.message(graph), 2)), 1):
                wire.message(node)
    if not Path(folder, "variables", "variables.index").is_file():
        raise CheckpointError(f"{folder}: a SavedModel without variables (no variables/variables.index)")
    return v2(Path(folder, "variables", "variables"))


class naming:
    """Turns what goes wrong inside of the block into a `CheckpointError` that begins with the file's name."""

    def __init__(self, path):
        self.path = path

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if kind is None or issubclass(kind, CheckpointError) or issubclass(kind, FileNotFoundError):
            return False
        if issubclass(kind, Damaged):
            raise CheckpointError(f"{self.path}: {error}") from None
        if issubclass(kind, (ValueError, LookupError, OverflowError, struct.error, MemoryError, TypeError)):
            raise CheckpointError(f"{self.path}: truncated or altered ({kind.__name__}: {error})") from error
        return False


def _named(path, action):
    with naming(path):
        return action()


def _reads(constant, consumer, op):
    """Whether a node is what read a variable before it was frozen."""
    tail = consumer.rsplit("/", 1)[-1]
    return op in ("Identity", "GatherV2", "ResourceGather") and (
        consumer == f"{constant}/read" or re.match(r"(Read\w*VariableOp|embedding_lookup)", tail) is not None
    )


def _extents(data):
    """A TensorSliceProto: [(start, length)], a length of -1 for the whole dimension."""
    found = []
    for extent in wire.every(wire.message(data), 1):
        extent = wire.message(extent)
        found.append((wire.integer(extent, 1), wire.integer(extent, 2, -1) if 2 in extent else -1))
    return found


def _whole(extents, shape):
    """Extents with every length filled in."""
    if len(extents) != len(shape):
        raise Damaged(f"a part with {len(extents)} dimensions of a variable of {shape}")
    found = [(start, size if length < 0 else length) for (start, length), size in zip(extents, shape, strict=True)]
    if any(start < 0 or start + length > size for (start, length), size in zip(found, shape, strict=True)):
        raise Damaged(f"a part that lies outside of its variable of {shape}")
    return found


def _piece(prefix, shards, entry):
    """Reads one entry of a data file."""
    path = Path(f"{prefix}.data-{wire.integer(entry, 3):05d}-of-{shards:05d}")
    shape, dtype = wire.shape_of(wire.raw(entry, 2)), wire.dtype_name(wire.integer(entry, 1))
    start, size = wire.integer(entry, 4), wire.integer(entry, 5)
    stored = wire.fixed32(entry[6][-1]) if 6 in entry else None

    def read():
        if not path.is_file():
            raise CheckpointError(f"{path}: missing; {prefix}.index refers to it")
        with naming(path):
            kind = wire.numpy_dtype(dtype)
            if start < 0 or size < 0 or start + size > os.path.getsize(path):
                raise Damaged(f"cut off: it has {os.path.getsize(path)} bytes where {start + size} are needed")
            if kind.kind != "O" and size != wire.count(shape) * kind.itemsize:
                raise Damaged(f"{size} bytes for {shape} of {dtype}")
            with open(path, "rb") as file:
                file.seek(start)
                data = file.read(size)
            if kind.kind == "O":
                return _strings(data, shape, stored)
            if stored is not None and masked(crc32c(data)) != stored:
                raise Damaged("a checksum is wrong: the file is altered")
            return np.frombuffer(data, kind).reshape(shape)

    return read


def _piece_v1(data, shape, dtype, path):
    return lambda: _named(path, lambda: wire.tensor(data, tuple(shape), dtype))


def _assembled(shape, dtype, pieces, name):
    """A function that reads all parts of a variable and puts them together."""

    def read():
        if len(pieces) == 1 and [n for _, n in pieces[0][0]] == list(shape):
            return pieces[0][1]()
        whole, seen = np.zeros(shape, wire.numpy_dtype(dtype)), np.zeros(shape, bool)
        for where, piece in pieces:
            place = tuple(slice(start, start + length) for start, length in where)
            whole[place], seen[place] = piece(), True
        if not seen.all():
            raise CheckpointError(f"{name}: its parts do not cover it; a shard of the checkpoint is missing")
        return whole

    return read


def _strings(data, shape, stored):
    """Strings: their lengths, a checksum of these, then the bytes."""
    place, lengths = 0, []
    for _ in range(min(wire.count(shape), len(data) + 1)):
        length, place = wire.varint(data, place)
        lengths.append(length)
    check = data[place : place + 4]
    crc = crc32c(b"".join(struct.pack("<I" if n < 1 << 32 else "<Q", n) for n in lengths))
    if masked(crc) != wire.fixed32(check):
        raise Damaged("a checksum is wrong: the file is altered")
    place += 4
    if len(data) != place + sum(lengths) or (stored and masked(crc32c(check + data[place:], crc)) != stored):
        raise Damaged("a checksum is wrong: the file is altered")
    found = np.empty(len(lengths), object)
    for i, length in enumerate(lengths):
        found[i], place = data[place : place + length], place + length
    return found.reshape(shape)


def _key_of(name, extents):
    """The key under which a part is stored: TensorFlow's ordered code of 0, the name and the extents."""
    escaped = name.encode().replace(b"\xff", b"\xff\x00").replace(b"\x00", b"\x00\xff")
    found = b"\x00" + escaped + b"\x00\x01" + _number(len(extents))
    return found + b"".join(_signed(start) + _signed(length) for start, length in extents)


def _number(value):
    size = (value.bit_length() + 7) // 8
    return bytes([size]) + value.to_bytes(size, "big")


def _signed(value):
    """The more bytes, the more leading ones, as UTF-8 does it; the sign bit is turned over."""
    magnitude = ~value if value < 0 else value
    size = 1
    while magnitude >= 1 << (7 * size - 1):
        size += 1
    bits = (value & ((1 << 80) - 1)).to_bytes(10, "big")[-size:]
    ones = ((1 << size) - 1) << (16 - size)
    head = bytes([ones >> 8, ones & 0xFF]) + bytes(size)
    return bytes(a ^ b for a, b in zip(bits, head, strict=False))
