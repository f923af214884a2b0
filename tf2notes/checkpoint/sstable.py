"""Sorted string tables, the file format below both kinds of checkpoint: keys and values in blocks with checksums.

Source: LevelDB's doc/table_format.md; TensorFlow's differ only in the checksum's place in its own library.
"""

import struct

from tf2notes.checkpoint.crc32c import crc32c, masked
from tf2notes.checkpoint.errors import Damaged
from tf2notes.checkpoint.wire import varint

MAGIC = 0xDB4775248B80FB57
FOOTER = 48
TRAILER = 5  # kind of compression, checksum


def is_table(data):
    """Whether a file's bytes end as a table does."""
    return len(data) >= FOOTER and struct.unpack("<Q", data[-8:])[0] == MAGIC


def entries(data):
    """All (key, value) of a table, both bytes, in order; `Damaged` if anything is not as it was written."""
    data = memoryview(data)
    if not is_table(data):
        raise Damaged("it does not end as a checkpoint does: cut off, or no checkpoint")
    footer = data[-FOOTER:]
    _, _, place = _handle(footer, 0)
    start, size, place = _handle(footer, place)
    if any(footer[place:-8]):
        raise Damaged("the footer is altered")
    last, found = None, []
    for _, handle in _block(data, start, size):
        start, size, _ = _handle(handle, 0)
        for key, value in _block(data, start, size):
            if last is not None and key <= last:
                raise Damaged("keys are out of order")
            last = key
            found.append((key, value))
    return found


def _handle(data, place):
    start, place = varint(data, place)
    size, place = varint(data, place)
    return start, size, place


def _block(data, start, size):
    """The entries of a block, its checksum verified."""
    if start + size + TRAILER > len(data) - FOOTER:
        raise Damaged("a block lies outside of the file")
    content, kind = data[start : start + size], data[start + size]
    stored = struct.unpack("<I", data[start + size + 1 : start + size + TRAILER])[0]
    if masked(crc32c(data[start : start + size + 1])) != stored:
        raise Damaged(f"the checksum of the block at byte {start} is wrong")
    if kind == 1:
        content = snappy(content)
    elif kind != 0:
        raise Damaged(f"a block compressed in unknown way {kind}")
    if len(content) < 4:
        raise Damaged("a block without an end")
    restarts = struct.unpack("<I", content[-4:])[0]
    end = len(content) - 4 * (restarts + 1)
    if end < 0:
        raise Damaged("a block shorter than its own index")
    place, key = 0, b""
    while place < end:
        shared, place = varint(content, place)
        more, place = varint(content, place)
        length, place = varint(content, place)
        if shared > len(key) or place + more + length > end:
            raise Damaged("an entry runs past its block")
        key = key[:shared] + bytes(content[place : place + more])
        place += more
        yield key, content[place : place + length]
        place += length


def snappy(data):
    """Decompress a block. Source: google/snappy, format_description.txt."""
    size, place = varint(data, 0)
    if size > 64 * len(data) + 64:  # no element makes more than 64 bytes of two
        raise Damaged("a compressed block that claims an impossible size")
    found = bytearray()
    while place < len(data):
        tag = data[place]
        place += 1
        if tag & 3 == 0:
            length = tag >> 2
            if length >= 60:
                width = length - 59
                length = int.from_bytes(data[place : place + width], "little")
                place += width
            length += 1
            if place + length > len(data):
                raise Damaged("a compressed block that is cut off")
            found += data[place : place + length]
            place += length
            continue
        if tag & 3 == 1:
            length, offset, width = 4 + (tag >> 2 & 7), tag >> 5 << 8, 1
        else:
            length, offset, width = 1 + (tag >> 2), 0, 2 if tag & 3 == 2 else 4
        offset |= int.from_bytes(data[place : place + width], "little")
        place += width
        if not 0 < offset <= len(found):
            raise Damaged("a compressed block that refers to what is not there")
        begin = len(found) - offset
        if offset >= length:
            found += found[begin : begin + length]
        else:  # it overlaps itself: a pattern that repeats
            pattern = bytes(found[begin:])
            found += (pattern * (length // offset + 1))[:length]
    if len(found) != size:
        raise Damaged("a compressed block of a wrong size")
    return bytes(found)
